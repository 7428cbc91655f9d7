package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of a request, to be checked before it is read. Newer clients send what their system
 * adds in the middle as a message of the role {@code system}.
 */
@SuppressWarnings("MultipleNullnessAnnotations") // absent until it is checked
record TurnBody(
    @JsonMember(
            value = String.class,
            required = true,
            filled = true,
            matching = "user|assistant|system",
            otherwise = "anthropic.role")
        @Nullable Object role,
    @NotNull(message = "required") @Valid @Several(orText = true) @Nullable Object content) {

  /** Null where it is no object. What is in one of an unknown role is not looked at. */
  static @Nullable TurnBody of(@Nullable Object wire) {
    if (!(wire instanceof Map<?, ?> message)) {
      return null;
    }
    Object role = message.get("role");
    Object content = message.get("content");
    return new TurnBody(
        role,
        switch (role instanceof String name ? name : "") {
          case "user" -> Several.Rule.each(content, BlockBody::asked);
          case "assistant" -> Several.Rule.each(content, BlockBody::answered);
          case "system" -> Several.Rule.each(content, BlockBody::told);
          default -> List.of();
        });
  }
}
