package dev.sessionmanager.conversation;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param groupMax appends that share one commit at most ({@code LOG_GROUP_MAX})
 * @param aloneKept how long turns outside any conversation stay in the log ({@code
 *     LOG_ALONE_KEPT}); those of a conversation stay until it is deleted
 */
@ConfigurationProperties("log")
record LogSettings(int groupMax, Duration aloneKept) {

  LogSettings {
    if (groupMax < 1 || groupMax > 10_000) {
      throw new IllegalArgumentException("LOG_GROUP_MAX must be between 1 and 10000.");
    }
    if (!aloneKept.isPositive()) {
      throw new IllegalArgumentException("LOG_ALONE_KEPT must be above 0.");
    }
  }
}
