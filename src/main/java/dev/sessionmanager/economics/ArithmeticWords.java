package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Turns "el 15 % de 3.400", "2 elevado a 10" into symbols for {@link ArithmeticParser}. A word that
 * belongs to no sum makes the whole text none. Pure functions.
 */
final class ArithmeticWords {

  /** Of a sum; longer texts are none. */
  private static final int MAX_LENGTH = 400;

  /** Words and phrases by their symbols, read when the first sum is. */
  private static final class Phrases {

    private static final WordFile FILE = Lexicon.FILE.part("arithmetic");

    /** Longest first, each folded. */
    static final List<Map.Entry<String, String>> ALL = all();

    private static List<Map.Entry<String, String>> all() {
      Map<String, String> symbols = new HashMap<>();
      FILE.lists()
          .forEach((symbol, phrases) -> phrases.forEach(p -> symbols.putIfAbsent(p, symbol)));
      return symbols.entrySet().stream()
          .sorted(
              Comparator.comparingInt(
                      (Map.Entry<String, String> phrase) -> phrase.getKey().length())
                  .reversed())
          .toList();
    }
  }

  private static final Pattern NUMBER =
      Pattern.compile("[0-9]++(?:[.,][0-9]++)*+|(?<![0-9])[.,][0-9]++");
  private static final Pattern SPACES = Pattern.compile("[\\s\u00a0]++");
  private static final Pattern SIGNS = Pattern.compile("[?¿!¡.,:=]*+");
  private static final Pattern SCALE =
      Pattern.compile(
          "\\s*+("
              + String.join("|", Lexicon.FILE.entries("factors-of-sums"))
              + ")(?![\\p{L}\\p{Nd}])");

  /** "11-2345-6789" and "30/06/2025" are numbers of telephones and dates. */
  private static final Pattern NO_SUM =
      Pattern.compile("\\+?[0-9]+(?:[-/][0-9]+){2,}|0?[0-9]{1,2}/0[0-9]");

  /**
   * A symbol of a sum.
   *
   * @param kind "number", a sign, or a name of the word file
   */
  record Symbol(String kind, double value) {
    boolean is(String other) {
      return kind.equals(other);
    }
  }

  private ArithmeticWords() {}

  /** The symbols of a text, without those that merely ask; null where something is no sum. */
  static @Nullable List<Symbol> read(String question) {
    String text = Folding.ENYE_FOLDED.of(question).strip();
    if (text.length() > MAX_LENGTH || NO_SUM.matcher(text).matches()) {
      return null;
    }
    List<Symbol> symbols = new ArrayList<>();
    Matcher number = NUMBER.matcher(text);
    Matcher spaces = SPACES.matcher(text);
    Matcher scale = SCALE.matcher(text);
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (spaces.region(at, text.length()).lookingAt()) {
        at = spaces.end();
      } else if (number.region(at, text.length()).lookingAt()) {
        String plain =
            Numeral.plain(number.group().startsWith(".") ? "0" + number.group() : number.group());
        if (plain == null) {
          return null;
        }
        at = number.end();
        double value = Double.parseDouble(plain);
        while (scale.region(at, text.length()).lookingAt()) {
          value *= Objects.requireNonNull(Unit.FACTORS.get(scale.group(1)));
          at = scale.end();
        }
        symbols.add(new Symbol("number", value));
      } else if (Character.isLetter(c)) {
        int end = word(text, at, symbols);
        if (end < 0) {
          return null;
        }
        at = end;
      } else {
        int end = sign(text, at, symbols);
        if (end < 0) {
          return null;
        }
        at = end;
      }
    }
    return symbols;
  }

  /** Adds a phrase or a number in words; -1 for a word that belongs to no sum. */
  private static int word(String text, int at, List<Symbol> symbols) {
    for (Map.Entry<String, String> phrase : Phrases.ALL) {
      String words = phrase.getKey();
      int end = at + words.length();
      if (text.startsWith(words, at) && isBorder(text, end, words)) {
        boolean asks = phrase.getValue().equals("asks") || phrase.getValue().equals("silent");
        if (!asks) {
          symbols.add(new Symbol(phrase.getValue(), 0));
        }
        return end;
      }
    }
    NumberWords.Read spoken = NumberWords.at(text, at);
    if (spoken == null || spoken.article()) {
      return -1;
    }
    symbols.add(new Symbol("number", spoken.value()));
    return spoken.end();
  }

  /** "2x3" is a product: behind the one letter that is a sign a digit may follow. */
  private static boolean isBorder(String text, int end, String words) {
    return end == text.length()
        || !Character.isLetterOrDigit(text.charAt(end))
        || (words.equals("x") && Character.isDigit(text.charAt(end)));
  }

  /** Adds an operator; skips marks of the sentence at its borders, and currencies. */
  private static int sign(String text, int at, List<Symbol> symbols) {
    char c = text.charAt(at);
    if (text.startsWith("**", at)) {
      symbols.add(new Symbol("^", 0));
      return at + 2;
    }
    String kind =
        switch (c) {
          case '+', '(', ')', '^' -> String.valueOf(c);
          case '-', '−', '–' -> "-";
          case '*', '×', '·' -> "*";
          case '/', '÷' -> "/";
          case '%' -> "percent";
          case '√' -> "root";
          case '[' -> "(";
          case ']' -> ")";
          case '²' -> "squared";
          case '³' -> "cubed";
          default -> "";
        };
    if (!kind.isEmpty()) {
      symbols.add(new Symbol(kind, 0));
      return at + 1;
    }
    if (c == '$' || c == '€') {
      return at + 1;
    }
    Matcher marks = SIGNS.matcher(text).region(at, text.length());
    boolean border = marks.lookingAt() && marks.end() > at && isEdge(text, marks.end(), symbols);
    return border ? marks.end() : -1;
  }

  /** Whether nothing of the sum came yet, or nothing comes any more. */
  private static boolean isEdge(String text, int end, List<Symbol> symbols) {
    return symbols.isEmpty() || text.substring(end).chars().noneMatch(Character::isDigit);
  }
}
