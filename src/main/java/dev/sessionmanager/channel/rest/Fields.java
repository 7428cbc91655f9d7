package dev.sessionmanager.channel.rest;

import dev.sessionmanager.problem.Problem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with a request, so that the caller learns of all of it at once. */
final class Fields {

  private final Map<String, String> wrong = new LinkedHashMap<>();
  private int limit;

  /** A text that must be there, not blank and not too long, in characters. */
  String text(String name, @Nullable String value, int max) {
    if (value == null) {
      wrong.put(name, "required");
    } else if (value.isBlank()) {
      wrong.put(name, "blank");
    } else if (value.length() > max && value.codePointCount(0, value.length()) > max) {
      tooLong(name, max);
    }
    return value == null ? "" : value;
  }

  void tooLong(String name, int max) {
    wrong.put(name, "too_long");
    limit = max;
  }

  void tooShort(String name, int min) {
    wrong.put(name, "too_short");
    limit = min;
  }

  void throwIfWrong() {
    if (!wrong.isEmpty()) {
      throw Problem.fields(wrong, limit);
    }
  }
}
