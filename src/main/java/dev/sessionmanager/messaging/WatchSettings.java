package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How messaging providers are watched while the service runs.
 *
 * @param missedEvery how often a provider is asked for messages that no webhook told of ({@code
 *     watching.missed-every}); 0: at the start only
 * @param checkEvery how often it is asked whether it is well ({@code watching.check-every}); 0:
 *     never
 * @param patience how long it may be unwell before anybody is told ({@code watching.patience})
 */
@ConfigurationProperties("watching")
record WatchSettings(Duration missedEvery, Duration checkEvery, Duration patience) {

  WatchSettings {
    WrongSetting.unless(
        !missedEvery.isNegative() && !checkEvery.isNegative() && !patience.isNegative(),
        "watching.missed-every, watching.check-every and watching.patience must not be negative.");
  }
}
