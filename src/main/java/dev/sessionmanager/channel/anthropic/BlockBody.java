package dev.sessionmanager.channel.anthropic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import jakarta.validation.Valid;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A block of a message's content, to be checked before it is read. */
sealed interface BlockBody {

  record Words(@JsonMember(value = String.class, required = true) @Nullable Object text)
      implements BlockBody {}

  /** What the model thought, and the signature that we gave with it. */
  record Thought(
      @JsonMember(String.class) @Nullable Object thinking,
      @JsonMember(String.class) @Nullable Object signature)
      implements BlockBody {}

  /** What we gave to be carried back: see {@link Carried}. */
  record Sealed(@JsonMember(String.class) @Nullable Object data) implements BlockBody {}

  record Use(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object id,
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object name,
      @JsonMember(value = Map.class, required = true) @Nullable Object input)
      implements BlockBody {}

  /** What the client's tool said; nothing at all is right, too. */
  record Result(
      @JsonProperty("tool_use_id") @JsonMember(value = String.class, required = true, filled = true)
          @Nullable Object id,
      @Valid @Several(orText = true) @Nullable Object content,
      @JsonProperty("is_error") @JsonMember(Boolean.class) @Nullable Object failed)
      implements BlockBody {}

  /** What cannot be had here, or not in a message of this role: always wrong. */
  record Other(
      @JsonMember(
              value = String.class,
              required = true,
              matching = "(?!)",
              otherwise = "anthropic.block")
          @Nullable Object type)
      implements BlockBody {}

  /** Of a user's message; null where it is no object. */
  static @Nullable BlockBody asked(@Nullable Object wire) {
    return wire instanceof Map<?, ?> block && "tool_result".equals(block.get("type"))
        ? new Result(
            block.get("tool_use_id"),
            Several.Rule.each(block.get("content"), BlockBody::told),
            block.get("is_error"))
        : told(wire);
  }

  /** Of an assistant's message; null where it is no object. */
  static @Nullable BlockBody answered(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> block)) {
      return null;
    }
    return switch (block.get("type") instanceof String type ? type : "") {
      case "thinking" -> new Thought(block.get("thinking"), block.get("signature"));
      case "redacted_thinking" -> new Sealed(block.get("data"));
      case "tool_use" -> new Use(block.get("id"), block.get("name"), block.get("input"));
      default -> told(wire);
    };
  }

  /** Where only text may stand; null where it is no object. */
  static @Nullable BlockBody told(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> block)) {
      return null;
    }
    Object type = block.get("type");
    return "text".equals(type) ? new Words(block.get("text")) : new Other(type);
  }

  /** The blocks of a checked content. */
  static List<BlockBody> of(@Nullable Object content) {
    return content instanceof String text
        ? List.of(new Words(text))
        : Several.Rule.list(content, BlockBody.class);
  }

  /** The texts of a checked content that say something, a line each; empty where there is none. */
  static String text(@Nullable Object content) {
    return of(content).stream()
        .filter(Words.class::isInstance)
        .map(block -> (String) Objects.requireNonNull(((Words) block).text()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
