package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What of the business's own side no human writes.
 *
 * @param texts greetings and away messages, with a semicolon between two ({@code
 *     messengers.automatic.texts})
 * @param within the same words to two people within this time are one of these, too ({@code
 *     messengers.automatic.within}); 0: no words are for that
 * @param soonerThan words that are there sooner than this after a customer's first message are, too
 *     ({@code messengers.automatic.sooner-than}); 0: none are for that
 * @param aloneFor how long nothing may follow on fewer words that are there as soon, before they
 *     are as well ({@code messengers.automatic.alone-for}); 0: they never are
 */
@ConfigurationProperties("messengers.automatic")
record AutomaticSettings(String texts, Duration within, Duration soonerThan, Duration aloneFor) {

  AutomaticSettings {
    WrongSetting.when(
        within.isNegative() || soonerThan.isNegative() || aloneFor.isNegative(),
        "messengers.automatic.within, messengers.automatic.sooner-than and"
            + " messengers.automatic.alone-for must not be negative.");
  }

  /** The texts that are named, as letters and digits. */
  Set<String> named() {
    return Arrays.stream(texts.split(";", -1))
        .map(HumanTakeover::words)
        .filter(words -> !words.isEmpty())
        .collect(Collectors.toSet());
  }
}
