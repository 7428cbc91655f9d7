package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a product may cost, in pesos.
 *
 * @param least null: any
 * @param most null: any
 */
record PriceRange(@Nullable BigDecimal least, @Nullable BigDecimal most) {

  static final PriceRange ANY = new PriceRange(null, null);

  private static final String SCALE = " ?(mil|k|lucas?|luquitas|palos?|millon|millones)?\\b";
  private static final String COUNTED =
      "(?! ?(?:unidades|u\\b|piezas|pares|mm|cm|ct|anos|docenas))";
  private static final String NUMBER =
      "\\$? ?(\\d{1,3}(?:[.]\\d{3}){1,3}|\\d{1,9})(?:,\\d{1,2})?" + SCALE + COUNTED;

  /** What is money even where nothing says so: with its sign, its scale or its size. */
  private static final String MONEY =
      "(?:\\$ ?(\\d{1,3}(?:[.]\\d{3}){1,3}|\\d{1,9})(?:,\\d{1,2})?"
          + SCALE
          + "|(\\d{1,3}(?:[.]\\d{3}){1,3}|\\d{4,9}|\\d{1,3}(?="
          + " ?(?:mil|k|luca|lucas|luquitas|palo|palos|millon|millones|pesos)\\b))"
          + SCALE
          + COUNTED
          + ")";

  private static final Pattern BETWEEN =
      Pattern.compile(
          "\\b(?:entre|between)(?: los| unos)? "
              + NUMBER
              + "(?: pesos)? (?:y|a|and)(?: los| unos)? "
              + NUMBER);
  private static final Pattern AT_MOST =
      Pattern.compile(CatalogueWords.oneOf("at-most") + "(?: los| unos)? " + MONEY);
  private static final Pattern AT_LEAST =
      Pattern.compile(CatalogueWords.oneOf("at-least") + "(?: los| unos)? " + MONEY);
  private static final Pattern ABOUT =
      Pattern.compile(CatalogueWords.oneOf("about-price") + "(?: los| unos)? " + MONEY);
  private static final Pattern BUDGET =
      Pattern.compile(CatalogueWords.oneOf("budget") + "(?: los| unos)? " + MONEY);

  /** How far from "unos 20 mil" a price may be. */
  private static final BigDecimal LESS = new BigDecimal("0.8");

  private static final BigDecimal MORE = new BigDecimal("1.2");

  /**
   * Reads a range from plain text.
   *
   * @param take gets the range and the text without what says it
   */
  static void read(String text, BiConsumer<PriceRange, String> take) {
    BigDecimal least = null;
    BigDecimal most = null;
    String rest = text;
    Matcher between = BETWEEN.matcher(rest);
    if (between.find()) {
      String unit = between.group(2) == null ? between.group(4) : between.group(2);
      least = amount(between.group(1), unit);
      most = amount(between.group(3), between.group(4));
      rest = between.replaceAll(" ");
    }
    Matcher atMost = AT_MOST.matcher(rest);
    if (atMost.find()) {
      most = money(atMost);
      rest = atMost.replaceAll(" ");
    }
    Matcher atLeast = AT_LEAST.matcher(rest);
    if (atLeast.find()) {
      least = money(atLeast);
      rest = atLeast.replaceAll(" ");
    }
    Matcher about = ABOUT.matcher(rest);
    if (least == null && most == null && about.find()) {
      BigDecimal amount = money(about);
      least = amount.multiply(LESS);
      most = amount.multiply(MORE);
      rest = about.replaceAll(" ");
    }
    Matcher budget = BUDGET.matcher(rest);
    if (most == null && budget.find()) {
      most = money(budget);
      rest = budget.replaceAll(" ");
    }
    take.accept(new PriceRange(least, most), rest);
  }

  private static BigDecimal money(Matcher found) {
    return found.group(1) == null
        ? amount(found.group(3), found.group(4))
        : amount(found.group(1), found.group(2));
  }

  private static BigDecimal amount(String digits, @Nullable String unit) {
    BigDecimal amount = new BigDecimal(digits.replace(".", ""));
    if (unit == null) {
      return amount;
    }
    boolean million = unit.startsWith("mill") || unit.startsWith("palo");
    return amount.multiply(BigDecimal.valueOf(million ? 1_000_000 : 1000));
  }

  boolean isAny() {
    return least == null && most == null;
  }

  boolean has(BigDecimal price) {
    return (least == null || price.compareTo(least) >= 0)
        && (most == null || price.compareTo(most) <= 0);
  }
}
