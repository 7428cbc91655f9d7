package dev.sessionmanager.messaging;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * When people are there, as a file says it. Pure: knows no clock.
 *
 * @param days of the week; a day that is not here is closed
 * @param dates what holds on single days in place of their day of the week
 * @param yearly what holds on a day of every year, unless the date itself is among {@code dates}
 * @param text what is said outside of them; null where the bot answers there too
 * @param english the same for people who read English; null for the same text
 */
record OpeningHours(
    ZoneId zone,
    Map<DayOfWeek, List<Range>> days,
    Map<LocalDate, List<Range>> dates,
    Map<MonthDay, List<Range>> yearly,
    @Nullable String text,
    @Nullable String english) {

  /** Days that are looked at for the next opening: a shop that is closed for longer has closed. */
  private static final int DAYS_MAX = 400;

  private static final int DAY = 24 * 60;

  /**
   * From one minute of a day to another, which may be of the next day.
   *
   * @param from minutes from midnight, below 24 hours
   * @param to after {@code from}; beyond 24 hours on the next day
   */
  record Range(int from, int to) {}

  private record Span(Instant from, Instant to) {
    boolean has(Instant now) {
      return !now.isBefore(from) && now.isBefore(to);
    }
  }

  /**
   * @param since when it was closed last; null where it never was open within a year
   * @param opens when it opens next; null where it never does within a year
   */
  record State(boolean open, @Nullable Instant since, @Nullable Instant opens) {}

  State at(Instant now) {
    LocalDate today = LocalDate.ofInstant(now, zone);
    boolean open = spans(today, -1, 1).anyMatch(span -> span.has(now));
    if (open) {
      return new State(true, null, null);
    }
    Optional<Instant> since =
        Stream.iterate(0, back -> back <= DAYS_MAX, back -> back + 1)
            .map(back ->
                of(today.minusDays(back))
                    .map(Span::to)
                    .filter(to -> !to.isAfter(now))
                    .max(Comparator.naturalOrder()))
            .flatMap(Optional::stream)
            .findFirst();
    Optional<Instant> opens =
        spans(today, 0, DAYS_MAX).map(Span::from).filter(from -> from.isAfter(now)).findFirst();
    return new State(false, since.orElse(null), opens.orElse(null));
  }

  private Stream<Span> spans(LocalDate today, int first, int last) {
    return Stream.iterate(first, n -> n <= last, n -> n + 1).flatMap(n -> of(today.plusDays(n)));
  }

  private Stream<Span> of(LocalDate date) {
    List<Range> ranges = dates.get(date);
    if (ranges == null) {
      ranges = yearly.get(MonthDay.from(date));
    }
    if (ranges == null) {
      ranges = days.getOrDefault(date.getDayOfWeek(), List.of());
    }
    return Objects.requireNonNull(ranges).stream()
        .sorted(Comparator.comparingInt(Range::from))
        .map(range -> new Span(instant(date, range.from()), instant(date, range.to())));
  }

  /** By the clock on the wall, also on days on which it is changed. */
  private Instant instant(LocalDate date, int minutes) {
    LocalDate day = date.plusDays(minutes / DAY);
    int minute = minutes % DAY;
    return ZonedDateTime.of(day.atTime(minute / 60, minute % 60), zone).toInstant();
  }
}
