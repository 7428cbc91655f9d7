package dev.sessionmanager.messaging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param dedupeKept how long received messages and delivered replies are known by their ids, so
 *     that duplicates and echoes are recognised ({@code DEDUPE_KEPT}); a day at least
 * @param deadLettersKept how long dead letters, refused replies and quarantined messages are shown
 *     ({@code DEAD_LETTERS_KEPT})
 */
@ConfigurationProperties("keeping")
record KeepingSettings(Duration dedupeKept, Duration deadLettersKept) {

  KeepingSettings {
    if (dedupeKept.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalArgumentException("DEDUPE_KEPT must be 1d at least.");
    }
    if (!deadLettersKept.isPositive()) {
      throw new IllegalArgumentException("DEAD_LETTERS_KEPT must be above 0.");
    }
  }
}
