package dev.sessionmanager.admission;

import dev.sessionmanager.problem.WrongSetting;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What one API key may do that has no limits of its own, and what its owner may make of that.
 *
 * @param atOnce answers being made at once ({@code keys.at-once})
 * @param atOnceMost what the owner may say at most ({@code keys.at-once-most})
 * @param waitingMax messages that wait for their turn ({@code keys.waiting-max})
 * @param perMinute messages within a minute ({@code keys.per-minute})
 * @param perMinuteMost what the owner may say at most ({@code keys.per-minute-most})
 */
@ConfigurationProperties("keys")
record KeySettings(int atOnce, int atOnceMost, int waitingMax, int perMinute, int perMinuteMost) {

  KeySettings {
    WrongSetting.when(
        atOnce < 1
            || atOnceMost < atOnce
            || waitingMax < 0
            || perMinute < 1
            || perMinuteMost < perMinute,
        "keys.at-once and keys.per-minute must be at least 1, keys.at-once-most and"
            + " keys.per-minute-most at least as much, keys.waiting-max not negative.");
  }
}
