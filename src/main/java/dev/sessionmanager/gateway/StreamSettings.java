package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How long a stream below {@code /v1} says nothing.
 *
 * @param firstByte how long it waits for something to say before it begins without ({@code
 *     streams.first-byte}): until then a refusal still has its status
 * @param pingInterval how often one that has begun and has nothing to say shows that it lives
 *     ({@code streams.ping-interval})
 */
@ConfigurationProperties("streams")
record StreamSettings(Duration firstByte, Duration pingInterval) {

  StreamSettings {
    WrongSetting.when(
        firstByte.toMillis() < 10 || pingInterval.toMillis() < 10,
        "streams.first-byte and streams.ping-interval must be at least 10ms.");
  }
}
