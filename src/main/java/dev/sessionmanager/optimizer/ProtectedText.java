package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.TextWords;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what the optimiser may not touch. One walk from left to right, each search either jumping
 * to what it found or ending the walk, so time is linear in the text.
 */
final class ProtectedText {

  private static final String OPENING = "\"“«‹「『《〈„”＂";
  private static final String[] CLOSING = {"\"", "”", "»", "›", "」", "』", "》", "〉", "“”", "”", "＂"};

  /** Opens a fence: three marks or more that begin a line; those of code stand alone on it. */
  private static final Pattern FENCE =
      Pattern.compile("(?<=(?:\\A|\n) {0,3})(?:`{3,}+(?=[^`\n]*+(?:\n|\\z))|~{3})");

  /** Nothing but white space follows on the line. */
  private static final String BLANK_REST = "(?=[\\p{javaWhitespace}&&[^\n]]*+(?:\n|\\z))";

  /** A line that is part of a list, table, citation, dialogue or indented code. */
  private static final Pattern MATERIAL =
      Pattern.compile(
          "(?<![^\n])(?: {4,}+[^\n]| {0,3}+(?:[\t>|•—–#]|(?:\\p{Nd}++[.)]|[-*+]) ))[^\n]*+");

  private static final Pattern COLON = Pattern.compile(":(?=\\p{javaWhitespace}|\\z)");

  private final String text;
  private final BitSet kept;

  /** No single quotation mark closes before this place, so the line is not searched again. */
  private int noClosingBefore;

  private ProtectedText(String text) {
    this.text = text;
    this.kept = new BitSet(text.length());
  }

  /**
   * Kept byte for byte: fenced and inline code, and quotations with their marks. A mark that is
   * never closed keeps everything after it.
   */
  static BitSet kept(String text) {
    ProtectedText walk = new ProtectedText(text);
    int i = 0;
    while (i < text.length()) {
      i = walk.step(i);
    }
    return walk.kept;
  }

  /**
   * Kept, and beyond that not to be reworded: whatever follows a colon (it may be the material the
   * instruction is about), and lines of lists, tables, citations, dialogue or indented code.
   */
  static BitSet fixed(String text) {
    BitSet kept = kept(text);
    BitSet fixed = (BitSet) kept.clone();
    MATERIAL.matcher(text).results().forEach(line -> fixed.set(line.start(), line.end()));
    COLON
        .matcher(text)
        .results()
        .filter(colon -> !kept.get(colon.start()))
        .findFirst()
        .ifPresent(colon -> fixed.set(colon.start(), text.length()));
    return fixed;
  }

  private int step(int i) {
    char c = text.charAt(i);
    if (c == '`' || c == '~') {
      return code(i, c);
    }
    int pair = OPENING.indexOf(c);
    if (pair >= 0) {
      return isInchMark(i) ? i + 1 : keep(i, closing(i + 1, CLOSING[pair]));
    }
    if (c == '\'' || c == '‘') {
      return single(i, c == '\'' ? '\'' : '’');
    }
    if (c == '»' && opensWord(i)) {
      int end = text.indexOf('«', i + 1);
      return end < 0 ? i + 1 : keep(i, end + 1);
    }
    return i + 1;
  }

  private int keep(int from, int end) {
    int to = end < 0 ? text.length() : end;
    kept.set(from, to);
    return to;
  }

  private int closing(int from, String marks) {
    for (int i = from; i < text.length(); i++) {
      if (marks.indexOf(text.charAt(i)) >= 0) {
        return i + 1;
      }
    }
    return -1;
  }

  /** Whether a mark behind a digit says inches: 5" is a length, no quotation. */
  private boolean isInchMark(int i) {
    return text.charAt(i) == '"'
        && i > 0
        && Character.isDigit(text.charAt(i - 1))
        && (i + 1 == text.length() || !TextWords.isWord(text.charAt(i + 1)));
  }

  /** A quotation in single marks stays on its line; any other such mark is an apostrophe. */
  private int single(int i, char closing) {
    if (!opensWord(i) || i < noClosingBefore) {
      return i + 1;
    }
    int at = i + 1;
    for (; at < text.length() && text.charAt(at) != '\n'; at++) {
      boolean closes =
          text.charAt(at) == closing
              && at > i + 1
              && (at + 1 == text.length() || !TextWords.isWord(text.charAt(at + 1)));
      if (closes) {
        return keep(i, at + 1);
      }
    }
    noClosingBefore = closing == '\'' ? at : noClosingBefore;
    return i + 1;
  }

  private boolean opensWord(int i) {
    boolean before =
        i == 0
            || Character.isWhitespace(text.charAt(i - 1))
            || "([{¿¡".indexOf(text.charAt(i - 1)) >= 0;
    return before && i + 1 < text.length() && !Character.isWhitespace(text.charAt(i + 1));
  }

  private int code(int i, char mark) {
    int after = i;
    while (after < text.length() && text.charAt(after) == mark) {
      after++;
    }
    String marks = text.substring(i, after);
    Matcher fence = FENCE.matcher(text).useTransparentBounds(true).region(i, text.length());
    if (fence.lookingAt()) {
      return keep(i, endOf("\n {0,3}" + marks + mark + "*+" + BLANK_REST, after));
    }
    return mark == '~' ? after : keep(i, endOf("(?<!`)" + marks + "(?!`)", after));
  }

  /** Where the first match of an expression from a place on ends; -1 when there is none. */
  private int endOf(String expression, int from) {
    Matcher found = Pattern.compile(expression).matcher(text);
    return found.find(from) ? found.end() : -1;
  }
}
