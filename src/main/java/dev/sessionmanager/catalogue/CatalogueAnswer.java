package dev.sessionmanager.catalogue;

import static dev.sessionmanager.catalogue.CatalogueWords.text;

import dev.sessionmanager.catalogue.CatalogueItems.Item;
import dev.sessionmanager.catalogue.CatalogueQuestion.Sign;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
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
      case AFFORDED -> answer.afforded();
      case MAKING -> answer.making();
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
      sum = sum.add(product.price(item.count()).multiply(BigDecimal.valueOf(item.count())));
      boolean stockAsked =
          finding.question().says(Sign.COUNTS) || finding.question().says(Sign.IN_STOCK);
      lines
          .append(counted(product, item.count(), stockAsked))
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

  /** So many of a product, what they cost, and whether there are so many. */
  private String counted(CatalogueProduct product, int count, boolean withStock) {
    BigDecimal price = product.price(count);
    BigDecimal all = price.multiply(BigDecimal.valueOf(count));
    BigDecimal wholesale = product.wholesale();
    StringBuilder line =
        new StringBuilder(
            text("item", count, product.name(), product.sku(), money(price), money(all)));
    if (wholesale != null && count >= product.wholesaleFrom()) {
      line.append(text("item-wholesale", product.wholesaleFrom()));
    } else if (wholesale != null && finding.question().says(Sign.WHOLESALE)) {
      line.append(text("wholesale", money(wholesale), product.wholesaleFrom()));
    }
    if (product.stock() == 0) {
      line.append(text("item-sold-out"));
    } else if (product.stock() < count) {
      line.append(text("item-few", product.stock()));
    } else if (withStock) {
      line.append(text("item-stock", product.stock()));
    }
    return line.toString();
  }

  /** How many of each product the budget is enough for. */
  private String afforded() {
    BigDecimal budget = Objects.requireNonNull(finding.question().price().most());
    List<CatalogueProduct> enough =
        finding.shown().stream().filter(product -> product.countFor(budget) > 0).toList();
    if (enough.isEmpty()) {
      return text("affords-none", money(budget)) + "\n\n" + lines(finding.shown());
    }
    String lines =
        enough.stream()
            .map(product -> counted(product, product.countFor(budget), true))
            .collect(Collectors.joining("\n"));
    return text(enough.size() == 1 ? "affords" : "affords-each", money(budget))
        + "\n\n"
        + lines
        + (finding.products().size() > finding.shown().size() ? "\n\n" + text("narrow") : "");
  }

  /** What the catalogue says of how long products take to be made. */
  private String making() {
    return finding.shown().stream()
        .map(product -> text("making", product.name(), product.sku(), product.description()))
        .collect(Collectors.joining("\n\n"));
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
            .filter(finding.question().wish()::allows)
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
        : words.stream()
            .map(word -> "«" + CatalogueWords.shown(word) + "»")
            .collect(Collectors.joining(" "));
  }

  private static String list(List<String> names) {
    return names.size() < 2
        ? String.join("", names)
        : String.join(", ", names.subList(0, names.size() - 1)) + text("and") + names.getLast();
  }
}
