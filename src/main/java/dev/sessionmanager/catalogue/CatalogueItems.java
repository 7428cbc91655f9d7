package dev.sessionmanager.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Products that a sentence names one after the other, each with how many of it: "2 anillos lisos y
 * una cadena veneciana". Linear in the length of the text; one thread.
 */
final class CatalogueItems {

  /** Products of one sentence, at most; more are a list that a person reads. */
  private static final int MAX = 12;

  private static final int DOZEN = 12;

  /** No order has more of one thing. */
  private static final int COUNT_MAX = 10_000;

  private static final Map<String, Integer> NUMBERS = CatalogueWords.numbers("numbers");
  private static final Set<String> JOINS = CatalogueWords.FILE.words("joins");
  private static final Set<String> ARTICLES = CatalogueWords.FILE.words("articles");
  private static final Set<String> DESCRIBING = CatalogueWords.FILE.words("describing");
  private static final Set<String> UNITS = CatalogueWords.FILE.words("units");

  /**
   * One of them.
   *
   * @param count how many; 1 where none was said
   * @param counted whether a number was said
   * @param said the words of the sentence
   * @param found the products that have all of the words, what is in stock first, the cheapest
   *     first
   */
  record Item(int count, boolean counted, String said, List<CatalogueProduct> found) {

    CatalogueProduct cheapest() {
      return found.getFirst();
    }
  }

  private final CatalogueIndex index;
  private final List<Item> items = new ArrayList<>();

  /** Whether a part of the sentence is no product. */
  private boolean unclear;

  private CatalogueItems(CatalogueIndex index) {
    this.index = index;
  }

  /** The products; empty where a part of the sentence names none, or nothing is sure. */
  static List<Item> of(CatalogueQuestion question, CatalogueIndex index) {
    CatalogueItems read = new CatalogueItems(index);
    List<Part> parts = read.parts(List.of(question.rest().split("[\\s.$-]+", -1)));
    if (parts.size() > MAX) {
      return List.of();
    }
    for (int i = 0; i < parts.size(); i++) {
      List<String> part = new ArrayList<>(parts.get(i).words);
      while (i + 1 < parts.size() && read.goesOn(part, parts.get(i + 1))) {
        part.addAll(parts.get(++i).words);
      }
      read.unclear |= !read.items.isEmpty() && read.onlyDescribes(part); // and no product is so
      read.add(part);
    }
    return read.unclear ? List.of() : List.copyOf(read.items);
  }

  /**
   * What may name one product.
   *
   * @param apart whether a sign or a word says that it is another one than the part before
   */
  private record Part(List<String> words, boolean apart) {}

