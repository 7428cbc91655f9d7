package dev.sessionmanager.catalogue;

import java.util.Comparator;
import java.util.List;

/** In which order products are shown. */
final class CatalogueOrder {

  private CatalogueOrder() {}

  /** What is in stock first. */
  static Comparator<CatalogueProduct> byStock() {
    return Comparator.comparing(product -> product.stock() == 0);
  }

  /**
   * By price, the cheapest or the dearest first; what is in stock before the others, and what is of
   * a material that was asked for before what is only plated with it.
   *
   * @param words that were asked for
   */
  static Comparator<CatalogueProduct> byPrice(
      List<String> words, boolean wholesale, boolean dearestFirst) {
    Comparator<CatalogueProduct> cheapest = Comparator.comparing(p -> p.price(wholesale));
    return byStock()
        .thenComparing(product -> isPartly(product, words))
        .thenComparing(dearestFirst ? cheapest.reversed() : cheapest);
  }

  /** Whether its material has a word that was asked for, behind another: "enchapado en oro". */
  private static boolean isPartly(CatalogueProduct product, List<String> words) {
    List<String> material = CatalogueWords.of(product.material());
    return material.size() > 1
        && !words.contains(material.getFirst())
        && material.stream().skip(1).anyMatch(words::contains);
  }
}
