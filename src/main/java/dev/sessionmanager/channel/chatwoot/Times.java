package dev.sessionmanager.channel.chatwoot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** Times as Chatwoot writes them. */
final class Times {

  private Times() {}

  /**
   * Null for what is none. ISO 8601, Ruby's {@code 2026-11-21 10:00:00 UTC}, or seconds since 1970.
   */
  static @Nullable Instant instant(String written) {
    String text = written.strip();
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
}
