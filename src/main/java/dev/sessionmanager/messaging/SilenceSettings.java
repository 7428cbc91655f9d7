package dev.sessionmanager.messaging;

import dev.sessionmanager.files.FileListing;
import dev.sessionmanager.problem.WrongSetting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * When the bot says nothing.
 *
 * @param answersMax answers to one person within {@code answersWindow}, before the bot pauses in
 *     their conversation ({@code MESSAGE_ANSWERS_MAX}); 0: no matter how many
 * @param answersWindow ({@code messaging.answers-window})
 * @param sameTextMax how often the same text of one person is answered within {@code answersWindow}
 *     ({@code messaging.same-text-max}); 0: no matter how often
 * @param optOutWords messages by which people say that they want no more, beside those that are
 *     known ({@code messaging.opt-out-words})
 * @param optInWords and those by which they want messages again ({@code messaging.opt-in-words})
 * @param hoursFile the file of the business hours ({@code messaging.hours-file}); where there is
 *     none, the bot always answers
 * @param hoursRecheck how old the last look at it may be ({@code messaging.hours-recheck})
 * @param hoursMaxBytes the largest that is read ({@code messaging.hours-max-bytes})
 */
@ConfigurationProperties("messaging")
record SilenceSettings(
    int answersMax,
    Duration answersWindow,
    int sameTextMax,
    List<String> optOutWords,
    List<String> optInWords,
    Path hoursFile,
    Duration hoursRecheck,
    DataSize hoursMaxBytes) {

  /** Arrivals, by which answers are counted, are kept for a day at least. */
  private static final Duration WINDOW_MAX = Duration.ofDays(1);

  SilenceSettings {
    WrongSetting.unless(
        answersMax >= 0 && answersMax <= 1000 && sameTextMax >= 0 && sameTextMax <= 50,
        "MESSAGE_ANSWERS_MAX must be between 0 and 1000, messaging.same-text-max between 0 and"
            + " 50.");
    WrongSetting.unless(
        answersWindow.isPositive() && answersWindow.compareTo(WINDOW_MAX) <= 0,
        "messaging.answers-window must be above 0 and at most 1d.");
    WrongSetting.when(
        hoursFile.toString().isBlank() || hoursRecheck.isNegative() || hoursMaxBytes.toBytes() < 1,
        "messaging.hours-file must name a file, like data/hours.yaml; messaging.hours-recheck must"
            + " not be negative, messaging.hours-max-bytes at least 1B.");
    optOutWords = List.copyOf(optOutWords);
    optInWords = List.copyOf(optInWords);
  }

  /** What is watched: the file of the hours. */
  FileListing hours() {
    long bytes = Math.min(hoursMaxBytes.toBytes(), Integer.MAX_VALUE - 16);
    return new FileListing(
        hoursFile, 0, 1, "messaging.hours-file", bytes, "messaging.hours-max-bytes");
  }
}
