package dev.sessionmanager.conversation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a caller, or an agent's file, wants a model to answer; null leaves an option to the model's
 * settings.
 *
 * @param maxTokens tokens written at most, as {@code max_tokens}, which many servers know alone
 * @param maxCompletionTokens the same under the name that OpenAI's newer models insist on
 * @param stop texts before which the answer ends
 * @param tools that the model may ask for
 * @param toolChoice OpenAI's text or object: {@code auto}, {@code none}, {@code required}, a tool
 * @param responseFormat OpenAI's object, like {@code {"type": "json_object"}}
 * @param more what else the caller sent, by its names on OpenAI's wire: {@code
 *     parallel_tool_calls}, {@code reasoning_effort}, {@code user}, a server's own like {@code
 *     top_k}. A model as it is gets all of it; no agent looks at it
 */
public record AnswerOptions(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    @Nullable Integer maxCompletionTokens,
    List<String> stop,
    @Nullable Long seed,
    @Nullable Double presencePenalty,
    @Nullable Double frequencyPenalty,
    List<ToolSpec> tools,
    @Nullable Object toolChoice,
    @Nullable Map<String, Object> responseFormat,
    Map<String, Object> more) {

  /** All options as the model's settings say. */
  public static final AnswerOptions DEFAULTS =
      new AnswerOptions(
          null, null, null, null, List.of(), null, null, null, List.of(), null, null, Map.of());

  /** The same options with these tools and no others, among which the model chooses. */
  public AnswerOptions withTools(List<ToolSpec> others) {
    return new AnswerOptions(
        temperature,
        topP,
        maxTokens,
        maxCompletionTokens,
        stop,
        seed,
        presencePenalty,
        frequencyPenalty,
        others,
        null,
        responseFormat,
        more);
  }

  /**
   * The same options with this temperature and this many tokens at most; nothing of a server's own.
   */
  public AnswerOptions within(@Nullable Double warmth, @Nullable Integer tokens) {
    return new AnswerOptions(
        warmth,
        topP,
        tokens,
        null,
        stop,
        seed,
        presencePenalty,
        frequencyPenalty,
        tools,
        toolChoice,
        responseFormat,
        Map.of());
  }

  /** The same options with these tokens at most, by the one name and by the other. */
  public AnswerOptions longest(@Nullable Integer tokens, @Nullable Integer completionTokens) {
    return new AnswerOptions(
        temperature,
        topP,
        tokens,
        completionTokens,
        stop,
        seed,
        presencePenalty,
        frequencyPenalty,
        tools,
        toolChoice,
        responseFormat,
        more);
  }

  /** Tokens written at most, by whichever name; null where the caller does not say. */
  public @Nullable Integer tokensMax() {
    return maxCompletionTokens == null ? maxTokens : maxCompletionTokens;
  }

  /** Whether the caller wants one of its tools used, whatever is asked. */
  public boolean insistsOnTools() {
    return !tools.isEmpty()
        && toolChoice != null
        && !"auto".equals(toolChoice)
        && !"none".equals(toolChoice);
  }
}
