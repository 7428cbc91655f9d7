package dev.sessionmanager.conversation;

/**
 * The tokens and the time that a model's answer took.
 *
 * @param model its name at the provider
 * @param provider who ran it, by the names of the OpenTelemetry GenAI conventions: {@code openai},
 *     {@code groq}, {@code ollama}
 * @param inputTokens tokens read, over all rounds of the answer; 0 where the provider did not say
 * @param outputTokens tokens written, over all rounds
 * @param firstTokenMillis from the first request to the first piece of the answer
 */
public record Usage(
    String model, String provider, int inputTokens, int outputTokens, long firstTokenMillis) {}
