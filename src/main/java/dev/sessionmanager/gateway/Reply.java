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
 * @param text what the user reads; null where the agent only prepared something
 * @param data what else the agent has to say, under the names of its wire contract ({@code
 *     launched_agents}, {@code instruction}); values are records and collections that JSON can
 *     write
 * @param toolCalls what a model wants to have done by the caller, who brought the tools
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}
 * @param usage what the model took; null where none was asked
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

  /** What a finished answer's finish reason is. */
  public static final String STOP = "stop";

  public static Reply of(String text) {
    return new Reply(text, Map.of(), List.of(), STOP, null, Map.of(), List.of());
  }

  public static Reply data(@Nullable String text, Map<String, Object> data) {
    return new Reply(text, data, List.of(), STOP, null, Map.of(), List.of());
  }

  /** A human is to go on with the conversation from here: an agent's mark says so. */
  public boolean handsOver() {
    return "human".equals(meta.get("mark"));
  }

  /** The same with another text. */
  public Reply withText(String text) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** The same with more said about it. */
  public Reply withMeta(Map<String, Object> meta) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** The same with pictures that its text shows. */
  public Reply withPictures(List<Picture> pictures) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Reply[" + (text == null ? 0 : text.length()) + " chars, " + finishReason + ']';
  }
}
