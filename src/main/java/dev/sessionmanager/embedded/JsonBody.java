package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the JSON object in a request into a record of members as they came, so that all that are
 * missing or wrong are named under FastAPI's names ({@code missing}, {@code string_type}…).
 */
final class JsonBody {

  private static final String BODY = "body";

  private final JsonMapper json;
  private final FieldCheck fields;
  private final int maxBytes;

  /**
   * @param maxBytes more than these are refused before they are read
   */
  JsonBody(JsonMapper json, FieldCheck fields, int maxBytes) {
    this.json = json;
    this.fields = fields;
    this.maxBytes = maxBytes;
  }

  /**
   * @throws Problem TOO_LARGE, or INVALID when there is no object or one of its members is wrong
   */
  <T> T read(InputStream in, Class<T> type) throws IOException {
    JsonNode root = object(in);
    if (root.isMissingNode()) {
      throw Problem.fields(Map.of(BODY, "missing"));
    }
    return fields.check(BODY + '.', json.treeToValue(root, type));
  }

  /** As {@link #read}, unchecked; an empty body has no members. */
  <T> T optional(InputStream in, Class<T> type) throws IOException {
    JsonNode root = object(in);
    return json.treeToValue(root.isMissingNode() ? json.createObjectNode() : root, type);
  }

  private JsonNode object(InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new Problem(Problem.Kind.TOO_LARGE).setting("RUNTIME_MAX_BODY");
    }
    try {
      JsonNode root = json.readTree(bytes);
      if (!root.isObject() && !root.isMissingNode()) {
        throw Problem.fields(Map.of(BODY, "model_attributes_type"));
      }
      return root;
    } catch (JacksonException e) {
      throw Problem.fields(Map.of(BODY, "json_invalid")).causedBy(e);
    }
  }
}
