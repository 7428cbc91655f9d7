package dev.sessionmanager.catalogue;

import java.util.List;

/**
 * What a question found, and how it is to be said.
 *
 * @param products all that were found, in the order in which they are shown
 * @param from the first of them that is shown
 * @param missing words of the question that stand nowhere in the catalogue
 * @param partly whether the products have only some of the other words
 * @param items what {@link Kind#TOTAL} and {@link Kind#EACH} are about
 * @param sure whether the words leave no doubt that the catalogue is meant
 */
record CatalogueFinding(
    Kind kind,
    CatalogueQuestion question,
    List<CatalogueProduct> products,
    int from,
    List<String> missing,
    boolean partly,
    List<CatalogueItems.Item> items,
    boolean sure) {

  enum Kind {
    /** Products, some of them shown. */
    LIST,
    /** The products of several names, added up. */
    TOTAL,
    /** Products, and how many of each a budget is enough for. */
    AFFORDED,
    /** Products that are made when they are ordered, and how long that takes. */
    MAKING,
    /** The products of several names. */
    EACH,
    /** Words are known, but no product has all that was asked for. */
    NOT_WITHIN,
    /** Nothing of that kind is sold. */
    NOTHING,
    /** What there is, by category. */
    OVERVIEW
  }

  static CatalogueFinding of(Kind kind, CatalogueQuestion question, List<CatalogueProduct> found) {
    return new CatalogueFinding(kind, question, found, 0, List.of(), false, List.of(), false);
  }

  static CatalogueFinding of(
      Kind kind, CatalogueQuestion question, List<CatalogueItems.Item> items, boolean sure) {
    List<CatalogueProduct> products = items.stream().flatMap(i -> i.found().stream()).toList();
    return new CatalogueFinding(
        kind, question, products.stream().distinct().toList(), 0, List.of(), false, items, sure);
  }

  CatalogueFinding with(List<String> missingWords, boolean onlyPartly) {
    return new CatalogueFinding(
        kind, question, products, from, missingWords, onlyPartly, items, sure);
  }

  CatalogueFinding surely(boolean certain) {
    return new CatalogueFinding(kind, question, products, from, missing, partly, items, certain);
  }

  CatalogueFinding startingAt(int first) {
    return new CatalogueFinding(kind, question, products, first, missing, partly, items, sure);
  }

  /** Whether it was asked for by its code. */
  boolean isByCode() {
    return kind == Kind.LIST && !items.isEmpty();
  }

  /** Those that are shown. */
  List<CatalogueProduct> shown() {
    int to = Math.min(products.size(), from + CatalogueAnswer.MAX_SHOWN);
    return products.subList(Math.min(from, to), to);
  }
}
