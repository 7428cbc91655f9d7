package dev.sessionmanager.catalogue;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Text as words that can be compared, though written without accents or as they sound: circonia,
 * sirconia and zirconia are one. Linear in the length of the text.
 */
final class CatalogueWords {

  /** The lists of words of this room; read when the catalogue is first looked at. */
  static final WordFile FILE = WordFile.read("catalogue/words.yaml");

  /** What the shop does and does not sell: who asks for it, asks a person. */
  static final Set<String> SERVICES = FILE.words("services");

  /**
   * Words that say for whom a product is. Most products do not say it; the words narrow a search
   * down where some product does.
   */
  static final Set<String> FOR_WHOM = FILE.words("for-whom");

  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");

  private CatalogueWords() {}

  /** A regular expression for one of the file's phrases, from the beginning of a word on. */
  static String oneOf(String list) {
    return "\\b(?:" + String.join("|", FILE.lines(list)) + ")";
  }

  /** The words of a text, plain. */
  static List<String> of(String text) {
    List<String> words = new ArrayList<>();
    for (String word : NO_WORD.split(Folding.plain(text), -1)) {
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