  private List<Part> parts(List<String> written) {
    List<String> words = new ArrayList<>();
    for (String word : written) { // "2," and "a+b"
      for (String part : word.replaceAll("([,+;])", " $1 ").strip().split(" +", -1)) {
        words.add(part);
      }
    }
    List<Part> parts = new ArrayList<>(List.of(new Part(new ArrayList<>(), true)));
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      boolean mark = word.equals(",") || word.equals("+") || word.equals(";");
      boolean join = JOINS.contains(word) && beginsProduct(words, i + 1);
      if (mark || join) {
        parts.add(new Part(new ArrayList<>(), mark || word.length() > 1));
      } else if (!word.isEmpty()) {
        parts.getLast().words.add(word);
      }
    }
    parts.removeIf(part -> part.words.isEmpty());
    return parts;
  }

  private boolean beginsProduct(List<String> words, int behind) {
    boolean of = behind + 1 < words.size() && words.get(behind).equals("de");
    int at = of ? behind + 1 : behind;
    String next = at < words.size() ? words.get(at) : "";
    return isNumber(next)
        || ARTICLES.contains(next)
        || index.sku(words, at).isPresent()
        || index.isCategory(CatalogueWords.known(next))
        || (!CatalogueQuestion.content(next).isEmpty() && index.isName(CatalogueWords.known(next)));
  }

  /** Whether words only say what a product is like: "de 60 cm", "para mi novio", "plata 925". */
  private boolean describes(List<String> words) {
    List<String> content = content(words, NONE);
    String second = words.size() > 1 ? words.get(1) : "";
    boolean begins =
        DESCRIBING.contains(words.getFirst()) && !ARTICLES.contains(second) && !isNumber(second);
    boolean material = content.stream().allMatch(word -> isMeasure(word) || index.isMaterial(word));
    return !content.isEmpty()
        && (begins || material)
        && content.stream().noneMatch(index::isCategory)
        && IntStream.range(0, words.size()).noneMatch(at -> index.sku(words, at).isPresent());
  }

  private boolean onlyDescribes(List<String> words) {
    return describes(words)
        && content(words, NONE).stream()
            .allMatch(word ->
                isMeasure(word)
                    || index.isMaterial(word)
                    || CatalogueWords.FOR_WHOM.contains(word));
  }

  private static boolean isMeasure(String word) {
    return Character.isDigit(word.charAt(0)) && !isDigits(word);
  }

  /** Whether "dije perla" belongs to "conjunto aros": no article, and one product has it all. */
  private boolean goesOn(List<String> part, Part next) {
    String first = next.words.getFirst();
    boolean product =
        isNumber(first) || ARTICLES.contains(first) || index.sku(next.words, 0).isPresent();
    if (product || (next.apart && !describes(next.words))) {
      return false;
    }
    List<String> both = new ArrayList<>(content(part, NONE));
    int own = both.size();
    content(next.words, NONE).stream().filter(word -> !both.contains(word)).forEach(both::add);
    return own > 0
        && both.size() > own
        && both.stream().allMatch(word -> index.knows(word, false))
        && !index.withAll(both).isEmpty();
  }

  private void add(List<String> part) {
    for (int i = 0; i < part.size(); i++) {
      CatalogueProduct product = index.sku(part, i).orElse(null);
      if (product != null) {
        Count count = count(part.subList(0, i + 1), true);
        items.add(new Item(count.number, count.said, product.sku(), List.of(product)));
        return;
      }
    }
    Count count = count(part, false);
    List<String> words = whole(content(part, count));
    if (words.isEmpty()) {
      return;
    }
    boolean known = words.stream().allMatch(word -> index.knows(word, false));
    List<CatalogueProduct> found = known ? index.called(words, index.withAll(words)) : List.of();
    if (found.isEmpty()) {
      unclear = true;
      return;
    }
    List<CatalogueProduct> sorted =
        found.stream().sorted(CatalogueOrder.byPrice(words, false, false)).toList();
    items.add(new Item(count.number, count.said, String.join(" ", words), sorted));
  }

  /** Of "2 relojes de mujer y 1 de hombre" the second is a watch too. */
  private List<String> whole(List<String> words) {
    boolean described =
        !words.isEmpty() && words.stream().allMatch(CatalogueWords.FOR_WHOM::contains);
    if (items.isEmpty() || !described) {
      return words;
    }
    List<String> whole = new ArrayList<>();
    Stream.of(items.getLast().said().split(" ", -1))
        .filter(index::isCategory)
        .findFirst()
        .ifPresent(whole::add);
    whole.addAll(words);
    return whole;
  }

  /** The words of a part that name the product: any number among them, but not how many. */
  private static List<String> content(List<String> part, Count count) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < part.size(); i++) {
      String word = part.get(i);
      if (i == count.at) {
        continue;
      }
      if (isDigits(word)) {
        words.add(word);
      } else {
        CatalogueQuestion.content(word).stream()
            .filter(w -> !words.contains(w))
            .forEach(words::add);
      }
    }
    return words;
  }

  /**
   * @param at its place; -1 for none
   */
  private record Count(int number, boolean said, int at) {}

  private static final Count NONE = new Count(1, false, -1);

  /** A number before a word of the catalogue, or before units at the end: "x 3", "3 unidades". */
  private Count count(List<String> part, boolean code) {
    for (int i = 0; i < part.size(); i++) {
      String word = part.get(i).replaceFirst("^x(?=\\d+$)|(?<=^\\d{1,4})x$", "");
      if (!isNumber(word) || (i > 0 && part.get(i - 1).equals("media"))) {
        continue;
      }
      int at = i + 1;
      boolean dozen = false;
      while (at < part.size() && UNITS.contains(part.get(at))) {
        dozen |= part.get(at).startsWith("docena");
        at++;
      }
      boolean product = at < part.size() && (code || mayBeCounted(part.get(at)));
      boolean end = at == part.size() && i > 0 && (at > i + 1 || part.get(i - 1).equals("x"));
      int number = number(word);
      if ((product || end) && number > 0 && number <= COUNT_MAX) {
        return new Count(dozen ? number * DOZEN : number, isDigits(word) || number > 1 || dozen, i);
      }
    }
    int half = part.indexOf("media");
    return half >= 0 && half + 1 < part.size() && part.get(half + 1).startsWith("docena")
        ? new Count(DOZEN / 2, true, half)
        : NONE;
  }

  /** Whether so many of it may be wanted: "50 plata" is a length and a material. */
  private boolean mayBeCounted(String word) {
    String known = CatalogueWords.known(word);
    return index.knows(known, false) && !index.isMaterial(known);
  }

  /** How many of what was shown before somebody wants; 0 where no number stands alone. */
  static int alone(CatalogueQuestion question) {
    return CatalogueWords.of(question.rest()).stream()
        .filter(CatalogueItems::isNumber)
        .filter(word -> !ARTICLES.contains(word))
        .mapToInt(CatalogueItems::number)
        .filter(number -> number > 0 && number <= COUNT_MAX)
        .findFirst()
        .orElse(0);
  }

  private static int number(String word) {
    Integer known = NUMBERS.get(word);
    return known != null ? known : Integer.parseInt(word);
  }

  private static boolean isNumber(String word) {
    return NUMBERS.containsKey(word) || isDigits(word);
  }

  private static boolean isDigits(String word) {
    return word.length() <= 5 && !word.isEmpty() && word.chars().allMatch(Character::isDigit);
  }
}
