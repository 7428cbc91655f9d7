package dev.sessionmanager.catalogue;

import dev.sessionmanager.text.Folding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of the catalogue, read from their words.
 *
 * @param words what is looked for: what is left when filters and small words are taken away
 * @param least the lowest price, in pesos; null: any
 * @param most the highest price; null: any
 * @param order by price; {@link Order#FIT} where none was said
 * @param cue how clearly the words ask about products
 */
record CatalogueQuestion(
    List<String> words,
    @Nullable BigDecimal least,
    @Nullable BigDecimal most,
    boolean inStock,
    boolean wholesale,
    Order order,
    Cue cue) {

  enum Order {
    FIT,
    CHEAPEST,
    DEAREST
  }

  /** NONE: only what stands alone; WEAK: "tenés", "busco"; STRONG: "precio", "stock". */
  enum Cue {
    NONE,
    WEAK,
    STRONG
  }

  /** Characters of a question that are looked at; a question for a product has a few dozen. */
  private static final int MAX_CHARS = 1000;

  /** Words of it that are compared with each product. */
  private static final int MAX_WORDS = 10;

  /** A longer word is none, and comparing it costs. */
  private static final int WORD_MAX_CHARS = 24;

  private static final String NUMBER =
      "\\$? ?(\\d{1,3}(?:[.]\\d{3}){1,3}|\\d{1,9})(?:,\\d{1,2})? ?(mil|k|lucas?)?\\b";
  private static final Pattern BETWEEN =
      Pattern.compile("\\bentre(?: los)? " + NUMBER + "(?: pesos)? (?:y|a)(?: los)? " + NUMBER);
  private static final Pattern AT_MOST =
      Pattern.compile(CatalogueWords.oneOf("at-most") + "(?: los| unos)? " + NUMBER);
  private static final Pattern AT_LEAST =
      Pattern.compile(CatalogueWords.oneOf("at-least") + "(?: los| unos)? " + NUMBER);

  /** How many are wanted; a number with a unit is a measure and stays. */
  private static final Pattern QUANTITY =
      Pattern.compile("\\b\\d{1,3}\\b(?! ?(?:mm|cm|k|kilates|ct|pares))(?<!925)");

  private static final Pattern IN_STOCK = whole(CatalogueWords.oneOf("in-stock"));
  private static final Pattern WHOLESALE = whole(CatalogueWords.oneOf("wholesale"));
  private static final Pattern CHEAPEST = superlative("cheapest");
  private static final Pattern DEAREST = superlative("dearest");
  private static final Pattern STRONG = whole(CatalogueWords.oneOf("strong"));
  private static final Pattern WEAK = whole(CatalogueWords.oneOf("weak"));

  private static final Set<String> SMALL = CatalogueWords.FILE.words("small");

  private static Pattern whole(String words) {
    return Pattern.compile(words + "\\b");
  }

  private static Pattern superlative(String list) {
    return whole("\\b(?:(?:la|el|las|los|lo) )?(?:mas )?" + CatalogueWords.oneOf(list));
  }

  static CatalogueQuestion of(String text) {
    String begin = text.substring(0, Math.min(text.length(), MAX_CHARS));
    String rest =
        " "
            + Folding.plain(begin)
                .replaceAll("[^a-z0-9.,$ -]", " ")
                .replaceAll("\\s+", " ")
                .strip();
    BigDecimal least = null;
    BigDecimal most = null;
    Matcher between = BETWEEN.matcher(rest);
    if (between.find()) {
      String unit = between.group(2) == null ? between.group(4) : between.group(2);
      least = amount(between.group(1), unit);
      most = amount(between.group(3), between.group(4));
      rest = between.replaceAll(" ");
    }
    Matcher atMost = AT_MOST.matcher(rest);
    if (atMost.find()) {
      most = amount(atMost.group(1), atMost.group(2));
      rest = atMost.replaceAll(" ");
    }
    Matcher atLeast = AT_LEAST.matcher(rest);
    if (atLeast.find()) {
      least = amount(atLeast.group(1), atLeast.group(2));
      rest = atLeast.replaceAll(" ");
    }
    boolean dearest = DEAREST.matcher(rest).find();
    boolean cheapest = CHEAPEST.matcher(rest).find();
    boolean inStock = IN_STOCK.matcher(rest).find();
    boolean wholesale = WHOLESALE.matcher(rest).find();
    boolean filtered = least != null || most != null || inStock || wholesale || dearest || cheapest;
    Cue cue =
        STRONG.matcher(rest).find()
            ? Cue.STRONG
            : filtered || WEAK.matcher(rest).find() ? Cue.WEAK : Cue.NONE;
    String bare = QUANTITY.matcher(WHOLESALE.matcher(rest).replaceAll(" ")).replaceAll(" ");
    bare = DEAREST.matcher(CHEAPEST.matcher(bare).replaceAll(" ")).replaceAll(" ");
    return new CatalogueQuestion(
        content(bare),
        least,
        most,
        inStock,
        wholesale,
        cheapest ? Order.CHEAPEST : dearest ? Order.DEAREST : Order.FIT,
        cue);
  }

  /** Whether anything but words narrows it down. */
  boolean filtered() {
    return least != null || most != null || inStock || wholesale || order != Order.FIT;
  }

  boolean fits(CatalogueProduct product) {
    BigDecimal price = product.price(wholesale);
    return (least == null || price.compareTo(least) >= 0)
        && (most == null || price.compareTo(most) <= 0)
        && (!inStock || product.stock() > 0)
        && (!wholesale || product.wholesale() != null);
  }

  private static List<String> content(String text) {
    List<String> content = new ArrayList<>();
    for (String word : CatalogueWords.of(text)) {
      if (!SMALL.contains(word)
          && word.length() > 1
          && word.length() <= WORD_MAX_CHARS
          && content.size() < MAX_WORDS
          && !content.contains(word)) {
        content.add(word);
      }
    }
    return List.copyOf(content);
  }

  private static BigDecimal amount(String digits, @Nullable String unit) {
    BigDecimal amount = new BigDecimal(digits.replace(".", ""));
    return unit == null ? amount : amount.multiply(BigDecimal.valueOf(1000));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s..%s %s", words, least, most, cue);
  }
}
