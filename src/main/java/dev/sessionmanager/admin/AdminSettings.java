package dev.sessionmanager.admin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param appName what the service calls itself ({@code APP_NAME})
 * @param sampleInterval how long one point of the charts lasts ({@code admin.sample-interval})
 * @param samplesKept points that are kept ({@code admin.samples-kept})
 * @param problemsKept recent problems that are kept ({@code admin.problems-kept})
 * @param recheck how old the health of agents and the count of sessions may be when somebody looks
 *     ({@code admin.recheck})
 */
@ConfigurationProperties("admin")
record AdminSettings(
    String appName, Duration sampleInterval, int samplesKept, int problemsKept, Duration recheck) {

  AdminSettings {
    if (sampleInterval.toMillis() < 100 || sampleInterval.toMinutes() >= 1) {
      throw new IllegalArgumentException(
          "admin.sample-interval must be from 100ms to less than 1m.");
    }
    if (samplesKept < 1 || samplesKept > 10_000 || problemsKept < 1 || problemsKept > 10_000) {
      throw new IllegalArgumentException(
          "admin.samples-kept and admin.problems-kept must be from 1 to 10000.");
    }
    if (recheck.isNegative()) {
      throw new IllegalArgumentException("admin.recheck must not be negative.");
    }
  }

  /** Samples that make up the last minute. */
  int samplesPerMinute() {
    return (int) Math.ceilDiv(60_000, sampleInterval.toMillis());
  }
}
