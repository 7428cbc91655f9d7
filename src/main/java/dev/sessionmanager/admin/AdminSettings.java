package dev.sessionmanager.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param appName what the service calls itself ({@code APP_NAME})
 * @param sampleInterval how long one point of the charts lasts ({@code ADMIN_SAMPLE_INTERVAL})
 * @param samplesKept points that are kept ({@code ADMIN_SAMPLES_KEPT})
 * @param problemsKept recent problems that are kept ({@code ADMIN_PROBLEMS_KEPT})
 * @param recheck how old the health of agents and the count of sessions may be when somebody looks
 *     ({@code ADMIN_RECHECK})
 * @param testMessageMaxChars the longest message of a test ({@code MESSAGE_MAX_CHARS})
 */
@ConfigurationProperties("admin")
record AdminSettings(
    String appName,
    Duration sampleInterval,
    int samplesKept,
    int problemsKept,
    Duration recheck,
    int testMessageMaxChars) {

  AdminSettings {
    if (sampleInterval.toMillis() < 100 || sampleInterval.toMinutes() >= 1) {
      throw new IllegalArgumentException(
          "ADMIN_SAMPLE_INTERVAL must be from 100ms to less than 1m.");
    }
    if (samplesKept < 1 || samplesKept > 10_000 || problemsKept < 1 || problemsKept > 10_000) {
      throw new IllegalArgumentException(
          "ADMIN_SAMPLES_KEPT and ADMIN_PROBLEMS_KEPT must be from 1 to 10000.");
    }
    if (recheck.isNegative()) {
      throw new IllegalArgumentException("ADMIN_RECHECK must not be negative.");
    }
  }

  /** Samples that make up the last minute. */
  int samplesPerMinute() {
    return (int) Math.ceilDiv(60_000, sampleInterval.toMillis());
  }
}
