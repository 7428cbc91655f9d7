package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A JSON object in a request, taken field by field. What is missing or wrong is gathered under
 * FastAPI's names ({@code missing}, {@code string_type}…) and thrown by {@link #check} in one
 * piece.
 */
final class JsonBody {

  private final Map<String, String> wrong = new LinkedHashMap<>();
  private final JsonMapper json;
  private final JsonNode root;

  private JsonBody(JsonMapper json, JsonNode root) {
    this.json = json;
    this.root = root;
  }

  /**
   * @param maxBytes more than these are refused before they are read
   * @throws Problem TOO_LARGE, or INVALID when there is no object
   */
  static JsonBody read(InputStream in, int maxBytes, JsonMapper json) throws IOException {
    JsonBody body = optional(in, maxBytes, json);
    if (body.root.isMissingNode()) {
      throw Problem.fields(Map.of("body", "missing"));
    }
    return body;
  }

  /** As {@link #read}, but an empty body has no fields. */
  static JsonBody optional(InputStream in, int maxBytes, JsonMapper json) throws IOException {
    byte[] bytes = in.readNBytes(maxBytes + 1);
    if (bytes.length > maxBytes) {
      throw new Problem(Problem.Kind.TOO_LARGE).setting("RUNTIME_MAX_BODY");
    }
    try {
      JsonNode root = json.readTree(bytes);
      if (!root.isObject() && !root.isMissingNode()) {
        throw Problem.fields(Map.of("body", "model_attributes_type"));
      }
      return new JsonBody(json, root);
    } catch (JacksonException e) {
      throw Problem.fields(Map.of("body", "json_invalid")).causedBy(e);
    }
  }

  /** A required text; empty until {@link #check} has thrown, when it is not one. */
  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      wrong.putIfAbsent("body." + name, "missing");
    }
    return text == null ? "" : text;
  }

  @Nullable String optionalText(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isString()) {
      wrong.put("body." + name, "string_type");
      return null;
    }
    return node.stringValue();
  }

  /** A whole number, also one written as text. */
  @Nullable Long optionalNumber(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    return node.isString() ? number("body." + name, node.stringValue()) : wrongNumber(name);
  }

  /** A whole number from elsewhere in the request, under its full name. */
  @Nullable Long number(String where, @Nullable String text) {
    try {
      return text == null || text.isBlank() ? null : Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      wrong.put(where, "int_parsing");
      return null;
    }
  }

  List<String> texts(String name) {
    JsonNode node = root.path(name);
    if (node.isMissingNode()) {
      wrong.put("body." + name, "missing");
    } else if (!node.isArray()) {
      wrong.put("body." + name, "list_type");
    }
    List<String> texts = new ArrayList<>();
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      if (node.get(i).isString()) {
        texts.add(node.get(i).stringValue());
      } else {
        wrong.put("body." + name + "." + i, "string_type");
      }
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // A JSON object is nothing else.
  Map<String, Object> object(String name) {
    JsonNode node = root.path(name);
    if (node.isObject()) {
      return json.convertValue(node, Map.class);
    }
    wrong.put("body." + name, node.isMissingNode() ? "missing" : "dict_type");
    return Map.of();
  }

  /** To be called when every field has been taken, before any is used. */
  void check() {
    if (!wrong.isEmpty()) {
      throw Problem.fields(wrong);
    }
  }

  private @Nullable Long wrongNumber(String name) {
    wrong.put("body." + name, "int_type");
    return null;
  }
}
