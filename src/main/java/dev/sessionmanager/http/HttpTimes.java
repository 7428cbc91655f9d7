package dev.sessionmanager.http;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Times in the headers of an answer; null for a header that is missing or is none. */
public final class HttpTimes {

  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");

  /** Nobody waits longer; larger numbers only must not overflow. */
  private static final double MAX_SECONDS = 1e9;

  private HttpTimes() {}

  /** {@code Date} (RFC 9110, 5.6.7). */
  public static @Nullable Instant date(@Nullable String header) {
    try {
      return header == null
          ? null
          : ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** {@code Retry-After}: seconds, whole by RFC 9110, 10.2.3, or a date; never negative. */
  public static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
    Duration seconds = span(header, 1);
    if (seconds != null) {
      return seconds;
    }
    Instant until = date(header);
    if (until == null) {
      return null;
    }
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }

  /** A number of units, each of so many seconds. */
  public static @Nullable Duration span(@Nullable String header, double unit) {
    if (header == null || !NUMBER.matcher(header.strip()).matches()) {
      return null;
    }
    double seconds = Double.parseDouble(header.strip()) * unit;
    return Duration.ofMillis((long) (Math.min(seconds, MAX_SECONDS) * 1000));
  }
}
