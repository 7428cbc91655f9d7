package dev.sessionmanager.agent;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.PatternWords;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A customer's words as phrases are looked for in them: plain, well spelt, and in clauses, across
 * which no phrase reaches. Made in time linear in the length of the text; one thread.
 */
final class CustomerText implements PatternWords {

  /** Stands for words that were taken out, and is no word of any phrase. */
  private static final String TAKEN_OUT = "\0";

  private final List<String> words = new ArrayList<>();
  private final List<Boolean> begins = new ArrayList<>();
  private final Predicate<String> filler;
  private final Predicate<String> ending;

  /**
   * Reads a text.
   *
   * @param spelling the words for which a written one stands
   * @param filler words that may stand between any two of a phrase
   * @param ending words before which a clause may end
   */
  CustomerText(
      String text,
      Function<String, List<String>> spelling,
      Predicate<String> filler,
      Predicate<String> ending) {
    this.filler = filler;
    this.ending = ending;
    String plain = Folding.plain(text);
    boolean begin = true;
    int at = 0;
    while (at < plain.length()) {
      int end = wordEnd(plain, at);
      if (end == at) {
        begin |= parts(plain.charAt(at));
        at++;
      } else {
        for (String word : spelling.apply(plain.substring(at, end).replaceAll("['’]", ""))) {
          words.add(word);
          begins.add(begin);
          begin = false;
        }
        at = end;
      }
    }
  }

  private static int wordEnd(String text, int start) {
    int at = start;
    while (at < text.length()
        && (isWord(text, at) || (at > start && isQuote(text, at) && isWord(text, at + 1)))) {
      at++;
    }
    return at;
  }

  private static boolean isWord(String text, int at) {
    return at < text.length() && Character.isLetterOrDigit(text.charAt(at));
  }

  private static boolean isQuote(String text, int at) {
    return text.charAt(at) == '\'' || text.charAt(at) == '’';
  }

  private static boolean parts(char c) {
    return ".!?;\n,:()…—–\"¿¡".indexOf(c) >= 0;
  }

  @Override
  public List<String> words() {
    return words;
  }

  @Override
  public boolean continues(int at) {
    return at < size() && !begins.get(at);
  }

  @Override
  public boolean begins(int at) {
    return at == size() || begins.get(at);
  }

  @Override
  public boolean ends(int at) {
    return begins(at) || ending.test(words.get(at));
  }

  @Override
  public boolean isFiller(int at) {
    return at < size() && filler.test(words.get(at));
  }

  /** The words that are left, with a bar before each clause. */
  List<String> clauses() {
    List<String> clauses = new ArrayList<>();
    for (int at = 0; at < size(); at++) {
      if (begins.get(at)) {
        clauses.add("|");
      }
      if (!words.get(at).equals(TAKEN_OUT)) {
        clauses.add(words.get(at));
      }
    }
    return clauses;
  }

  /** Takes the words of these places out: no phrase finds them, or reaches across. */
  void takeOut(int from, int to) {
    for (int at = from; at < to; at++) {
      words.set(at, TAKEN_OUT);
    }
  }
}
