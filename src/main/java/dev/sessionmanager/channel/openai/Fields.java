package dev.sessionmanager.channel.openai;

import dev.sessionmanager.problem.Problem;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads values out of a request and collects what is wrong with them, so that the caller learns of
 * it at once. A value that is null counts as absent, as it does for OpenAI. What is returned for a
 * wrong value is never used: {@link #throwIfWrong} comes first.
 */
final class Fields {

  /** Enough to see what is going on; a request has room for thousands of faults. */
  private static final int SHOWN_MAX = 5;

  private final Map<String, String> wrong = new LinkedHashMap<>();
  private int limit;

  /**
   * This field is wrong, for the reason of this message key; the first reason that is found in it
   * or in a part of it counts, because the others follow from that.
   */
  void refuse(String field, String why) {
    if (wrong.size() < SHOWN_MAX && wrong.keySet().stream().noneMatch(f -> f.startsWith(field))) {
      wrong.put(field, why);
    }
  }

  /** Whether nothing is wrong so far. */
  boolean right() {
    return wrong.isEmpty();
  }

  /** There are more of them than that. */
  void tooMany(String field, int max) {
    refuse(field, "openai.too_many");
    limit = max;
  }

  @Nullable String text(String field, @Nullable Object value) {
    return of(field, String.class, value);
  }

  /** A text that must be there and not be empty. */
  String name(String field, @Nullable Object value) {
    String text = text(field, value);
    if (text == null || text.isEmpty()) {
      refuse(field, "required");
      return "";
    }
    return text;
  }

  @Nullable Boolean flag(String field, @Nullable Object value) {
    return of(field, Boolean.class, value);
  }

  @Nullable List<?> list(String field, @Nullable Object value) {
    return of(field, List.class, value);
  }

  @Nullable Map<?, ?> object(String field, @Nullable Object value) {
    return of(field, Map.class, value);
  }

  /** A number from min to max; both are said by the message. */
  @Nullable Double number(
      String field, @Nullable Object value, double min, double max, String why) {
    Number number = of(field, Number.class, value);
    if (number == null) {
      return null;
    }
    double given = number.doubleValue();
    if (!(given >= min && given <= max)) {
      refuse(field, why);
    }
    return given;
  }

  /** A whole number from min to the largest of 32 bits. */
  @Nullable Integer whole(String field, @Nullable Object value, int min, String why) {
    Double number = number(field, value, min, Integer.MAX_VALUE, why);
    if (number == null) {
      return null;
    }
    if (number != Math.rint(number)) {
      refuse(field, why);
    }
    return number.intValue();
  }

  private <T> @Nullable T of(String field, Class<T> type, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (!type.isInstance(value)) {
      refuse(field, "type");
      return null;
    }
    return type.cast(value);
  }

  void throwIfWrong() {
    if (!wrong.isEmpty()) {
      throw Problem.fields(wrong, limit);
    }
  }
}
