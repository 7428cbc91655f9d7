package dev.sessionmanager.channel.chatwoot;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Times as Chatwoot and HTTP write them; null for what is none. */
final class Times {

  private Times() {}

  /** ISO 8601, Ruby's {@code 2026-11-21 10:00:00 UTC}, or seconds since 1970. */
  static @Nullable Instant instant(JsonNode node) {
    String text = ChatwootWire.text(node).strip();
    try {
      if (text.matches("[0-9]{1,12}(\\.[0-9]+)?")) {
        return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
      }
      String iso = text.replaceFirst("^([0-9-]{10}) ", "$1T").replaceFirst(" UTC$", "Z");
      return text.isEmpty() ? null : OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** HTTP's {@code Date}. */
  static @Nullable Instant date(@Nullable String header) {
    try {
      return header == null
          ? null
          : ZonedDateTime.parse(header.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException unreadable) {
      return null;
    }
  }

  /** HTTP's {@code Retry-After}: seconds, or a date (RFC 9110, 10.2.3). */
  static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
    if (header != null && header.strip().matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(header.strip()));
    }
    Instant until = date(header);
    if (until == null) {
      return null;
    }
    return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
  }
}
