package dev.sessionmanager.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How replies are sent to messaging services.
 *
 * @param parallel messages being sent at once by one channel ({@code DELIVERY_PARALLEL})
 * @param backoffInitial the wait before a delivery's second try ({@code DELIVERY_BACKOFF_INITIAL});
 *     doubled with each further one
 * @param backoffMax the longest such wait ({@code DELIVERY_BACKOFF_MAX}), also where the provider
 *     asks for a longer one
 * @param giveUp how long a delivery is tried before it becomes a dead letter ({@code
 *     DELIVERY_GIVE_UP})
 * @param partsMax messages that one answer is split into at most ({@code REPLY_PARTS_MAX})
 */
@ConfigurationProperties("deliveries")
public record DeliverySettings(
    int parallel, Duration backoffInitial, Duration backoffMax, Duration giveUp, int partsMax) {

  public DeliverySettings {
    if (parallel < 1 || parallel > 256) {
      throw new IllegalArgumentException("DELIVERY_PARALLEL must be between 1 and 256.");
    }
    if (backoffInitial.isNegative() || backoffMax.compareTo(backoffInitial) < 0) {
      throw new IllegalArgumentException(
          "DELIVERY_BACKOFF_INITIAL must not be negative, nor above DELIVERY_BACKOFF_MAX.");
    }
    if (!giveUp.isPositive() || partsMax < 1) {
      throw new IllegalArgumentException(
          "DELIVERY_GIVE_UP must be above 0, and REPLY_PARTS_MAX at least 1.");
    }
  }
}
