package dev.sessionmanager.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.files.MalformedFile;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Business hours as people write them, and when a business is open by them. */
class HoursFileTest {

  private static final String SHOP =
      """
      # A shop
      zone: America/Argentina/Buenos_Aires
      text: Cerrado; abrimos {opens}.
      monday: 09:00-13:00, 16:00-20:00
      tuesday: [9-13, 16:00-20:00]
      miércoles: 9:00 – 18:00
      jueves: 00:00-24:00
      viernes: 20:00-02:00
      saturday: closed
      holidays:
        - 2026-12-24 09:00-13:00
        - 12-25
        - 01-01: 10:00-12:00
        - 2026-01-01
      """
          .replace("miércoles", "miercoles")
          .replace("01-01: 10", "01-01 10");

  private static OpeningHours hours(String file) throws MalformedFile {
    return HoursFile.read(file.getBytes(UTF_8));
  }

  private static Instant at(String local) {
    return LocalDateTime.parse(local)
        .atZone(ZoneId.of("America/Argentina/Buenos_Aires"))
        .toInstant();
  }

  private static @Nullable Instant maybe(@Nullable String local) {
    return local == null ? null : at(local);
  }

  /** 2026-11-30 is a Monday. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-30T08:59:59, false, 2026-11-28T02:00, 2026-11-30T09:00",
    "2026-11-30T09:00, true,,",
    "2026-11-30T12:59:59, true,,",
    "2026-11-30T13:00, false, 2026-11-30T13:00, 2026-11-30T16:00",
    "2026-11-30T20:00, false, 2026-11-30T20:00, 2026-12-01T09:00",
    "2026-12-01T12:00, true,,",
    "2026-12-02T17:59, true,,",
    "2026-12-02T18:00, false, 2026-12-02T18:00, 2026-12-03T00:00",
    "2026-12-03T23:59:59, true,,",
    "2026-12-04T00:00, false, 2026-12-04T00:00, 2026-12-04T20:00",
    "2026-12-05T01:59, true,,",
    "2026-12-05T02:00, false, 2026-12-05T02:00, 2026-12-07T09:00",
    "2026-12-24T12:59, true,,",
    "2026-12-24T13:00, false, 2026-12-24T13:00, 2026-12-28T09:00",
    "2026-12-25T21:00, false, 2026-12-24T13:00, 2026-12-28T09:00",
    "2027-01-01T11:00, true,,",
    "2026-01-01T11:00, false, 2025-12-31T18:00, 2026-01-02T20:00"
  })
  void knowWhenItIsOpen(String now, boolean open, @Nullable String since, @Nullable String opens)
      throws MalformedFile {
    assertThat(hours(SHOP).at(at(now)))
        .isEqualTo(new OpeningHours.State(open, maybe(since), maybe(opens)));
  }

  @Test
  void holdOnTheDaysOnWhichTheClockIsChanged() throws MalformedFile {
    OpeningHours madrid = hours("zone: Europe/Madrid\nsunday: 01:00-05:00\n");
    // On 2026-03-29 at 02:00 it becomes 03:00, on 2026-10-25 at 03:00 it becomes 02:00.
    assertThat(madrid.at(Instant.parse("2026-03-29T02:59:00Z")).open()).isTrue();
    assertThat(madrid.at(Instant.parse("2026-03-29T03:00:00Z")).open()).isFalse();
    assertThat(madrid.at(Instant.parse("2026-10-25T03:59:00Z")).open()).isTrue();
    assertThat(madrid.at(Instant.parse("2026-10-25T04:00:00Z")).open()).isFalse();
  }

  @Test
  void letTheBotAnswerWhereTheyHaveNoText() throws MalformedFile {
    assertThat(hours("zone: UTC\nmonday: 9-18\n").text()).isNull();
    assertThat(hours("zone: UTC\nmonday: 9-18\noutside: bot\ntext: x\n").text()).isNull();
    assertThat(hours("zone: UTC\nmonday: 9-18\ntext: x\ntext_en: y\n"))
        .extracting(OpeningHours::text, OpeningHours::english)
        .containsExactly("x", "y");
  }

  @Test
  void mayBeClosedForEver() throws MalformedFile {
    assertThat(hours("zone: UTC\nmonday: closed\n").at(Instant.EPOCH))
        .isEqualTo(new OpeningHours.State(false, null, null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          monday: 9-18                                        | 1 | zone is missing
          zone: Mars/Olympus\\nmonday: 9-18                    | 1 | zone is no time zone
          zone: UTC                                           | 1 | it names no day
          zone: UTC\\nmonday: nine to five                     | 2 | monday must be hours
          zone: UTC\\nmonday: 9-25                             | 2 | monday has an hour that there is not
          zone: UTC\\nmonday: 9-9                              | 2 | monday has hours that begin
          zone: UTC\\nmonday: 9-18\\nlunes: 9-18                | 3 | lunes stands there in two languages
          zone: UTC\\nmonday: 9-18\\nmonday: 9-12               | 3 | monday stands there twice
          zone: UTC\\nmonday: 9-18\\nmoonday: 9-12              | 3 | moonday is not a setting
          zone: UTC\\nmonday: 9-18\\nholidays: [2026-02-30]     | 3 | holidays have a day that there is not
          zone: UTC\\nmonday: 9-18\\nholidays: [Christmas]      | 3 | holidays must be like
          zone: UTC\\nmonday: 9-18\\noutside: text              | 3 | outside is text, and there is no text
          zone: UTC\\nmonday: 9-18\\noutside: humans            | 3 | outside must be text or bot
          zone: UTC\\nmonday: [9-18                            | 2 | not YAML
          nothing                                             | 1 | it holds settings
          """)
  void areRefusedWithTheLine(String file, int line, String reason) {
    assertThatThrownBy(() -> hours(file.replace("\\n", "\n")))
        .isInstanceOfSatisfying(
            MalformedFile.class,
            wrong -> {
              assertThat(wrong.reason()).startsWith(reason);
              assertThat(wrong.line()).isEqualTo(line);
            });
  }
}
