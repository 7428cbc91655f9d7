package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param dedupeKept how long received messages and delivered replies are known by their ids, so
 *     that duplicates and echoes are recognised ({@code keeping.dedupe-kept}); a day at least
 * @param deadLettersKept how long dead letters, refused replies and quarantined messages are shown
 *     ({@code keeping.dead-letters-kept})
 */
@ConfigurationProperties("keeping")
record KeepingSettings(Duration dedupeKept, Duration deadLettersKept) {

  KeepingSettings {
    WrongSetting.unless(
        dedupeKept.compareTo(Duration.ofDays(1)) >= 0, "keeping.dedupe-kept must be 1d at least.");
    WrongSetting.unless(deadLettersKept.isPositive(), "keeping.dead-letters-kept must be above 0.");
  }
}
