package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalogue.
 *
 * @param price for one, in pesos
 * @param wholesale for one, from {@code wholesaleFrom} on; null: there is none
 * @param stock how many there are; 0: none
 */
record CatalogueProduct(
    String sku,
    String name,
    String category,
    String material,
    String description,
    BigDecimal price,
    @Nullable BigDecimal wholesale,
    int wholesaleFrom,
    int stock) {

  /** "medidas 12 a 22". */
  private static final Pattern SIZES = Pattern.compile("\\bmedidas? (\\d{1,3}) a (\\d{1,3})\\b");

  /** Whether its description names a range of sizes with this one in it. */
  boolean comesIn(int size) {
    Matcher range = SIZES.matcher(description);
    return range.find()
        && Integer.parseInt(range.group(1)) <= size
        && size <= Integer.parseInt(range.group(2));
  }

  /** The price of one where so many are taken. */
  BigDecimal price(int count) {
    return price(count >= wholesaleFrom);
  }

  BigDecimal price(boolean byWholesale) {
    return byWholesale && wholesale != null ? wholesale : price;
  }
}
