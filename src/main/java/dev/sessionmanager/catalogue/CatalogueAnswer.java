package dev.sessionmanager.catalogue;

import static dev.sessionmanager.catalogue.CatalogueWords.text;

import dev.sessionmanager.catalogue.CatalogueItems.Item;
import dev.sessionmanager.catalogue.CatalogueQuestion.Sign;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What is said of products, in the Spanish of the River Plate and as Markdown: the sentences of
 * {@code catalogue/words.yaml}.
 */
final class CatalogueAnswer {

  /** Products in one answer. */
  static final int MAX_SHOWN = 5;

  private static final int ALTERNATIVES = 3;

  private final CatalogueFinding finding;
  private final CatalogueIndex index;

  private CatalogueAnswer(CatalogueFinding finding, CatalogueIndex index) {
    this.finding = finding;
    this.index = index;
  }

  /** What is said of a finding. */
  static String of(CatalogueFinding finding, CatalogueIndex index) {
    CatalogueAnswer answer = new CatalogueAnswer(finding, index);
    return switch (finding.kind()) {
      case LIST -> answer.several();
      case TOTAL -> answer.total();
      case EACH -> answer.each();
      case NOT_WITHIN -> answer.nothingWithin();
      case NOTHING ->
          text("nothing", quoted(finding.missing()), list(answer.categories()), text("human"));
      case OVERVIEW ->
          finding.products().isEmpty()
              ? text("empty", text("human"))
              : text("overview", finding.products().size(), list(answer.categories()));
    };
  }

  /** $ 12.500,00. */
  static String money(BigDecimal pesos) {
    DecimalFormatSymbols signs = new DecimalFormatSymbols(Locale.ROOT);
    signs.setGroupingSeparator('.');
    signs.setDecimalSeparator(',');
    return "$ " + new DecimalFormat("#,##0.00", signs).format(pesos);
  }

  private List<String> categories() {
    return List.copyOf(index.categories());
  }

  private String several() {
    List<CatalogueProduct> shown = finding.shown();
    Integer size = finding.question().size();
    StringBuilder text = new StringBuilder();
    String head = head(shown.size());
    if (!head.isEmpty()) {
      text.append(head).append("\n\n");
    }
    text.append(lines(shown));
    if (size != null) {
      text.append("\n\n").append(text("by-size"));
    }
    if (finding.products().size() > finding.from() + shown.size()) {
      text.append("\n\n").append(text("narrow"));
    }
    if (shown.stream().allMatch(product -> product.stock() == 0)) {
      text.append("\n\n").append(instead(shown));
    } else if (finding.question().says(Sign.BUYS) && shown.size() == 1) {
      text.append("\n\n").append(text("order"));
    }
    return text.toString();
  }

  private String head(int shown) {
    int all = finding.products().size();
    if (!finding.missing().isEmpty()) {
      return text("missing", quoted(finding.missing()));
    } else if (finding.partly()) {
      return text("partly");
    } else if (finding.from() > 0) {
      return text("further");
    } else if (finding.question().size() != null) {
      return text("in-size", finding.question().size());
    } else if (all > shown) {
      return text("some", all, shown);
    } else if (all == 1) {
      return finding.isByCode() ? "" : text("one");
    }
    return text("these");
  }

  /** No product has all of it: the nearest ones without the filter. */
  private String nothingWithin() {
    List<CatalogueProduct> without = finding.products();
    if (without.isEmpty()) {
      return text("not-within", text("human"));
    }
    List<CatalogueProduct> shown = without.subList(0, Math.min(ALTERNATIVES, without.size()));
    return text("not-within", text("without")) + "\n\n" + lines(shown) + "\n\n" + text("human");
  }

  /** Each product with how many of it and what they cost, and the sum. */
  private String total() {
    StringBuilder lines = new StringBuilder();
    BigDecimal sum = BigDecimal.ZERO;
    for (Item item : finding.items()) {
      CatalogueProduct product = item.cheapest();
      BigDecimal price = product.price(item.count());
      BigDecimal all = price.multiply(BigDecimal.valueOf(item.count()));
      sum = sum.add(all);
      lines
          .append(
              text("item", item.count(), product.name(), product.sku(), money(price), money(all)))
          .append(
              item.count() >= product.wholesaleFrom() && product.wholesale() != null
                  ? text("item-wholesale", product.wholesaleFrom())
                  : "")
          .append(
              product.stock() == 0
                  ? text("item-sold-out")
                  : product.stock() < item.count() ? text("item-few", product.stock()) : "")
          .append(
              item.found().size() > 1 ? text("item-chosen", item.found().size(), item.said()) : "")
          .append('\n');
    }
    boolean exact = finding.items().stream().allMatch(item -> item.found().size() == 1);
    return lines
        + "\n"
        + text(exact ? "total" : "total-from", money(sum))
        + (finding.question().says(Sign.BUYS) ? "\n\n" + text("order") : "");
  }

  private String each() {
    return finding.items().stream()
        .map(item ->
            text("each", item.said())
                + "\n\n"
                + lines(item.found().stream().limit(ALTERNATIVES).toList()))
        .collect(Collectors.joining("\n\n"));
  }

  /**
   * What else there is: others of the category for who named the product itself; who described it
   * is asked, for the others are not as described.
   */
  private String instead(List<CatalogueProduct> soldOut) {
    String category = soldOut.getFirst().category();
    List<CatalogueProduct> others =
        index.products().stream()
            .filter(product -> product.category().equals(category) && product.stock() > 0)
            .limit(ALTERNATIVES)
            .toList();
    if (others.isEmpty()) {
      return text("human");
    }
    boolean named = soldOut.stream().allMatch(product -> isNamed(product));
    return named
        ? text("instead", category) + "\n\n" + lines(others, false)
        : text("ask-instead", category);
  }

  private boolean isNamed(CatalogueProduct product) {
    List<String> name =
        CatalogueWords.of(product.name() + ' ' + product.category() + ' ' + product.material())
            .stream()
            .map(CatalogueWords::sound)
            .toList();
    return finding.question().words().stream()
        .map(CatalogueWords::sound)
        .allMatch(word -> finding.isByCode() || name.contains(word));
  }

  private static String lines(List<CatalogueProduct> products) {
    return lines(products, true);
  }

  private static String lines(List<CatalogueProduct> products, boolean described) {
    return products.stream()
        .map(product -> line(product, described))
        .collect(Collectors.joining("\n"));
  }

  private static String line(CatalogueProduct product, boolean described) {
    StringBuilder line = new StringBuilder("- **").append(product.name()).append("**");
    if (!product.material().isEmpty()) {
      line.append(", ").append(product.material());
    }
    line.append(" (").append(product.sku()).append("): ").append(money(product.price()));
    BigDecimal wholesale = product.wholesale();
    if (wholesale != null) {
      line.append(text("wholesale", money(wholesale), product.wholesaleFrom()));
    }
    line.append(product.stock() == 0 ? text("sold-out") : text("stock", product.stock()));
    if (described && !product.description().isEmpty()) {
      line.append("\n  ").append(product.description()).append('.');
    }
    return line.toString();
  }

  private static String quoted(List<String> words) {
    return words.isEmpty()
        ? text("that")
        : words.stream().map(word -> "«" + word + "»").collect(Collectors.joining(" "));
  }

  private static String list(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + text("and") + names.getLast();
  }
}
