package dev.sessionmanager.economics;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A number's digits and signs, as people write them in Spanish and in English:
 *
 * <ul>
 *   <li>with both signs the last one is the decimal sign: 1.234,56 and 1,234.56;
 *   <li>a sign that comes twice groups thousands: 1.000.000 and 1,000,000;
 *   <li>one point before exactly three digits groups thousands (1.000), unless the number begins
 *       with 0 (0.250); any other single point is a decimal point (1.5);
 *   <li>a single comma is a decimal comma (1234,5), unless three zeros follow (10,000).
 * </ul>
 */
final class Numeral {

  private static final Pattern POINTS_GROUP =
      Pattern.compile(
          "[1-9]\\d{0,2}\\.\\d{3}|\\d{1,3}(?:\\.\\d{3}){2,}+|\\d{1,3}(?:\\.\\d{3})++,\\d*+");
  private static final Pattern COMMAS_GROUP =
      Pattern.compile("[1-9]\\d{0,2},000|\\d{1,3}(?:,\\d{3}){2,}+|\\d{1,3}(?:,\\d{3})++\\.\\d*+");
  private static final Pattern ENGLISH_GROUPS =
      Pattern.compile("[1-9]\\d{0,2}(?:,\\d{3})++(?:\\.\\d++)?+");
  private static final Pattern UNGROUPED = Pattern.compile("\\d++(?:[.,]\\d*+)?+");
  private static final Pattern DIGITS = Pattern.compile("[0-9]++");

  private Numeral() {}

  /** The number; null when its signs stand where no number has them. */
  static @Nullable Double parse(String text) {
    String plain = plain(text);
    return plain == null ? null : Double.valueOf(plain);
  }

  /** As {@link #plain(String)}; in English commas before three digits group: 87,350. */
  static @Nullable String plain(String text, boolean english) {
    return english && ENGLISH_GROUPS.matcher(text).matches() ? text.replace(",", "") : plain(text);
  }

  /** The number with a decimal point and no other signs; null as {@link #parse}. */
  static @Nullable String plain(String text) {
    if (POINTS_GROUP.matcher(text).matches()) {
      return text.replace(".", "").replace(',', '.');
    }
    if (COMMAS_GROUP.matcher(text).matches()) {
      return text.replace(",", "");
    }
    return UNGROUPED.matcher(text).matches() ? text.replace(',', '.') : null;
  }

  static boolean isDigits(String text) {
    return DIGITS.matcher(text).matches();
  }
}
