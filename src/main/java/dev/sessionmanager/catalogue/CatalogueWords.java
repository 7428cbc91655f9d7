package dev.sessionmanager.catalogue;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** What people call things, by what the catalogue calls them. */
  private static final Map<String, String> SYNONYMS = new HashMap<>();

  static {
    FILE.part("synonyms")
        .lists()
        .forEach((word, others) -> others.forEach(other -> SYNONYMS.put(other, word)));
  }

  /** What a product also is, by the words of its row. */
  private static final Map<String, List<String>> IMPLIED = new HashMap<>();

  static {
    FILE.part("implies")
        .lists()
        .forEach((word, others) ->
            others.forEach(
                other -> IMPLIED.computeIfAbsent(other, o -> new ArrayList<>()).add(word)));
  }

  /** Words that stand for several, as they are written. */
  private static final Map<String, String> SHOWN = FILE.part("shown").texts();

  /** What people say in several words, by the word that the catalogue has for it. */
  private static final Map<String, Pattern> PHRASES = new HashMap<>();

  static {
    WordFile phrases = FILE.part("phrases");
    phrases
        .texts()
        .keySet()
        .forEach(word ->
            PHRASES.put(
                word, Pattern.compile("\\b(?:" + String.join("|", phrases.lines(word)) + ")\\b")));
  }

  private static final Pattern NO_WORD = Pattern.compile("[^a-z0-9]+");
  private static final Pattern NO_SIGN = Pattern.compile("[^a-z0-9.,$+;-]+");
  private static final Pattern LINES = Pattern.compile("[\\r\\n]+");

  /** "45 cm", "1,2 milímetros" and "18 kilates" are one word each. */
  private static final Pattern MEASURE =
      Pattern.compile(
          "\\b(\\d{1,3})(?:[.,](\\d{1,2}))?"
              + " ?(?:(mm|milimetros?)|(cm|cms|centimetros?)|(ct|atm)|(k|kt|kilates|quilates))\\b");

  private CatalogueWords() {}

  /** A word that stands for several as they are written. */
  static String shown(String word) {
    return SHOWN.getOrDefault(word, word);
  }

  /** Whether a word stands for several: "oro blanco" is no gold of the catalogue's. */
  static boolean isCompound(String word) {
    return SHOWN.containsKey(word);
  }

  /** A regular expression for one of the file's phrases, from the beginning of a word on. */
  static String oneOf(String list) {
    return "\\b(?:" + String.join("|", FILE.lines(list)) + ")";
  }

  /** A plain word as the catalogue says it. */
  static String known(String word) {
    return SYNONYMS.getOrDefault(word, word);
  }

  /** Numbers by the words of a list. */
  static Map<String, Integer> numbers(String list) {
    Map<String, Integer> numbers = new HashMap<>();
    FILE.part(list)
        .lists()
        .forEach(
            (number, words) -> words.forEach(word -> numbers.put(word, Integer.valueOf(number))));
    return Map.copyOf(numbers);
  }

  /** A text of the file with what differs. */
  static String text(String name, Object... parts) {
    return FILE.part("texts").text(name).formatted(parts);
  }

  /** A text without accents, capitals and signs that say nothing. */
  static String plain(String text) {
    String lines = LINES.matcher(text).replaceAll(" , ");
    return NO_SIGN.matcher(Folding.plain(lines)).replaceAll(" ").strip();
  }

  /** A plain text with what it says in several words as the catalogue says it. */
  static String phrased(String plain) {
    String phrased = plain;
    for (Map.Entry<String, Pattern> phrase : PHRASES.entrySet()) {
      phrased = phrase.getValue().matcher(phrased).replaceAll(" " + phrase.getKey() + " ");
    }
    return phrased;
  }

  /** A plain text with each of its measures as one word: 45cm, 1p2mm, 18k. */
  static String measures(String plain) {
    return MEASURE
        .matcher(plain)
        .replaceAll(found -> {
          String unit =
              found.group(3) != null
                  ? "mm"
                  : found.group(4) != null ? "cm" : found.group(5) != null ? found.group(5) : "k";
          String part = found.group(2);
          return found.group(1) + (part == null ? "" : "p" + part) + unit;
        });
  }

  /** The words by which a row of the catalogue is found: its own, its measures, what they imply. */
  static List<String> indexed(String text) {
    List<String> words = new ArrayList<>(of(text));
    of(measures(plain(text))).stream().filter(word -> !words.contains(word)).forEach(words::add);
    for (String word : List.copyOf(words)) {
      IMPLIED.getOrDefault(word, List.of()).stream()
          .filter(other -> !words.contains(other))
          .forEach(words::add);
    }
    return words;
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
