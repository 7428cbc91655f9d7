package dev.sessionmanager.admin;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param appName what the service calls itself ({@code APP_NAME})
 * @param sampleInterval how long one point of the charts lasts ({@code admin.sample-interval})
 * @param samplesKept points that are kept ({@code admin.samples-kept})
 * @param problemsKept recent problems that are kept ({@code admin.problems-kept})
 * @param recheck how old the health of agents may be when somebody looks ({@code admin.recheck})
 */
@ConfigurationProperties("admin")
record AdminSettings(
    String appName, Duration sampleInterval, int samplesKept, int problemsKept, Duration recheck) {

  AdminSettings {
    WrongSetting.when(
        sampleInterval.toMillis() < 100 || sampleInterval.toMinutes() >= 1,
        "admin.sample-interval must be from 100ms to less than 1m.");
    WrongSetting.when(
        samplesKept < 1 || samplesKept > 10_000 || problemsKept < 1 || problemsKept > 10_000,
        "admin.samples-kept and admin.problems-kept must be from 1 to 10000.");
    WrongSetting.when(recheck.isNegative(), "admin.recheck must not be negative.");
  }

  /** Samples that make up the last minute. */
  int samplesPerMinute() {
    return (int) Math.ceilDiv(60_000, sampleInterval.toMillis());
  }
}
