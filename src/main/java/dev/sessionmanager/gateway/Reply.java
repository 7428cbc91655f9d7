package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer.
 *
 * @param text what the user reads; null where the answer is data alone
 * @param data further results, under the names of the agent's wire contract ({@code
 *     launched_agents}, {@code instruction}); values are records and collections that JSON can
 *     write
 * @param toolCalls the caller's own tools that the model asks the caller to use
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}
 * @param usage the tokens and time that the model took; null where no model was asked
 * @param meta about the answer, kept in the log with it: {@code left_out} (what did not fit into
 *     the model's window), {@code sources}, {@code mark} (for the operator's eye, like {@code
 *     danger}; {@code human} gives a messaging conversation to a human), {@code by} (what answered:
 *     {@code model}, {@code tool}, {@code knowledge}, {@code safety})
 * @param pictures that the text shows
 */
public record Reply(
    @Nullable String text,
    Map<String, Object> data,
    List<ToolCall> toolCalls,
    String finishReason,
    @Nullable Usage usage,
    Map<String, Object> meta,
    List<Picture> pictures) {

  /** The finish reason of a complete answer. */
  public static final String STOP = "stop";

  public static Reply of(String text) {
    return new Reply(text, Map.of(), List.of(), STOP, null, Map.of(), List.of());
  }

  public static Reply data(@Nullable String text, Map<String, Object> data) {
    return new Reply(text, data, List.of(), STOP, null, Map.of(), List.of());
  }

  /** Whether a human is to go on with the conversation, by the agent's mark. */
  public boolean handsOver() {
    return "human".equals(meta.get("mark"));
  }

  /** This reply with another text. */
  public Reply withText(String text) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** This reply with this meta in place of its own. */
  public Reply withMeta(Map<String, Object> meta) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** This reply with these pictures, which its text shows. */
  public Reply withPictures(List<Picture> pictures) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Reply[" + (text == null ? 0 : text.length()) + " chars, " + finishReason + ']';
  }
}
