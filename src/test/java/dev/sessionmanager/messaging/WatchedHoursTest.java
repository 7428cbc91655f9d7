package dev.sessionmanager.messaging;

import dev.sessionmanager.files.WatchedFileContract;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.util.unit.DataSize;

/** The file of the business hours. */
class WatchedHoursTest extends WatchedFileContract {

  private BusinessHours hours;

  @BeforeEach
  void open() {
    SilenceSettings settings =
        new SilenceSettings(
            60,
            Duration.ofHours(1),
            4,
            List.of(),
            List.of(),
            file(),
            RECHECK,
            DataSize.ofBytes(LARGEST));
    hours = new BusinessHours(settings, new ResourceBundleMessageSource(), clock);
  }

  @Override
  protected Path file() {
    return folder.resolve("hours.yaml");
  }

  @Override
  protected String saying(String word) {
    return "zone: UTC\ntext: " + word + "\nmonday: closed\n";
  }

  @Override
  protected String said() {
    return Objects.requireNonNullElse(hours.now(Locale.of("es")).text(), "");
  }
}
