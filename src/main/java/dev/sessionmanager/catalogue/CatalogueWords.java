package dev.sessionmanager.catalogue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Text as words that can be compared, though written without accents or as they sound: circonia,
 * sirconia and zirconia are one. Linear in the length of the text.
 */
final class CatalogueWords {

  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

  private CatalogueWords() {}

  /** Lower case, without accents. */
  static String plain(String text) {
    String spread = Normalizer.normalize(text, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
    StringBuilder plain = new StringBuilder(spread.length());
    for (int i = 0; i < spread.length(); i++) {
      if (Character.getType(spread.charAt(i)) != Character.NON_SPACING_MARK) {
        plain.append(spread.charAt(i));
      }
    }
    return plain.toString();
  }

  /** The words of a text, plain. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String word : NO_WORD.split(plain(text), -1)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** A plain word as it sounds, in the singular: dijes and dije are one, short as they are. */
  static String sound(String word) {
    String one =
        word.length() > 3 && word.endsWith("s") ? word.substring(0, word.length() - 1) : word;
    one = one.length() > 3 && one.endsWith("e") ? one.substring(0, one.length() - 1) : one;
    return one.replace("ll", "y")
        .replace("qu", "k")
        .replace("ce", "se")
        .replace("ci", "si")
        .replace("ge", "je")
        .replace("gi", "ji")
        .replace('z', 's')
        .replace('v', 'b')
        .replace("ch", "#")
        .replace('c', 'k')
        .replace("h", "")
        .replace("#", "ch");
  }
}
