package dev.sessionmanager.catalogue;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What is said of products, in the Spanish of the River Plate and as Markdown. */
final class CatalogueAnswer {

  /** Products in one answer. */
  static final int MAX_SHOWN = 5;

  private static final int ALTERNATIVES = 3;

  private static final String HUMAN = "Si preferís, te paso con una persona del equipo.";

  private CatalogueAnswer() {}

  /** $ 12.500,00. */
  static String money(BigDecimal pesos) {
    DecimalFormatSymbols signs = new DecimalFormatSymbols(Locale.ROOT);
    signs.setGroupingSeparator('.');
    signs.setDecimalSeparator(',');
    return "$ " + new DecimalFormat("#,##0.00", signs).format(pesos);
  }

  /** One product, in full. */
  static String one(CatalogueProduct product, CatalogueIndex index) {
    String detail = product.description().isEmpty() ? "" : "\n  " + product.description() + ".";
    String text = line(product) + detail;
    return product.stock() > 0 ? text : text + "\n\n" + instead(List.of(product), index);
  }

  /**
   * Several products, the first of them shown.
   *
   * @param missing words of the question that stand nowhere in the catalogue
   */
  static String several(List<CatalogueProduct> found, List<String> missing, CatalogueIndex index) {
    List<CatalogueProduct> shown = found.subList(0, Math.min(MAX_SHOWN, found.size()));
    StringBuilder text = new StringBuilder();
    if (!missing.isEmpty()) {
      text.append("No tengo nada con ")
          .append(quoted(missing))
          .append(" en el catálogo. Lo más parecido:\n\n");
    } else if (found.size() > shown.size()) {
      text.append("Tengo ")
          .append(found.size())
          .append("; te muestro ")
          .append(shown.size())
          .append(":\n\n");
    } else {
      text.append(found.size() == 1 ? "Tengo este:\n\n" : "Tengo estos:\n\n");
    }
    text.append(shown.stream().map(CatalogueAnswer::line).collect(Collectors.joining("\n")));
    if (found.size() > shown.size()) {
      text.append("\n\nSi me contás material, medida o presupuesto, afino la búsqueda.");
    }
    if (shown.stream().allMatch(product -> product.stock() == 0)) {
      text.append("\n\n").append(instead(found, index));
    }
    return text.toString();
  }

  /** Words are known, but no product has all of it: the nearest ones without the filter. */
  static String nothingWithin(List<CatalogueProduct> without) {
    String text = "Con esas condiciones no tengo nada. ";
    if (without.isEmpty()) {
      return text + HUMAN;
    }
    List<CatalogueProduct> shown = without.subList(0, Math.min(ALTERNATIVES, without.size()));
    return text
        + "Sin ellas, tengo:\n\n"
        + shown.stream().map(CatalogueAnswer::line).collect(Collectors.joining("\n"))
        + "\n\n"
        + HUMAN;
  }

  /** Nothing of that kind is sold here. */
  static String nothing(List<String> words, CatalogueIndex index) {
    return "No encontré "
        + (words.isEmpty() ? "eso" : quoted(words))
        + " en el catálogo. Tengo "
        + list(List.copyOf(index.categories()))
        + ". ¿Te muestro algo de eso? "
        + HUMAN;
  }

  /** What there is, by category. */
  static String overview(CatalogueIndex index) {
    if (index.products().isEmpty()) {
      return "El catálogo está vacío en este momento. " + HUMAN;
    }
    return "En el catálogo tengo "
        + index.products().size()
        + " productos: "
        + list(List.copyOf(index.categories()))
        + ". ¿Qué te muestro?";
  }

  private static String instead(List<CatalogueProduct> soldOut, CatalogueIndex index) {
    String category = soldOut.getFirst().category();
    List<CatalogueProduct> others =
        index.products().stream()
            .filter(product -> product.category().equals(category) && product.stock() > 0)
            .filter(product -> !soldOut.contains(product))
            .limit(ALTERNATIVES)
            .toList();
    if (others.isEmpty()) {
      return HUMAN;
    }
    return "De "
        + category
        + " con stock tengo:\n\n"
        + others.stream().map(CatalogueAnswer::line).collect(Collectors.joining("\n"));
  }

  private static String line(CatalogueProduct product) {
    StringBuilder line = new StringBuilder("- **").append(product.name()).append("**");
    if (!product.material().isEmpty()) {
      line.append(", ").append(product.material());
    }
    line.append(" (").append(product.sku()).append("): ").append(money(product.price()));
    if (product.wholesale() != null) {
      line.append("; por mayor ")
          .append(money(product.wholesale()))
          .append(" desde ")
          .append(product.wholesaleFrom())
          .append(" u.");
    }
    return line.append(product.stock() == 0 ? "; **sin stock**" : "; stock: " + product.stock())
        .toString();
  }

  private static String quoted(List<String> words) {
    return words.stream().map(word -> "«" + word + "»").collect(Collectors.joining(" "));
  }

  private static String list(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + " y " + names.getLast();
  }
}
