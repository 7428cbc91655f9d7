package dev.sessionmanager.conversation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a caller, or an agent's file, wants a model to answer; null leaves an option to the model's
 * settings.
 *
 * @param maxTokens tokens written at most
 * @param stop texts before which the answer ends
 * @param tools that the model may ask for
 * @param toolChoice {@code auto}, {@code none}, {@code required}
 * @param responseFormat OpenAI's object, like {@code {"type": "json_object"}}
 */
public record AnswerOptions(
    @Nullable Double temperature,
    @Nullable Double topP,
    @Nullable Integer maxTokens,
    List<String> stop,
    @Nullable Integer seed,
    @Nullable Double presencePenalty,
    @Nullable Double frequencyPenalty,
    List<ToolSpec> tools,
    @Nullable String toolChoice,
    @Nullable Map<String, Object> responseFormat) {

  /** All options as the model's settings say. */
  public static final AnswerOptions DEFAULTS =
      new AnswerOptions(null, null, null, List.of(), null, null, null, List.of(), null, null);

  /** The same options with these tools and no others, among which the model chooses. */
  public AnswerOptions withTools(List<ToolSpec> others) {
    return new AnswerOptions(
        temperature,
        topP,
        maxTokens,
        stop,
        seed,
        presencePenalty,
        frequencyPenalty,
        others,
        null,
        responseFormat);
  }
}
