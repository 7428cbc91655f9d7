package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param newer what is done when a person writes while their answer is being made ({@code
 *     messengers.newer})
 * @param inMemory messages of messaging channels that wait in memory; more wait in the file ({@code
 *     messengers.in-memory})
 * @param handoverLasts how long a human holds a conversation without a sign of them ({@code
 *     messengers.handover-lasts}); 0: until it is given back
 * @param missedMaxAge how old a message may be that is fetched at the start because it came while
 *     the service was down ({@code MISSED_MAX_AGE}); 0: none is fetched
 */
@ConfigurationProperties("messengers")
record MessengerSettings(Newer newer, int inMemory, Duration handoverLasts, Duration missedMaxAge) {

  /** What to do with an answer when its reader writes again. */
  enum Newer {
    /** The answer is finished; the newer message is answered after it. */
    QUEUE,
    /** The answer is stopped, and both are answered together. */
    RESTART
  }

  MessengerSettings {
    WrongSetting.unless(inMemory >= 1, "messengers.in-memory must be at least 1.");
    WrongSetting.unless(
        !handoverLasts.isNegative() && !missedMaxAge.isNegative(),
        "messengers.handover-lasts and MISSED_MAX_AGE must not be negative.");
  }
}
