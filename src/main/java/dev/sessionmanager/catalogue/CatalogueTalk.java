package dev.sessionmanager.catalogue;

import dev.sessionmanager.catalogue.CatalogueFinding.Kind;
import dev.sessionmanager.catalogue.CatalogueItems.Item;
import dev.sessionmanager.catalogue.CatalogueQuestion.Cue;
import dev.sessionmanager.catalogue.CatalogueQuestion.Order;
import dev.sessionmanager.catalogue.CatalogueQuestion.Sign;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a person means who asked for products before: "¿cuál es el más barato?", "¿y en plata?", "el
 * segundo", "¿cuántos quedan?". What was found before is found again from the earlier questions.
 * For one question.
 */
final class CatalogueTalk {

  /** Questions that it looks back, at most. */
  private static final int FURTHEST = 5;

  private final CatalogueIndex index;
  private final CatalogueSearch search;

  CatalogueTalk(CatalogueIndex index) {
    this.index = index;
    this.search = new CatalogueSearch(index);
  }

  /**
   * What a sentence finds; empty where it is not about products.
   *
   * @param earlier what the same person wrote before, oldest first
   */
  Optional<CatalogueFinding> read(List<String> earlier, String text) {
    CatalogueFinding before = null;
    for (String asked : earlier.subList(Math.max(0, earlier.size() - FURTHEST), earlier.size())) {
      before = read(before, asked).orElse(before);
    }
    return read(before, text);
  }

  private Optional<CatalogueFinding> read(@Nullable CatalogueFinding before, String text) {
    CatalogueQuestion question = CatalogueQuestion.of(text);
    boolean service = question.words().stream().anyMatch(CatalogueWords.SERVICES::contains);
    if (before == null || service || question.says(Sign.OVERVIEW)) {
      return search.asked(question);
    }
    return follow(question, before).or(() -> search.asked(question));
  }

  private Optional<CatalogueFinding> follow(CatalogueQuestion question, CatalogueFinding before) {
    if (before.products().isEmpty() || before.kind() == Kind.OVERVIEW) {
      return Optional.empty();
    }
    return question.words().isEmpty() ? ofThose(question, before) : others(question, before);
  }

  /** Of what was found before, where the question names nothing of its own. */
  private Optional<CatalogueFinding> ofThose(CatalogueQuestion question, CatalogueFinding before) {
    List<CatalogueProduct> shown = before.shown();
    int place = question.ordinal() < 0 ? shown.size() : question.ordinal();
    if (place > 0 && question.order() == Order.FIT) {
      return place > shown.size()
          ? Optional.empty()
          : Optional.of(list(question, before, List.of(shown.get(place - 1))));
    }
    if (question.says(Sign.MAKING)) {
      List<CatalogueProduct> made =
          before.products().stream().filter(CatalogueProduct::saysHowLong).toList();
      return made.isEmpty()
          ? Optional.empty()
          : Optional.of(CatalogueFinding.of(Kind.MAKING, question, made).surely(true));
    }
    if (question.says(Sign.AFFORDS)) {
      return Optional.of(
          CatalogueFinding.of(Kind.AFFORDED, question, before.products()).surely(true));
    }
    int count = CatalogueItems.alone(question);
    boolean wanted = question.says(Sign.BUYS) || question.says(Sign.SUMS);
    if (count > 1 && before.products().size() == 1 && (wanted || question.says(Sign.OPENS))) {
      return Optional.of(total(question, count, before.products().getFirst()));
    }
    if (question.says(Sign.SUMS) && before.products().size() > 1 && before.items().size() > 1) {
      return Optional.of(CatalogueFinding.of(Kind.TOTAL, question, before.items(), true));
    }
    int next = before.from() + CatalogueAnswer.MAX_SHOWN;
    if (question.says(Sign.MORE) && question.order() == Order.FIT && !question.filtered()) {
      return next < before.products().size()
          ? Optional.of(before.startingAt(next).surely(true))
          : Optional.empty();
    }
    boolean says =
        question.filtered()
            || question.says(Sign.DETAILS)
            || question.says(Sign.COUNTS)
            || question.cue() == Cue.STRONG;
    return says ? Optional.of(list(question, before, before.products())) : Optional.empty();
  }

  private static CatalogueFinding list(
      CatalogueQuestion question, CatalogueFinding before, List<CatalogueProduct> products) {
    CatalogueQuestion now = question.after(before.question(), before.question().words());
    CatalogueQuestion filters = products.size() == 1 ? question : now;
    CatalogueFinding found = CatalogueSearch.within(filters, products);
    return new CatalogueFinding(
        found.kind(), now, found.products(), 0, List.of(), false, List.of(), true);
  }

  private static CatalogueFinding total(
      CatalogueQuestion question, int count, CatalogueProduct product) {
    Item item = new Item(count, true, product.name(), List.of(product));
    return CatalogueFinding.of(Kind.TOTAL, question, List.of(item), true);
  }

  /** Words that narrow what was found before, or take the place of some of its words. */
  private Optional<CatalogueFinding> others(CatalogueQuestion question, CatalogueFinding before) {
    List<String> words = question.words();
    if (!words.stream().allMatch(word -> index.knows(word, false))) {
      return Optional.empty();
    }
    boolean category = words.stream().anyMatch(index::isCategory);
    if (!category) {
      Set<CatalogueProduct> having = index.having(words);
      List<CatalogueProduct> within = before.products().stream().filter(having::contains).toList();
      if (!within.isEmpty()) {
        return Optional.of(narrowed(question, before, within));
      }
    }
    return question.says(Sign.OPENS) ? replaced(question, before, category) : Optional.empty();
  }

  private CatalogueFinding narrowed(
      CatalogueQuestion question, CatalogueFinding before, List<CatalogueProduct> within) {
    List<Item> items = CatalogueItems.of(question, index);
    int count = items.size() == 1 && items.getFirst().counted() ? items.getFirst().count() : 1;
    if (count > 1 && within.size() == 1) {
      return total(question, count, within.getFirst());
    }
    List<String> both = new ArrayList<>(before.question().words());
    question.words().stream().filter(word -> !both.contains(word)).forEach(both::add);
    CatalogueQuestion now = question.after(before.question(), List.copyOf(both));
    return CatalogueSearch.within(now, within).surely(true);
  }

  /** "¿y en plata?", "¿y anillos?": of the words before those stay that say something else. */
  private Optional<CatalogueFinding> replaced(
      CatalogueQuestion question, CatalogueFinding before, boolean category) {
    boolean material = question.words().stream().anyMatch(index::isMaterial);
    List<String> words = new ArrayList<>();
    for (String word : before(before)) {
      boolean kept = index.isCategory(word) ? !category : category && index.isMaterial(word);
      if (kept && !(material && index.isMaterial(word))) {
        words.add(word);
      }
    }
    question.words().stream().filter(word -> !words.contains(word)).forEach(words::add);
    CatalogueQuestion now = question.after(before.question(), List.copyOf(words));
    CatalogueFinding found = search.found(now);
    return Optional.of(found.surely(!found.partly()));
  }

  /** The words before, with the category of what they found where they name none. */
  private List<String> before(CatalogueFinding before) {
    List<String> words =
        new ArrayList<>(
            before.question().words().stream().filter(word -> index.knows(word, false)).toList());
    List<String> categories =
        before.products().stream().map(CatalogueProduct::category).distinct().toList();
    if (words.stream().noneMatch(index::isCategory) && categories.size() == 1) {
      words.addAll(CatalogueWords.of(categories.getFirst()));
    }
    return words;
  }
}
