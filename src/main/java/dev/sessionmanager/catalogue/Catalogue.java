package dev.sessionmanager.catalogue;

import dev.sessionmanager.catalogue.CatalogueQuestion.Cue;
import dev.sessionmanager.catalogue.CatalogueQuestion.Order;
import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Searches the catalogue of a shop: products with price and stock, and never one that is not in the
 * file. Answers are in the Spanish of the River Plate.
 */
@Component
final class Catalogue implements Tool {

  private final CatalogueFile file;
  private final Predicate<String> forAPerson;

  /**
   * @param forAPerson whether a text asks for a person of the shop, or for what only such a person
   *     may settle: the catalogue does not answer that
   */
  Catalogue(CatalogueFile file, Predicate<String> forAPerson) {
    this.file = file;
    this.forAPerson = forAPerson;
  }

  @Override
  public String name() {
    return "buscar_catalogo";
  }

  @Override
  public String description() {
    return "Busca productos del catálogo de la joyería por palabras, material, precio o código, y"
        + " devuelve nombre, SKU, precio, precio por mayor y stock. Usala antes de nombrar"
        + " cualquier producto o precio.";
  }

  @Override
  public Map<String, Object> parameters() {
    return Map.of(
        "type",
        "object",
        "properties",
        Map.of(
            "consulta",
            Map.of(
                "type",
                "string",
                "description",
                "Qué se busca, con filtros en palabras: «anillos de plata por menos de 20.000 en"
                    + " stock», «relojes, el más barato», o un SKU como AN-001")),
        "required",
        List.of("consulta"));
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    if (!(arguments.get("consulta") instanceof String wanted) || wanted.isBlank()) {
      return Answer.of("Falta «consulta»: un texto con lo que se busca.");
    }
    CatalogueIndex index = file.index();
    return Answer.of(
        sku(wanted, index)
            .map(product -> CatalogueAnswer.one(product, index))
            .orElseGet(() -> answer(CatalogueQuestion.of(wanted), index)));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    String text = asked.text();
    if (forAPerson.test(text)) {
      return Optional.empty();
    }
    CatalogueIndex index = file.index();
    Optional<CatalogueProduct> bySku = sku(text, index);
    if (bySku.isPresent()) {
      return bySku.map(product -> Answer.of(CatalogueAnswer.one(product, index)));
    }
    CatalogueQuestion question = CatalogueQuestion.of(text);
    return about(question, index)
        ? Optional.of(Answer.of(answer(question, index)))
        : Optional.empty();
  }

  /** Whether a question is about products: by its cue, and by words that the catalogue has. */
  private static boolean about(CatalogueQuestion question, CatalogueIndex index) {
    List<String> words = question.words();
    if (words.stream().anyMatch(CatalogueWords.SERVICES::contains)) {
      return false;
    }
    if (words.isEmpty()) {
      return question.cue() == Cue.STRONG || question.filtered();
    }
    long exact = words.stream().filter(word -> index.knows(word, false)).count();
    long almost = words.stream().filter(word -> index.knows(word, true)).count();
    return switch (question.cue()) {
      case STRONG -> almost > 0 || words.size() <= 3;
      case WEAK ->
          almost == words.size() || (almost > 0 && exact * 2 >= words.size()) || asksFor(words);
      case NONE -> exact == words.size() || (almost == words.size() && exact > 0);
    };
  }

  private static boolean asksFor(List<String> unknown) {
    return unknown.size() == 1
        && unknown.getFirst().length() > 4
        && unknown.getFirst().endsWith("s");
  }

  private static String answer(CatalogueQuestion question, CatalogueIndex index) {
    List<String> known = question.words().stream().filter(word -> index.knows(word, true)).toList();
    List<String> missing = new ArrayList<>(question.words());
    missing.removeAll(known);
    missing.removeAll(CatalogueWords.FOR_WHOM);
    if (known.isEmpty() && !missing.isEmpty()) {
      return CatalogueAnswer.nothing(missing, index);
    }
    if (known.isEmpty() && !question.filtered()) {
      return CatalogueAnswer.overview(index);
    }
    List<CatalogueProduct> all = found(known, missing, index);
    List<CatalogueProduct> fitting = new ArrayList<>(all.stream().filter(question::fits).toList());
    if (fitting.isEmpty()) {
      return CatalogueAnswer.nothingWithin(
          all.stream().sorted(CatalogueIndex.byPrice(question.wholesale(), false)).toList());
    }
    if (question.order() != Order.FIT || known.isEmpty()) {
      fitting.sort(CatalogueIndex.byPrice(question.wholesale(), question.order() == Order.DEAREST));
    }
    return CatalogueAnswer.several(fitting, missing, index);
  }

  /**
   * The products that have all of the words; where none has, those that have the first.
   *
   * @param missing gets the words that were given up
   */
  private static List<CatalogueProduct> found(
      List<String> known, List<String> missing, CatalogueIndex index) {
    if (known.isEmpty()) {
      return index.products();
    }
    List<CatalogueProduct> all = index.withAll(known);
    List<String> needed =
        known.stream().filter(word -> !CatalogueWords.FOR_WHOM.contains(word)).toList();
    if (all.isEmpty() && !needed.isEmpty()) {
      all = index.withAll(needed);
    }
    if (all.isEmpty()) { // each word is known, but of different products
      all = index.withAll(known.subList(0, 1));
      missing.addAll(needed.stream().skip(1).toList());
    }
    return all;
  }

  /** The product whose code stands in the text, whatever its case and with or without its dash. */
  private static Optional<CatalogueProduct> sku(String text, CatalogueIndex index) {
    String words = " " + String.join(" ", CatalogueWords.of(text)) + " ";
    return words.length() > 2000
        ? Optional.empty()
        : index.products().stream()
            .filter(product -> product.sku().chars().anyMatch(Character::isDigit))
            .filter(product -> {
              String sku = String.join(" ", CatalogueWords.of(product.sku()));
              return words.contains(" " + sku + " ")
                  || words.contains(" " + sku.replace(" ", "").toLowerCase(Locale.ROOT) + " ");
            })
            .findFirst();
  }
}
