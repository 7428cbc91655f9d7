package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
import java.util.Set;
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

  /** No budget is reckoned beyond so many. */
  private static final BigDecimal COUNT_MAX = BigDecimal.valueOf(1_000_000);

  private static final Set<String> MADE_TO_ORDER = CatalogueWords.FILE.words("made-to-order");

  /** "medidas 12 a 22". */
  private static final Pattern SIZES = Pattern.compile("\\bmedidas? (\\d{1,3}) a (\\d{1,3})\\b");

  /** Whether its description names a range of sizes with this one in it. */
  boolean comesIn(int size) {
    Matcher range = SIZES.matcher(description);
    return range.find()
        && Integer.parseInt(range.group(1)) <= size
        && size <= Integer.parseInt(range.group(2));
  }

  /** Whether its description says how long it takes to be made. */
  boolean saysHowLong() {
    return CatalogueWords.of(description).stream().anyMatch(MADE_TO_ORDER::contains);
  }

  /** How many of it a budget is enough for, each at the price for that number. */
  int countFor(BigDecimal budget) {
    int singly = countFor(budget, price);
    if (wholesale == null) {
      return singly;
    }
    int together = countFor(budget, wholesale);
    return together >= wholesaleFrom ? together : Math.min(singly, Math.max(0, wholesaleFrom - 1));
  }

  private static int countFor(BigDecimal budget, BigDecimal each) {
    return each.signum() == 0 ? 0 : budget.divideToIntegralValue(each).min(COUNT_MAX).intValue();
  }

  /** The price of one where so many are taken. */
  BigDecimal price(int count) {
    return price(count >= wholesaleFrom);
  }

  BigDecimal price(boolean byWholesale) {
    return byWholesale && wholesale != null ? wholesale : price;
  }
}
