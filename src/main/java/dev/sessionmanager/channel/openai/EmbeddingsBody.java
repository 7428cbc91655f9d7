package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/embeddings}. Which texts and how many is for the model's server to
 * refuse.
 *
 * @param input a text, a list of texts, the tokens of a text, or a list of such lists
 * @param more what else the request says, which the model's server gets as it came
 */
record EmbeddingsBody(
    @JsonMember(value = String.class, required = true, filled = true) Object model,
    @JsonMember(value = String.class, or = List.class, required = true, filled = true) Object input,
    @JsonProperty("encoding_format")
        @JsonMember(value = String.class, matching = "float|base64", otherwise = "openai.encoding")
        @Nullable Object encodingFormat,
    @JsonMember(value = Number.class, whole = true, min = 1, otherwise = "openai.positive")
        @Nullable Object dimensions,
    @JsonMember(String.class) @Nullable Object user,
    @JsonAnySetter Map<String, Object> more) {

  EmbeddingsBody {
    more = more == null ? Map.of() : more;
  }

  /** Characters of the texts; a token counts as one, which is less than it is. */
  static long length(@Nullable Object input) {
    return switch (input) {
      case String text -> text.length();
      case List<?> several -> several.stream().mapToLong(EmbeddingsBody::length).sum();
      case null, default -> 1;
    };
  }

  /** As it came; what is null was absent. */
  Map<String, Object> wire() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("model", model);
    wire.put("input", input);
    put(wire, "encoding_format", encodingFormat);
    put(wire, "dimensions", dimensions);
    put(wire, "user", user);
    more.forEach((name, value) -> put(wire, name, value));
    return wire;
  }

  private static void put(Map<String, Object> wire, String name, @Nullable Object value) {
    if (value != null) {
      wire.put(name, value);
    }
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "EmbeddingsBody[" + model + ']';
  }
}
