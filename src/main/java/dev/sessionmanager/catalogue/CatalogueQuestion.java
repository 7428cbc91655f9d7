package dev.sessionmanager.catalogue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to know of the catalogue, read from their words.
 *
 * @param wish what is looked for: what is left when filters and small words are taken away, and
 *     what it must not have
 * @param rest the plain text without what says prices and sizes, for {@link CatalogueItems}
 * @param order by price; {@link Order#FIT} where none was said
 * @param cue how clearly the words ask about products
 * @param size of a ring; null: any
 * @param ordinal which of those that were shown: 1 the first, -1 the last, 0 none was said
 */
record CatalogueQuestion(
    CatalogueWish wish,
    String rest,
    PriceRange price,
    Order order,
    Cue cue,
    Set<Sign> signs,
    @Nullable Integer size,
    int ordinal) {

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

  /** What words say beside naming products, each by its phrases of {@code catalogue/words.yaml}. */
  enum Sign {
    OPENS(true),
    OVERVIEW(false),
    IN_STOCK(true),
    WHOLESALE(true),
    DETAILS(true),
    COUNTS(true),
    SUMS(true),
    MAKING(true),
    AFFORDS(false),
    BUYS(false),
    MORE(false);

    private final boolean silent;
    private final Pattern phrases;

    /**
     * @param silent whether its words say nothing of what is looked for
     */
    Sign(boolean silent) {
      String list = name().toLowerCase(Locale.ROOT).replace('_', '-');
      this.silent = silent;
      String begin = list.equals("opens") ? "^ *" : "";
      this.phrases = whole(begin + CatalogueWords.oneOf(list));
    }
  }

  /** Characters of a question that are looked at; a question for a product has a few dozen. */
  private static final int MAX_CHARS = 1000;

  /** Words of it that are compared with each product. */
  private static final int MAX_WORDS = 10;

  /** A longer word is none, and comparing it costs. */
  private static final int WORD_MAX_CHARS = 24;

  /** How many are wanted; a number with a unit, or behind "de", is a measure and stays. */
  private static final Pattern QUANTITY =
      Pattern.compile(
          "(?:(?<!\\bde )\\b\\d{1,3}\\b|\\b\\d{1,3}\\b(?= (?:u|unidades|piezas|pares|docenas)\\b))"
              + "(?! ?(?:mm|cm|k|kilates|ct)\\b)(?<!925)");

  private static final Pattern SIZE =
      Pattern.compile(
          "\\b(?:"
              + String.join("|", CatalogueWords.FILE.words("sizes"))
              + ")(?: de| numero| es| del)? (\\d{1,2})\\b(?! ?(?:mm|cm))");
  private static final Pattern MEASURED = Pattern.compile("\\b\\d{1,3}(?:p\\d{1,2})?(?:mm|cm)\\b");
  private static final Pattern SIZE_WORDS =
      Pattern.compile(
          "\\b(?:" + String.join("|", CatalogueWords.FILE.words("size-words")) + ")\\b");

  /** How old somebody is: "de 8 años", "para mi ahijada de 15". */
  private static final Pattern AGE =
      Pattern.compile(
          "\\b(?:(?:de|tiene|cumple|con) )?\\d{1,3} ?(?:anos?|anitos|meses)\\b|(?:(?<=\\b(?:"
              + String.join("|", CatalogueWords.FOR_WHOM)
              + "))|(?<= (?:nena|nene|nina|nino|chica|chico))) de \\d{1,2}\\b"
              + "(?! ?(?:mm|cm|k|mil|lucas|pesos|anos?|anitos|meses)\\b)");

  private static final Pattern HOW_MANY = Pattern.compile("\\bcuant[ao]s\\b");
  private static final Pattern PLACE = Pattern.compile("\\b(?:el|la|opcion) (\\d)(?= *$)");
  private static final Pattern CHEAPEST = superlative("cheapest");
  private static final Pattern DEAREST = superlative("dearest");
  private static final Pattern STRONG = whole(CatalogueWords.oneOf("strong"));
  private static final Pattern WEAK = whole(CatalogueWords.oneOf("weak"));

  private static final Set<String> SMALL = small();
  private static final Map<String, Integer> ORDINALS = CatalogueWords.numbers("ordinals");

  private static Set<String> small() {
    Set<String> small = new HashSet<>(CatalogueWords.FILE.words("small"));
    small.addAll(CatalogueWords.numbers("numbers").keySet());
    small.addAll(CatalogueWords.numbers("ordinals").keySet());
    small.addAll(CatalogueWords.FILE.words("units"));
    small.addAll(CatalogueWords.FILE.words("sizes"));
    return Set.copyOf(small);
  }

  private static Pattern whole(String words) {
    return Pattern.compile(words + "\\b");
  }

  private static Pattern superlative(String list) {
    return whole("\\b(?:(?:la|el|las|los|lo) )?(?:mas )?" + CatalogueWords.oneOf(list));
  }

  static CatalogueQuestion of(String text) {
    CatalogueQuestion[] read = new CatalogueQuestion[1];
    String written = CatalogueWords.plain(text.substring(0, Math.min(text.length(), MAX_CHARS)));
    String plain = " " + CatalogueWords.phrased(written);
    Set<String> without = new HashSet<>();
    String wanted = CatalogueWish.withoutExcluded(plain, without);
    PriceRange.read(
        wanted, (price, rest) -> read[0] = of(price, rest, without, asksHowMany(plain)));
    return read[0];
  }

  /** Whether it asks how many somebody may have, be it for a budget. */
  private static boolean asksHowMany(String plain) {
    return HOW_MANY.matcher(plain).find() && Sign.AFFORDS.phrases.matcher(plain).find();
  }

  private static CatalogueQuestion of(
      PriceRange price, String text, Set<String> without, boolean howMany) {
    Matcher sized = SIZE.matcher(text);
    Integer size = sized.find() ? Integer.valueOf(sized.group(1)) : null;
    String aged = AGE.matcher(sized.replaceAll(" ")).replaceAll(" ");
    String rest = CatalogueWords.measures(aged);
    Matcher place = PLACE.matcher(rest);
    int ordinal = place.find() ? Integer.parseInt(place.group(1)) : ordinal(rest);
    boolean dearest = DEAREST.matcher(rest).find();
    boolean cheapest = CHEAPEST.matcher(rest).find();
    Set<Sign> signs = EnumSet.noneOf(Sign.class);
    String bare = DEAREST.matcher(CHEAPEST.matcher(rest).replaceAll(" ")).replaceAll(" ");
    for (Sign sign : Sign.values()) {
      Matcher said = sign.phrases.matcher(bare);
      if (said.find()) {
        signs.add(sign);
        bare = sign.silent ? said.replaceAll(" ") : bare;
      }
    }
    signs.remove(Sign.AFFORDS);
    if (howMany && price.most() != null) {
      signs.add(Sign.AFFORDS);
    }
    if (MEASURED.matcher(bare).find()) {
      bare = SIZE_WORDS.matcher(bare).replaceAll(" ");
    }
    boolean filtered =
        !price.isAny()
            || cheapest
            || dearest
            || size != null
            || !without.isEmpty()
            || signs.contains(Sign.IN_STOCK)
            || signs.contains(Sign.WHOLESALE)
            || signs.contains(Sign.DETAILS);
    boolean strong = STRONG.matcher(rest).find() || signs.contains(Sign.SUMS);
    Cue cue = strong ? Cue.STRONG : filtered || WEAK.matcher(rest).find() ? Cue.WEAK : Cue.NONE;
    return new CatalogueQuestion(
        new CatalogueWish(content(QUANTITY.matcher(bare).replaceAll(" ")), without),
        bare,
        price,
        cheapest ? Order.CHEAPEST : dearest ? Order.DEAREST : Order.FIT,
        cue,
        signs,
        size,
        ordinal);
  }

  private static int ordinal(String text) {
    return CatalogueWords.of(text).stream()
        .filter(ORDINALS::containsKey)
        .mapToInt(word -> ORDINALS.getOrDefault(word, 0))
        .findFirst()
        .orElse(0);
  }

  List<String> words() {
    return wish.words();
  }

  boolean says(Sign sign) {
    return signs.contains(sign);
  }

  /** Whether anything but words narrows it down. */
  boolean filtered() {
    return !price.isAny()
        || size != null
        || !wish.without().isEmpty()
        || order != Order.FIT
        || says(Sign.IN_STOCK)
        || says(Sign.WHOLESALE);
  }

  /** Whether nothing but the stock narrows it down. */
  boolean onlyInStock() {
    return says(Sign.IN_STOCK)
        && price.isAny()
        && size == null
        && wish.without().isEmpty()
        && order == Order.FIT;
  }

  boolean fits(CatalogueProduct product) {
    return price.has(product.price(says(Sign.WHOLESALE)))
        && (size == null || product.comesIn(size))
        && wish.allows(product)
        && (!says(Sign.IN_STOCK) || product.stock() > 0)
        && (!says(Sign.WHOLESALE) || product.wholesale() != null);
  }

  /** This question about other words, with the filters of the one before where it has none. */
  CatalogueQuestion after(CatalogueQuestion before, List<String> others) {
    Set<Sign> both = EnumSet.noneOf(Sign.class);
    both.addAll(signs);
    if (before.says(Sign.IN_STOCK)) {
      both.add(Sign.IN_STOCK);
    }
    return new CatalogueQuestion(
        new CatalogueWish(
            others, wish.without().isEmpty() ? before.wish.without() : wish.without()),
        rest,
        price.isAny() ? before.price : price,
        order == Order.FIT ? before.order : order,
        cue,
        both,
        size == null ? before.size : size,
        0);
  }

  /** The words of plain text that say what is looked for, as the catalogue says them. */
  static List<String> content(String text) {
    List<String> content = new ArrayList<>();
    for (String written : CatalogueWords.of(text)) {
      String word = CatalogueWords.known(written);
      if (!isSmall(written, word)
          && word.length() > 1
          && word.length() <= WORD_MAX_CHARS
          && content.size() < MAX_WORDS
          && !content.contains(word)) {
        content.add(word);
      }
    }
    return List.copyOf(content);
  }

  private static boolean isSmall(String written, String known) {
    return SMALL.contains(written)
        || SMALL.contains(known)
        || (written.equals(known)
            && CatalogueVerbs.has(written)
            && !CatalogueWords.SERVICES.contains(written));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s %s %s", wish, price, cue, signs);
  }
}
