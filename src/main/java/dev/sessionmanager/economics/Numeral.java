package dev.sessionmanager.economics;

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

  private Numeral() {}

  /** The number; null when its signs stand where no number has them. */
  static @Nullable Double parse(String text) {
    char decimal = decimalSign(text);
    int cut = decimal == 0 ? text.length() : text.lastIndexOf(decimal);
    String whole = text.substring(0, cut);
    String fraction = decimal == 0 ? "" : text.substring(cut + 1);
    char group = decimal == '.' ? ',' : decimal == ',' ? '.' : text.indexOf('.') >= 0 ? '.' : ',';
    boolean sound = whole.indexOf(group) < 0 ? isDigits(whole) : isGrouped(whole, group);
    if (!sound || !isDigits(fraction) || whole.isEmpty()) {
      return null;
    }
    return Double.valueOf(whole.replace(String.valueOf(group), "") + "." + fraction + "0");
  }

  /** The decimal sign of a number; 0 when it has none, or its signs group thousands. */
  private static char decimalSign(String text) {
    int point = text.lastIndexOf('.');
    int comma = text.lastIndexOf(',');
    if (point >= 0 && comma >= 0) {
      return point > comma ? '.' : ',';
    }
    int last = Math.max(point, comma);
    if (last < 0 || text.indexOf(text.charAt(last)) != last) {
      return 0;
    }
    boolean thousands =
        isGrouped(text, text.charAt(last))
            && text.charAt(0) != '0'
            && (point >= 0 || text.endsWith(",000"));
    return thousands ? 0 : text.charAt(last);
  }

  static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** One to three digits, then groups of exactly three. */
  private static boolean isGrouped(String text, char sign) {
    int first = text.indexOf(sign);
    if (first < 1 || first > 3 || (text.length() - first) % 4 != 0) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      boolean signDue = i >= first && (i - first) % 4 == 0;
      char c = text.charAt(i);
      if (signDue ? c != sign : c < '0' || c > '9') {
        return false;
      }
    }
    return true;
  }
}
