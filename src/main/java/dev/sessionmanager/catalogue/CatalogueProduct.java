package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
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

  BigDecimal price(boolean byWholesale) {
    return byWholesale && wholesale != null ? wholesale : price;
  }
}
