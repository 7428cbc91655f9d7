package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How messages of messaging channels are joined and whose go first.
 *
 * @param bufferTimeout how long a person must be quiet before they are answered ({@code
 *     MESSAGE_BUFFER_TIMEOUT}, in milliseconds where no unit is given)
 * @param bufferMax messages that are answered together at most ({@code messaging.buffer-max})
 * @param bufferLongest how long the first of them waits for the others at most ({@code
 *     messaging.buffer-longest})
 * @param urgentWords words that say that a message cannot wait ({@code messaging.urgent-words})
 * @param cooldown how soon after an answer a person's next message is one that can wait ({@code
 *     MESSAGE_COOLDOWN}, in milliseconds where no unit is given)
 * @param ageing how much longer an urgent message counts as having waited, and one within the
 *     cooldown as not ({@code messaging.ageing})
 * @param workers answers made at once for messaging channels ({@code WORKER_POOL_SIZE}); they count
 *     in {@code MAX_IN_FLIGHT} too
 * @param usersMax people for whom they are made at once ({@code MAX_CONCURRENT_USERS})
 */
@ConfigurationProperties("messaging")
record MessagingSettings(
    Duration bufferTimeout,
    int bufferMax,
    Duration bufferLongest,
    List<String> urgentWords,
    Duration cooldown,
    Duration ageing,
    int workers,
    int usersMax) {

  MessagingSettings {
    WrongSetting.unless(
        bufferMax >= 1 && bufferMax <= 1000, "messaging.buffer-max must be between 1 and 1000.");
    WrongSetting.unless(
        Stream.of(bufferTimeout, bufferLongest, cooldown, ageing).noneMatch(Duration::isNegative),
        "MESSAGE_BUFFER_TIMEOUT, messaging.buffer-longest, MESSAGE_COOLDOWN and messaging.ageing"
            + " must not be negative.");
    WrongSetting.unless(
        workers >= 1 && usersMax >= 1,
        "WORKER_POOL_SIZE and MAX_CONCURRENT_USERS must be at least 1.");
    urgentWords = List.copyOf(urgentWords);
  }
}
