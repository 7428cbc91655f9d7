package dev.sessionmanager.conversation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message as a model sees it.
 *
 * @param text null only for an assistant's message that consists of tool calls
 * @param toolCalls what an assistant's message asks for; empty for all others
 * @param toolCallId which call a tool's message answers; null for all others
 * @param extra further members of the message on OpenAI's wire, which go to the model as they came:
 *     {@code name}, or an assistant's {@code reasoning_content}, which DeepSeek wants to see again
 */
public record Message(
    Role role,
    @Nullable String text,
    List<ToolCall> toolCalls,
    @Nullable String toolCallId,
    Map<String, Object> extra) {

  /** Who speaks; the names are those of OpenAI's and Ollama's wire. */
  public enum Role {
    SYSTEM,
    DEVELOPER,
    USER,
    ASSISTANT,
    TOOL
  }

  public static Message system(String text) {
    return new Message(Role.SYSTEM, text, List.of(), null, Map.of());
  }

  /** What OpenAI's newer models take in the system's place; for other models it is the system's. */
  public static Message developer(String text) {
    return new Message(Role.DEVELOPER, text, List.of(), null, Map.of());
  }

  public static Message user(String text) {
    return new Message(Role.USER, text, List.of(), null, Map.of());
  }

  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, text, List.of(), null, Map.of());
  }

  /** The assistant's wish for tools, with what it said beside it. */
  public static Message calls(@Nullable String text, List<ToolCall> calls) {
    return new Message(Role.ASSISTANT, text, List.copyOf(calls), null, Map.of());
  }

  /** What a tool answered. */
  public static Message result(String toolCallId, String text) {
    return new Message(Role.TOOL, text, List.of(), toolCallId, Map.of());
  }

  /** This message with these further members in place of its own. */
  public Message with(Map<String, Object> members) {
    return new Message(role, text, toolCalls, toolCallId, members);
  }

  /** Characters that a model reads of it. */
  public long length() {
    return (text == null ? 0 : text.length())
        + (extra.isEmpty() ? 0 : extra.toString().length())
        + toolCalls.stream().mapToLong(call -> call.arguments().length()).sum();
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Message[" + role + ", " + (text == null ? 0 : text.length()) + " chars]";
  }
}
