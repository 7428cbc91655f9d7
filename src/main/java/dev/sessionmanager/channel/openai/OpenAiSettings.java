package dev.sessionmanager.channel.openai;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxMessages messages that one request brings along ({@code openai.max-messages}); how long
 *     they are is up to {@code web.body-max}
 * @param pingInterval how often a stream that has nothing to say shows that it lives ({@code
 *     openai.ping-interval}); a client that has gone is noticed at the second ping at the latest
 * @param maxTokens tokens of an answer that a request may ask for ({@code openai.max-tokens})
 * @param maxInputTokens tokens of its messages together ({@code openai.max-input-tokens})
 */
@ConfigurationProperties("openai")
record OpenAiSettings(int maxMessages, Duration pingInterval, int maxTokens, int maxInputTokens) {

  OpenAiSettings {
    if (maxMessages < 1) {
      throw new IllegalArgumentException("openai.max-messages must be at least 1.");
    }
    if (maxTokens < 1 || maxInputTokens < 1) {
      throw new IllegalArgumentException(
          "openai.max-tokens and openai.max-input-tokens must be at least 1.");
    }
    if (pingInterval.toMillis() < 10) {
      throw new IllegalArgumentException("openai.ping-interval must be at least 10ms.");
    }
  }
}
