package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An agent's answer.
 *
 * @param text what the user reads, a model's words of refusal too; null where the answer is data
 *     alone
 * @param data further results, under the names of the agent's wire contract ({@code
 *     launched_agents}, {@code instruction}); values are records and collections that JSON can
 *     write
 * @param toolCalls the caller's own tools that the model asks the caller to use
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}
 * @param usage the tokens and time that the model took; null where no model was asked
 * @param meta about the answer, kept in the log with it: {@code left_out} (what did not fit into
 *     the model's window, and how much of it a summary is about), {@code finish_reason} ({@code
 *     length} where the answer was cut), {@code tools_left_out} (how many tools of the caller's an
 *     agent with its own did without), {@code sources}, {@code mark} (for the operator's eye, like
 *     {@code danger}; {@code human} asks for a human, with {@code reason} and {@code summary}),
 *     {@code by} (what answered: {@code model}, {@code tool}, {@code knowledge}, {@code safety})
 * @param pictures that the text shows
 * @param pieces all of the answer in order, where it is more than its text; else none
 */
public record Reply(
    @Nullable String text,
    Map<String, Object> data,
    List<ToolCall> toolCalls,
    String finishReason,
    @Nullable Usage usage,
    Map<String, Object> meta,
    List<Picture> pictures,
    List<Piece> pieces) {

  /** The finish reason of a complete answer. */
  public static final String STOP = "stop";

  /** That of an answer which was cut because of its length. */
  public static final String LENGTH = "length";

  /** Of the meta: why the answer ends, where it was cut. */
  public static final String FINISH_REASON = "finish_reason";

  /** Of the meta: what did not fit into the model's window. */
  public static final String LEFT_OUT = "left_out";

  public static Reply of(String text) {
    return new Reply(text, Map.of(), List.of(), STOP, null, Map.of(), List.of(), List.of());
  }

  public static Reply data(@Nullable String text, Map<String, Object> data) {
    return new Reply(text, data, List.of(), STOP, null, Map.of(), List.of(), List.of());
  }

  /** Whether a human is to go on with the conversation, by the agent's mark. */
  public boolean handsOver() {
    return "human".equals(meta.get("mark"));
  }

  /** Whether the answer goes on behind its end: it had become as long as it might be. */
  public boolean cut() {
    return finishReason.equals(LENGTH);
  }

  /** This reply with another text. */
  public Reply withText(String text) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures, pieces);
  }

  /** This reply with this meta in place of its own. */
  public Reply withMeta(Map<String, Object> meta) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures, pieces);
  }

  /** This reply with these pictures, which its text shows. */
  public Reply withPictures(List<Picture> pictures) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures, pieces);
  }

  /** This reply with all of its pieces. */
  public Reply withPieces(List<Piece> pieces) {
    return new Reply(text, data, toolCalls, finishReason, usage, meta, pictures, pieces);
  }

  /** Why the model does not answer, in its own words; null where it does. */
  public @Nullable String refusal() {
    return Pieces.words(pieces, Piece.Refusal.class);
  }

  /** The text without a refusal's words; null where there is none. */
  public @Nullable String content() {
    return refusal() == null ? text : Pieces.words(pieces, Piece.Text.class);
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Reply[" + (text == null ? 0 : text.length()) + " chars, " + finishReason + ']';
  }
}
