package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.PatternText;
import dev.sessionmanager.text.TextWords;
import dev.sessionmanager.text.WordPattern;
import java.util.List;

/**
 * A text as the optimiser's patterns see it: every character is a place, and words stand one space
 * apart.
 *
 * @param size the place behind the last character that may belong to a pattern
 * @param whole whether the last word must not go on as an address, a path or an option does
 */
record InstructionText(String text, int size, boolean whole) implements PatternText {

  /** Where the first of the patterns that stands at a place ends; -1 where none does. */
  static int end(List<WordPattern> patterns, String text, int start, int size) {
    return new InstructionText(text, size, true).end(patterns, start);
  }

  /** Where the first of the patterns that stands at a place ends; -1 where none does. */
  int end(List<WordPattern> patterns, int start) {
    if (start >= size || text.charAt(start) == ' ') {
      return -1;
    }
    for (WordPattern pattern : patterns) {
      int end = pattern.match(this, start);
      if (end >= 0) {
        return end;
      }
    }
    return -1;
  }

  @Override
  public boolean continues(int at) {
    return at < size && text.charAt(at) == ' ';
  }

  @Override
  public int after(String atom, int at) {
    int start = continues(at) ? at + 1 : at;
    if (start >= size || !mayBegin(atom, text.charAt(start))) {
      return -1;
    }
    int end = TextWords.end(text, start);
    boolean fits = end <= size && WordPattern.fits(atom, TextWords.at(text, start));
    return fits && (!whole || endsWord(text, end)) ? end : -1;
  }

  /** Spares most words the comparison as a whole. */
  private static boolean mayBegin(String atom, char c) {
    return atom.charAt(0) == Folding.ENYE_KEPT.of(c) || atom.charAt(0) == '*';
  }

  /** Whether a place behind a word is not in the middle of an address, a path or an option. */
  static boolean endsWord(String text, int end) {
    if (end == text.length()) {
      return true;
    }
    char next = text.charAt(end);
    if ("@-/\\'’&=#".indexOf(next) >= 0) {
      return false;
    }
    return ".,:;!?".indexOf(next) < 0
        || end + 1 == text.length()
        || !TextWords.isWord(text.charAt(end + 1));
  }
}
