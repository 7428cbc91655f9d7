package dev.sessionmanager.conversation;

import java.util.Map;

/**
 * The tokens and the time that a model's answer took.
 *
 * @param model its name at the provider
 * @param provider who ran it, by the names of the OpenTelemetry GenAI conventions: {@code openai},
 *     {@code groq}, {@code ollama}
 * @param inputTokens tokens read, over all rounds of the answer; 0 where the provider did not say
 * @param outputTokens tokens written, over all rounds
 * @param firstTokenMillis from the first request to the first piece of the answer
 * @param details further members of the provider's object, as they came: {@code
 *     completion_tokens_details}, {@code prompt_tokens_details}
 */
public record Usage(
    String model,
    String provider,
    int inputTokens,
    int outputTokens,
    long firstTokenMillis,
    Map<String, Object> details) {

  public Usage(
      String model, String provider, int inputTokens, int outputTokens, long firstTokenMillis) {
    this(model, provider, inputTokens, outputTokens, firstTokenMillis, Map.of());
  }
}
