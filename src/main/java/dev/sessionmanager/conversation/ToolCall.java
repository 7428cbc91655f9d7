package dev.sessionmanager.conversation;

import java.util.Map;

/**
 * A model's wish to have a tool used.
 *
 * @param id by which the tool's result refers to it
 * @param name the tool's
 * @param arguments a JSON object, as the model wrote it: not checked
 * @param extra further members of the provider's object, as they came: what it wants to see again
 *     with the tool's result, like Gemini's {@code extra_content} with its {@code
 *     thought_signature}
 */
public record ToolCall(String id, String name, String arguments, Map<String, Object> extra) {

  public ToolCall {
    extra = extra == null ? Map.of() : extra; // left out in the log of earlier versions
  }

  public ToolCall(String id, String name, String arguments) {
    this(id, name, arguments, Map.of());
  }
}
