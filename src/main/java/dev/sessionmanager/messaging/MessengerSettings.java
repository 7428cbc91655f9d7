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
 * @param handoverBot what the bot does once somebody was told that a human is wanted ({@code
 *     messengers.handover-bot})
 * @param missedMaxAge how old a message may be that is fetched because no webhook told of it, while
 *     the service was down or since ({@code MISSED_MAX_AGE}); 0: none is fetched
 */
@ConfigurationProperties("messengers")
record MessengerSettings(
    Newer newer,
    int inMemory,
    Duration handoverLasts,
    HandoverBot handoverBot,
    Duration missedMaxAge) {

  /** What to do with an answer when its reader writes again. */
  enum Newer {
    /** The answer is finished; the newer message is answered after it. */
    QUEUE,
    /** The answer is stopped, and both are answered together. */
    RESTART
  }

  /** What the bot does between the wish for a human and the human. */
  enum HandoverBot {
    /** It answers until a human writes or is assigned. */
    GOES_ON,
    /** It says so, and is silent. */
    SILENT
  }

  MessengerSettings {
    WrongSetting.unless(inMemory >= 1, "messengers.in-memory must be at least 1.");
    WrongSetting.unless(
        !handoverLasts.isNegative() && !missedMaxAge.isNegative(),
        "messengers.handover-lasts and MISSED_MAX_AGE must not be negative.");
  }
}
