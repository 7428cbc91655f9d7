package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How replies are sent to messaging services.
 *
 * @param parallel messages being sent at once by one channel ({@code deliveries.parallel})
 * @param backoffInitial the wait before a delivery's second try ({@code
 *     deliveries.backoff-initial}); doubled with each further one
 * @param backoffMax the longest such wait ({@code deliveries.backoff-max}), also where the provider
 *     asks for a longer one
 * @param giveUp how long a delivery is tried before it becomes a dead letter ({@code
 *     deliveries.give-up})
 * @param lookTimeout how long the provider may take to say who holds a conversation before a
 *     message is sent there ({@code deliveries.look-timeout})
 * @param partsMax messages that one answer is split into at most ({@code deliveries.parts-max})
 */
@ConfigurationProperties("deliveries")
record DeliverySettings(
    int parallel,
    Duration backoffInitial,
    Duration backoffMax,
    Duration giveUp,
    Duration lookTimeout,
    int partsMax) {

  DeliverySettings {
    WrongSetting.unless(
        parallel >= 1 && parallel <= 256, "deliveries.parallel must be between 1 and 256.");
    WrongSetting.unless(
        !backoffInitial.isNegative() && backoffMax.compareTo(backoffInitial) >= 0,
        "deliveries.backoff-initial must not be negative, nor above deliveries.backoff-max.");
    WrongSetting.unless(
        giveUp.isPositive() && lookTimeout.isPositive() && partsMax >= 1,
        "deliveries.give-up and deliveries.look-timeout must be above 0, and deliveries.parts-max"
            + " at least 1.");
  }
}
