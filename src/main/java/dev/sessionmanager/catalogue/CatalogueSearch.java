package dev.sessionmanager.catalogue;

import dev.sessionmanager.catalogue.CatalogueFinding.Kind;
import dev.sessionmanager.catalogue.CatalogueItems.Item;
import dev.sessionmanager.catalogue.CatalogueQuestion.Cue;
import dev.sessionmanager.catalogue.CatalogueQuestion.Order;
import dev.sessionmanager.catalogue.CatalogueQuestion.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a question that stands for itself finds in the catalogue. For one question. */
final class CatalogueSearch {

  /** Products that somebody surely means who names them by these words. */
  private static final int NAMED = 3;

  private final CatalogueIndex index;

  CatalogueSearch(CatalogueIndex index) {
    this.index = index;
  }

  /** What a sentence finds; empty where it is not about products. */
  Optional<CatalogueFinding> asked(CatalogueQuestion question) {
    if (question.says(Sign.MAKING)) {
      return about(question) ? making(question, found(question)) : Optional.empty();
    }
    return afforded(question)
        .or(() -> items(question))
        .or(() -> about(question) ? Optional.of(found(question)) : Optional.empty());
  }

  /** Of what was found that which says how long it takes to be made; of others nobody knows. */
  private static Optional<CatalogueFinding> making(
      CatalogueQuestion question, CatalogueFinding found) {
    List<CatalogueProduct> made =
        found.products().stream().filter(CatalogueProduct::saysHowLong).toList();
    return made.isEmpty() || found.kind() != Kind.LIST
        ? Optional.empty()
        : Optional.of(
            CatalogueFinding.of(Kind.LIST, question, made)
                .with(found.missing(), found.partly())
                .surely(found.sure()));
  }

  /** How many of one product, or of each that its words fit, a budget is enough for. */
  private Optional<CatalogueFinding> afforded(CatalogueQuestion question) {
    if (!question.says(Sign.AFFORDS)) {
      return Optional.empty();
    }
    List<Item> items = CatalogueItems.of(question, index);
    return items.size() == 1
        ? Optional.of(
            CatalogueFinding.of(Kind.AFFORDED, question, items.getFirst().found()).surely(true))
        : Optional.empty();
  }

  /** Several products, or several of one. */
  private Optional<CatalogueFinding> items(CatalogueQuestion question) {
    List<Item> items = CatalogueItems.of(question, index);
    boolean counted = items.stream().anyMatch(Item::counted);
    boolean asks = question.cue() == Cue.STRONG || question.says(Sign.BUYS);
    boolean codes =
        !items.isEmpty()
            && items.stream().allMatch(i -> i.said().equals(i.found().getFirst().sku()));
    boolean enough = counted && question.onlyInStock();
    boolean narrowed = question.filtered() && !question.says(Sign.WHOLESALE) && !enough;
    if (items.isEmpty() || (narrowed && !codes)) {
      return Optional.empty();
    }
    boolean unique = items.stream().allMatch(item -> item.found().size() == 1);
    if (items.size() == 1) {
      Item item = items.getFirst();
      int stock = item.cheapest().stock();
      boolean tooMany = stock > 0 && item.count() > stock;
      boolean wanted = asks || question.says(Sign.COUNTS) || tooMany;
      return item.counted() && item.count() > 1 && unique && wanted
          ? Optional.of(CatalogueFinding.of(Kind.TOTAL, question, items, true))
          : codes
              ? Optional.of(CatalogueFinding.of(Kind.LIST, question, items, true))
              : Optional.empty();
    }
    boolean sums = question.cue() == Cue.STRONG || counted || question.rest().contains("+");
    return Optional.of(
        CatalogueFinding.of(
            sums ? Kind.TOTAL : Kind.EACH,
            question,
            items,
            unique || question.says(Sign.SUMS) || question.cue() == Cue.STRONG));
  }

  /**
   * Whether a question is about products: by its cue, and by words that the catalogue has. Who asks
   * for a price "por mayor" and names no product asks how the shop sells.
   */
  private boolean about(CatalogueQuestion question) {
    if (question.words().stream().anyMatch(CatalogueWords.SERVICES::contains)) {
      return false;
    }
    List<String> words =
        question.words().stream()
            .filter(word -> !CatalogueWords.FOR_WHOM.contains(word) || index.knows(word, false))
            .toList();
    if (words.isEmpty()) {
      return question.words().isEmpty()
          && !question.says(Sign.WHOLESALE)
          && question.size() == null
          && (question.cue() == Cue.STRONG || question.filtered());
    }
    long exact = words.stream().filter(word -> index.knows(word, false)).count();
    long almost = words.stream().filter(word -> index.knows(word, true)).count();
    return switch (question.cue()) {
      case STRONG -> almost > 0 || words.size() <= 2;
      case WEAK ->
          almost == words.size() || (almost > 0 && exact * 2 >= words.size()) || asksFor(words);
      case NONE ->
          exact == words.size()
              || (almost == words.size() && exact > 0)
              || (exact > 1 && exact == words.size() - 1 && index.isCategory(words.getFirst()));
    };
  }

