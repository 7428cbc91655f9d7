package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.JsonMember;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part of a message's content: a text, or why there is none. */
sealed interface PartBody {

  /** Null where it is no object. */
  static @Nullable PartBody of(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> part)) {
      return null;
    }
    Object type = part.get("type");
    if ("text".equals(type)) {
      return new Words(part.get("text"));
    }
    return "refusal".equals(type) ? new Refusal(part.get("refusal")) : new Other(type);
  }

  /** A checked content as one text, its parts joined by line ends; null where there is none. */
  static @Nullable String text(@Nullable Object content) {
    if (!(content instanceof List<?> parts)) {
      return (String) content;
    }
    return parts.isEmpty()
        ? null
        : parts.stream()
            .map(part ->
                (String) (part instanceof Words words ? words.text() : ((Refusal) part).refusal()))
            .collect(Collectors.joining("\n"));
  }

  record Words(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object text)
      implements PartBody {}

  record Refusal(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object refusal)
      implements PartBody {}

  record Other(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "text|refusal",
              otherwise = "openai.text_only")
          @Nullable Object type)
      implements PartBody {}
}
