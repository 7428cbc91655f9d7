package dev.sessionmanager.messaging;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.messaging.OpeningHours.Range;
import dev.sessionmanager.text.Folding;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file of the business hours, as people write it by hand: see docs/messaging.md. Every
 * complaint has its line.
 */
final class HoursFile {

  /** Characters of what is said outside of the hours. */
  private static final int TEXT_MAX = 2000;

  /** Ranges of one day, and holidays of one file. */
  private static final int RANGES_MAX = 12;

  private static final int HOLIDAYS_MAX = 1000;

  private static final int DAY = 24 * 60;

  private static final Map<DayOfWeek, String> SPANISH =
      new EnumMap<>(
          Map.of(
              DayOfWeek.MONDAY, "lunes",
              DayOfWeek.TUESDAY, "martes",
              DayOfWeek.WEDNESDAY, "miercoles",
              DayOfWeek.THURSDAY, "jueves",
              DayOfWeek.FRIDAY, "viernes",
              DayOfWeek.SATURDAY, "sabado",
              DayOfWeek.SUNDAY, "domingo"));

  private static final Set<String> CLOSED = Set.of("closed", "cerrado", "no", "-");

  /** 9-18, 9:00-18:00, 22:00-2:00, also with a dash as it is printed. */
  private static final Pattern RANGE =
      Pattern.compile("(\\d{1,2})(?::(\\d{2}))?\\s*[-–—]\\s*(\\d{1,2})(?::(\\d{2}))?");

  /** A date or a day of every year, perhaps with its own hours behind it. */
  private static final Pattern HOLIDAY =
      Pattern.compile("(?:(\\d{4})-)?(\\d{2})-(\\d{2})(?:(?:\\s*:\\s*|\\s+)(.+))?");

  private final FrontMatter file;

  private HoursFile(FrontMatter file) {
    this.file = file;
  }

  static OpeningHours read(byte[] content) throws MalformedFile {
    FrontMatter file = FrontMatter.ofYaml(content);
    OpeningHours hours = new HoursFile(file).hours();
    file.refuseOthers("business hours");
    return hours;
  }

  private OpeningHours hours() throws MalformedFile {
    ZoneId zone = zone();
    Map<DayOfWeek, List<Range>> days = new EnumMap<>(DayOfWeek.class);
    for (DayOfWeek day : DayOfWeek.values()) {
      List<Range> english = day(day.name().toLowerCase(Locale.ROOT));
      List<Range> spanish = day(SPANISH.get(day));
      if (english != null && spanish != null) {
        throw wrong(SPANISH.get(day), "stands there in two languages");
      }
      List<Range> ranges = english == null ? spanish : english;
      if (ranges != null) {
        days.put(day, ranges);
      }
    }
    if (days.isEmpty()) {
      throw new MalformedFile(1, "it names no day, like monday: 09:00-18:00");
    }
    Map<LocalDate, List<Range>> dates = new HashMap<>();
    Map<MonthDay, List<Range>> yearly = new HashMap<>();
    holidays(dates, yearly);
    String text = file.text("text", TEXT_MAX);
    String english = file.text("text_en", TEXT_MAX);
    boolean bot = outside(text);
    return new OpeningHours(zone, days, dates, yearly, bot ? null : text, bot ? null : english);
  }

  private ZoneId zone() throws MalformedFile {
    String zone = file.text("zone", 100);
    if (zone == null) {
      throw new MalformedFile(1, "zone is missing, like zone: America/Argentina/Buenos_Aires");
    }
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      throw wrong("zone", "is no time zone, like America/Argentina/Buenos_Aires");
    }
  }

  /** Whether the bot answers outside of the hours. */
  private boolean outside(@Nullable String text) throws MalformedFile {
    String outside = file.text("outside", 10);
    String said = outside == null ? (text == null ? "bot" : "text") : outside;
    if (!said.equals("bot") && !said.equals("text")) {
      throw wrong("outside", "must be text or bot");
    }
    if (said.equals("text") && text == null) {
      throw wrong("outside", "is text, and there is no text");
    }
    return said.equals("bot");
  }

  /** Null where the file does not name the day; empty where it says that it is closed. */
  private @Nullable List<Range> day(@Nullable String key) throws MalformedFile {
    if (key == null) {
      return null;
    }
    List<String> written = file.allWritten(key);
    return file.has(key) ? ranges(key, written) : null;
  }

  private List<Range> ranges(String key, List<String> written) throws MalformedFile {
    List<Range> ranges = new ArrayList<>();
    for (String entry : written) {
      for (String one : entry.split(",", -1)) {
        String text = one.strip();
        if (!CLOSED.contains(Folding.plain(text))) {
          ranges.add(range(key, text));
        }
      }
    }
    if (ranges.size() > RANGES_MAX) {
      throw wrong(key, "has more than " + RANGES_MAX + " ranges");
    }
    return List.copyOf(ranges);
  }

  private Range range(String key, String text) throws MalformedFile {
    Matcher range = RANGE.matcher(text);
    if (!range.matches()) {
      throw wrong(key, "must be hours like 09:00-13:00, 16:00-20:00, or closed");
    }
    int from = minutes(key, range.group(1), range.group(2));
    int to = minutes(key, range.group(3), range.group(4));
    if (from == DAY || from == to) {
      throw wrong(key, "has hours that begin at 24:00 or end where they begin");
    }
    return new Range(from, to > from ? to : to + DAY);
  }

  private int minutes(String key, String hour, @Nullable String minute) throws MalformedFile {
    int h = Integer.parseInt(hour);
    int m = minute == null ? 0 : Integer.parseInt(minute);
    if (h > 24 || m > 59 || (h == 24 && m > 0)) {
      throw wrong(key, "has an hour that there is not: " + hour + ':' + m);
    }
    return h * 60 + m;
  }

  private void holidays(Map<LocalDate, List<Range>> dates, Map<MonthDay, List<Range>> yearly)
      throws MalformedFile {
    List<String> written = file.allWritten("holidays");
    if (written.size() > HOLIDAYS_MAX) {
      throw wrong("holidays", "are more than " + HOLIDAYS_MAX);
    }
    for (String entry : written) {
      Matcher holiday = HOLIDAY.matcher(entry);
      if (!holiday.matches()) {
        throw wrong(
            "holidays", "must be like 2026-12-24, 12-25 or 2026-12-31 09:00-13:00: " + entry);
      }
      List<Range> ranges =
          holiday.group(4) == null
              ? List.of()
              : ranges("holidays", List.of(holiday.group(4).strip()));
      int month = Integer.parseInt(holiday.group(2));
      int day = Integer.parseInt(holiday.group(3));
      try {
        if (holiday.group(1) == null) {
          yearly.put(MonthDay.of(month, day), ranges);
        } else {
          dates.put(LocalDate.of(Integer.parseInt(holiday.group(1)), month, day), ranges);
        }
      } catch (DateTimeException none) {
        throw wrong("holidays", "have a day that there is not: " + entry);
      }
    }
  }

  private MalformedFile wrong(@Nullable String key, String why) {
    String name = String.valueOf(key);
    return new MalformedFile(file.line(name), name + ' ' + why);
  }
}