  private static boolean asksFor(List<String> unknown) {
    String word = unknown.getFirst();
    boolean things = word.length() > 4 && word.endsWith("s");
    return unknown.size() == 1 && (things || CatalogueWords.isCompound(word));
  }

  /** What a question finds that is about products. */
  CatalogueFinding found(CatalogueQuestion question) {
    List<String> known = question.words().stream().filter(word -> index.knows(word, true)).toList();
    List<String> missing = new ArrayList<>(question.words());
    missing.removeAll(known);
    missing.removeAll(CatalogueWords.FOR_WHOM);
    if (known.isEmpty() && !missing.isEmpty()) {
      return CatalogueFinding.of(Kind.NOTHING, question, List.of()).with(missing, false);
    }
    if (known.isEmpty() && !question.filtered()) {
      return CatalogueFinding.of(Kind.OVERVIEW, question, index.products());
    }
    List<String> givenUp = new ArrayList<>();
    List<CatalogueProduct> all = withWords(known, givenUp);
    CatalogueFinding within = within(question, all);
    List<String> needed = needed(known);
    if (within.kind() == Kind.NOT_WITHIN && needed.size() < known.size()) {
      all = withWords(needed, givenUp); // most products do not say for whom they are
      within = within(question, all);
    }
    int named = all.size();
    CatalogueFinding found = within.with(missing, !givenUp.isEmpty());
    boolean exact =
        missing.isEmpty()
            && givenUp.isEmpty()
            && question.words().stream().allMatch(word -> index.knows(word, false));
    boolean asked = question.cue() != Cue.NONE || (named == 1 && isDescribed(known));
    // Where wholesale is asked for of few products, their lines say from how many on.
    boolean few = named <= (question.says(Sign.WHOLESALE) ? CatalogueAnswer.MAX_SHOWN : NAMED);
    return found.surely(exact && asked && few && !isOnlyMaterial(known));
  }

  /** Whether words name a category and two things more: no chance makes one product have them. */
  private boolean isDescribed(List<String> words) {
    return words.size() > 2 && words.stream().anyMatch(index::isCategory);
  }

  /** Whether words name a material and no product: "el acero, ¿aguanta el agua?". */
  private boolean isOnlyMaterial(List<String> words) {
    return words.stream().anyMatch(index::isMaterial)
        && words.stream().noneMatch(word -> index.isCategory(word) || index.isName(word));
  }

  private static List<String> needed(List<String> known) {
    return known.stream().filter(word -> !CatalogueWords.FOR_WHOM.contains(word)).toList();
  }

  /** Those of the products that a question's filters leave, in its order. */
  static CatalogueFinding within(CatalogueQuestion question, List<CatalogueProduct> all) {
    boolean wholesale = question.says(Sign.WHOLESALE);
    List<CatalogueProduct> fitting = new ArrayList<>(all.stream().filter(question::fits).toList());
    List<String> words = question.words();
    if (fitting.isEmpty() && question.onlyInStock() && all.size() <= NAMED) {
      fitting = new ArrayList<>(all); // "hay stock de …": that there is none is the answer
    }
    if (fitting.isEmpty()) {
      List<CatalogueProduct> others =
          all.stream().sorted(CatalogueOrder.byPrice(words, wholesale, false)).toList();
      return CatalogueFinding.of(Kind.NOT_WITHIN, question, others);
    }
    boolean priced = question.order() != Order.FIT || words.isEmpty();
    fitting.sort(
        priced
            ? CatalogueOrder.byPrice(words, wholesale, question.order() == Order.DEAREST)
            : CatalogueOrder.byStock());
    return CatalogueFinding.of(Kind.LIST, question, List.copyOf(fitting));
  }

  /**
   * The products that have all of the words; where none has, those that have the most of them.
   *
   * @param givenUp gets the words that were given up
   */
  private List<CatalogueProduct> withWords(List<String> known, List<String> givenUp) {
    if (known.isEmpty()) {
      return index.products();
    }
    List<CatalogueProduct> all = index.withAll(known);
    List<String> needed = needed(known);
    if (all.isEmpty() && !needed.isEmpty()) {
      all = index.withAll(needed);
    }
    if (all.isEmpty()) { // each word is known, but of different products
      List<String> most = index.mostOf(needed.isEmpty() ? known : needed);
      all = index.withAll(most);
      givenUp.addAll(needed.stream().filter(word -> !most.contains(word)).toList());
    }
    return all;
  }
}
