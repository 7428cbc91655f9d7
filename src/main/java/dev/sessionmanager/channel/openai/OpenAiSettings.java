package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.WrongSetting;
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
    WrongSetting.when(maxMessages < 1, "openai.max-messages must be at least 1.");
    WrongSetting.when(
        maxTokens < 1 || maxInputTokens < 1,
        "openai.max-tokens and openai.max-input-tokens must be at least 1.");
    WrongSetting.when(pingInterval.toMillis() < 10, "openai.ping-interval must be at least 10ms.");
  }
}
