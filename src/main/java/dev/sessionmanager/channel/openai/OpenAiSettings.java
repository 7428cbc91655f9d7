package dev.sessionmanager.channel.openai;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param maxMessages messages that one request brings along ({@code OPENAI_MAX_MESSAGES}); how long
 *     they are is up to {@code BODY_MAX_BYTES}
 * @param pingInterval how often a stream that has nothing to say shows that it lives ({@code
 *     OPENAI_PING_INTERVAL}); a client that has gone is noticed at the second ping at the latest
 */
@ConfigurationProperties("openai")
record OpenAiSettings(int maxMessages, Duration pingInterval) {

  OpenAiSettings {
    if (maxMessages < 1) {
      throw new IllegalArgumentException("OPENAI_MAX_MESSAGES must be at least 1.");
    }
    if (pingInterval.toMillis() < 10) {
      throw new IllegalArgumentException("OPENAI_PING_INTERVAL must be at least 10ms.");
    }
  }
}
