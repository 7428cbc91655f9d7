package dev.sessionmanager.channel.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes a JSON object with a long array, element by element, so that the whole of it is never in
 * memory. Any thread.
 */
@Component
class JsonArrayBody {

  private final JsonMapper json;

  JsonArrayBody(JsonMapper json) {
    this.json = json;
  }

  /** Takes the elements, one after the other. */
  @FunctionalInterface
  interface Sink {
    void add(Object element) throws IOException;
  }

  /** Gives all elements. */
  @FunctionalInterface
  interface Elements {
    void writeTo(Sink sink) throws IOException;
  }

  /**
   * Writes it as the whole answer.
   *
   * @param before the object's other members
   * @param name of the array
   */
  void write(HttpServletResponse response, Map<String, Object> before, String name, Elements all)
      throws IOException {
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    JsonGenerator out = json.createGenerator(response.getOutputStream());
    out.writeStartObject();
    before.forEach(out::writePOJOProperty);
    out.writeArrayPropertyStart(name);
    all.writeTo(out::writePOJO);
    out.writeEndArray();
    out.writeEndObject();
    out.close(); // not after a failure: it would write the brackets that are missing
  }
}
