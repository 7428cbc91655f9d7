package dev.sessionmanager.conversation;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param groupMax appends that share one commit at most ({@code turn-log.group-max})
 * @param linger how long a commit waits for company while messages come at the same time ({@code
 *     turn-log.linger}); a message that comes alone is never held up
 * @param aloneKept how long turns outside any conversation stay in the log ({@code
 *     turn-log.alone-kept}); those of a conversation stay until it is deleted
 * @param responsesKept how long responses outside any conversation stay that their owner may ask
 *     for again ({@code turn-log.responses-kept})
 */
@ConfigurationProperties("turn-log")
record LogSettings(int groupMax, Duration linger, Duration aloneKept, Duration responsesKept) {

  LogSettings {
    WrongSetting.when(
        groupMax < 1 || groupMax > 10_000, "turn-log.group-max must be between 1 and 10000.");
    WrongSetting.when(
        linger.isNegative() || linger.compareTo(Duration.ofSeconds(1)) > 0,
        "turn-log.linger must be between 0s and 1s.");
    WrongSetting.when(
        !aloneKept.isPositive() || !responsesKept.isPositive(),
        "turn-log.alone-kept and turn-log.responses-kept must be above 0.");
  }
}
