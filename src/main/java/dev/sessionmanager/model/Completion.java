package dev.sessionmanager.model;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model's answer to one request.
 *
 * @param text what people read, a refusal's words too; null where the answer consists of tool calls
 * @param finishReason {@code stop}, {@code length}, {@code tool_calls}, {@code content_filter}
 * @param pieces all of it in order
 */
public record Completion(
    @Nullable String text,
    List<ToolCall> toolCalls,
    String finishReason,
    Usage usage,
    List<Piece> pieces) {

  /** What providers want to see again: OpenRouter's thoughts, Gemini's signature of them. */
  private static final List<String> AGAIN = List.of("reasoning_details", "extra_content");

  /**
   * What the model wants to see again of this answer, beside its text and its tool calls: members
   * of a message on OpenAI's wire.
   */
  Map<String, Object> again() {
    Map<String, Object> members = new LinkedHashMap<>();
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Reasoning(String words, String name) ->
            members.merge(name, words, (before, more) -> "" + before + more);
        case Piece.Extra(Map<String, Object> more) -> {
          for (String name : AGAIN) {
            if (more.containsKey(name)) {
              members.put(name, more.get(name));
            }
          }
        }
        default -> {}
      }
    }
    return members;
  }
}
