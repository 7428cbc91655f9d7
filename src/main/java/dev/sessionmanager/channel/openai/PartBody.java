package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a message's content: a text, or why there is none. What does not belong to its type is
 * not looked at, and reads {@link #NONE}.
 */
record PartBody(
    @JsonMember(
            value = String.class,
            required = true,
            filled = true,
            matching = "text|refusal",
            otherwise = "openai.text_only")
        @Nullable Object type,
    @JsonMember(value = String.class, required = true) @Nullable Object text,
    @JsonMember(value = String.class, required = true) @Nullable Object refusal) {

  private static final String NONE = "none";

  /** Null where it is no object. */
  static @Nullable PartBody of(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> part)) {
      return null;
    }
    Object type = part.get("type");
    return new PartBody(
        type,
        "text".equals(type) ? part.get("text") : NONE,
        "refusal".equals(type) ? part.get("refusal") : NONE);
  }

  /**
   * A checked content as one text, its parts that say something joined by line ends; null where it
   * is.
   */
  static @Nullable String text(@Nullable Object content) {
    if (!(content instanceof List<?>)) {
      return (String) content;
    }
    List<PartBody> parts = Several.Rule.list(content, PartBody.class);
    return parts.stream()
        .map(part -> (String) ("text".equals(part.type) ? part.text : part.refusal))
        .filter(text -> text != null && !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }
}
