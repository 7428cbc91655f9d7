package dev.sessionmanager.economics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/**
 * Numbers as they are shown: 1.234,56. Calculations are done in doubles (15 significant digits) and
 * rounded half up once, here; only the amortisation table calculates in whole cents.
 */
final class Numbers {

  /** Above this a double no longer holds cents exactly, and nobody's economy is that large. */
  static final double LARGEST = 1e15;

  private Numbers() {}

  /** Up to six decimals, as many as there are. */
  static String plain(double value) {
    return format(value, "#,##0.######", 6);
  }

  /** Money: exactly two decimals. */
  static String money(double value) {
    return format(value, "#,##0.00", 2);
  }

  /** A fraction as a percentage: two decimals, or four when it is below 1 %. */
  static String percent(double fraction) {
    double percent = fraction * 100;
    boolean small = Math.abs(percent) < 1 && percent != 0;
    return format(percent, small ? "#,##0.00##" : "#,##0.00", small ? 4 : 2) + " %";
  }

  /** For the axes of charts; a new one, for these are not safe for threads. */
  static DecimalFormat axis() {
    return new DecimalFormat("#,##0.###", symbols());
  }

  private static String format(double value, String pattern, int decimals) {
    if (!Double.isFinite(value) || Math.abs(value) > LARGEST) {
      throw new Refusal(
          "El resultado es demasiado grande para mostrarlo (el máximo es 10^15): revisá los"
              + " datos.");
    }
    BigDecimal rounded = BigDecimal.valueOf(value).setScale(decimals, RoundingMode.HALF_UP);
    return new DecimalFormat(pattern, symbols()).format(rounded);
  }

  private static DecimalFormatSymbols symbols() {
    DecimalFormatSymbols symbols = new DecimalFormatSymbols(Locale.ROOT);
    symbols.setDecimalSeparator(',');
    symbols.setGroupingSeparator('.');
    return symbols;
  }
}
