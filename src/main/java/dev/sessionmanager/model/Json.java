package dev.sessionmanager.model;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON of providers, beside what LangChain4j reads and writes itself. */
final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static JsonNode empty() {
    return MAPPER.createObjectNode();
  }

  /** Null where the text is no JSON. */
  static @Nullable JsonNode tree(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JacksonException noJson) {
      return null;
    }
  }
}
