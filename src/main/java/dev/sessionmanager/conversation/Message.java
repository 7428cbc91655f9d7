package dev.sessionmanager.conversation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message as a model sees it.
 *
 * @param text null only for an assistant's message that consists of tool calls
 * @param toolCalls what an assistant's message asks for; empty for all others
 * @param toolCallId which call a tool's message answers; null for all others
 */
public record Message(
    Role role, @Nullable String text, List<ToolCall> toolCalls, @Nullable String toolCallId) {

  /** Who speaks; the names are those of OpenAI's and Ollama's wire. */
  public enum Role {
    SYSTEM,
    USER,
    ASSISTANT,
    TOOL
  }

  public static Message system(String text) {
    return new Message(Role.SYSTEM, text, List.of(), null);
  }

  public static Message user(String text) {
    return new Message(Role.USER, text, List.of(), null);
  }

  public static Message assistant(String text) {
    return new Message(Role.ASSISTANT, text, List.of(), null);
  }

  /** The assistant's wish for tools, with what it said beside it. */
  public static Message calls(@Nullable String text, List<ToolCall> calls) {
    return new Message(Role.ASSISTANT, text, List.copyOf(calls), null);
  }

  /** What a tool answered. */
  public static Message result(String toolCallId, String text) {
    return new Message(Role.TOOL, text, List.of(), toolCallId);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Message[" + role + ", " + (text == null ? 0 : text.length()) + " chars]";
  }
}
