package dev.sessionmanager.catalogue;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a product is to have, and what it must not have: "aros sin piedras", "que no sean de plata".
 *
 * @param words as the catalogue says them
 * @param without as the catalogue says them; a product whose row has one is not wanted
 */
record CatalogueWish(List<String> words, Set<String> without) {

  private static final Set<String> EXCLUDABLE = CatalogueWords.FILE.words("excludable");

  /** "que no sea caro" says nothing of what a product has. */
  private static final Set<String> NO_THINGS = CatalogueWords.FILE.words("no-things");

  private static final String BESIDE = "(?: (?:de|con|en|el|la|los|las|nada|ni|ningun|ninguna))*";

  /** Behind the first kind of words anything may stand that is not wanted. */
  private static final Pattern BEGINS =
      Pattern.compile(
          "(?:(?<any>"
              + CatalogueWords.oneOf("without-any")
              + ")|"
              + CatalogueWords.oneOf("without")
              + ")"
              + BESIDE
              + " (?<word>[a-z]{3,24})\\b");

  private static final Pattern GOES_ON =
      Pattern.compile("\\G,?(?: (?:ni|o|or|nor))(?: que sean?)?" + BESIDE + " ([a-z]{3,24})\\b");

  CatalogueWish {
    words = List.copyOf(words);
    without = Set.copyOf(without);
  }

  /**
   * A plain text without what it says is not wanted.
   *
   * @param excluded gets the words, as the catalogue says them
   */
  static String withoutExcluded(String plain, Set<String> excluded) {
    StringBuilder rest = new StringBuilder();
    Matcher begins = BEGINS.matcher(plain);
    Matcher goesOn = GOES_ON.matcher(plain);
    int at = 0;
    while (begins.find(at)) {
      boolean any = begins.group("any") != null;
      int end = exclude(begins.group("word"), any, excluded) ? begins.end() : -1;
      rest.append(plain, at, end < 0 ? begins.end() : begins.start());
      while (end >= 0 && goesOn.find(end) && exclude(goesOn.group(1), any, excluded)) {
        end = goesOn.end();
      }
      at = Math.max(end, begins.end());
    }
    return rest.append(plain.substring(at)).toString();
  }

  private static boolean exclude(String word, boolean any, Set<String> excluded) {
    String known = CatalogueWords.known(word);
    String sound = CatalogueWords.sound(known);
    boolean can =
        any ? !NO_THINGS.contains(word) : EXCLUDABLE.contains(known) || EXCLUDABLE.contains(sound);
    if (can) {
      excluded.add(known);
    }
    return can;
  }

  boolean allows(CatalogueProduct product) {
    if (without.isEmpty()) {
      return true;
    }
    String row = String.join(" ", product.name(), product.material(), product.description());
    List<String> has = CatalogueWords.indexed(row).stream().map(CatalogueWords::sound).toList();
    return without.stream().map(CatalogueWords::sound).noneMatch(has::contains);
  }
}
