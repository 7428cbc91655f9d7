package dev.sessionmanager.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a text: letters, digits and underscores in a row; an apostrophe inside belongs to
 * its word. They are given folded with {@link Folding#ENYE_KEPT}. Pure functions.
 */
public final class TextWords {

  private TextWords() {}

  /** The words of a text in their order. */
  public static List<String> of(CharSequence text) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if (isWord(text.charAt(i))) {
        int end = end(text, i);
        words.add(folded(text, i, end));
        i = end;
      }
    }
    return words;
  }

  /** The word that begins at {@code start}; empty when none does. */
  public static String at(CharSequence text, int start) {
    return folded(text, start, end(text, start));
  }

  /** The word that ends just before {@code end}; empty when none does. */
  public static String before(CharSequence text, int end) {
    int start = end;
    while (start > 0 && (isWord(text.charAt(start - 1)) || text.charAt(start - 1) == '\'')) {
      start--;
    }
    return folded(text, start, end);
  }

  /** Where the word ends that begins at {@code start}. */
  public static int end(CharSequence text, int start) {
    int end = start;
    while (end < text.length()
        && (isWord(text.charAt(end)) || apostropheInside(text, end, start))) {
      end++;
    }
    return end;
  }

  /** Whether a character belongs to a word wherever it stands. */
  public static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_';
  }

  private static String folded(CharSequence text, int start, int end) {
    return Folding.ENYE_KEPT.of(text.subSequence(start, end));
  }

  private static boolean apostropheInside(CharSequence text, int at, int start) {
    char c = text.charAt(at);
    return (c == '\'' || c == '’')
        && at > start
        && at + 1 < text.length()
        && isWord(text.charAt(at + 1));
  }
}
