package dev.sessionmanager.optimizer;

import dev.sessionmanager.text.TextWords;
import java.util.BitSet;

/**
 * Finds what the optimiser may not touch. One walk from left to right, each search either jumping
 * to what it found or ending the walk, so time is linear in the text.
 */
final class ProtectedText {

  private static final String OPENING = "\"“«‹「『《〈„”＂";
  private static final String[] CLOSING = {"\"", "”", "»", "›", "」", "』", "》", "〉", "“”", "”", "＂"};

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
    for (int start = 0; start < text.length(); ) {
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      if (isMaterial(text, start)) {
        fixed.set(start, end);
      }
      start = end + 1;
    }
    for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', colon + 1)) {
      boolean open = colon + 1 == text.length() || Character.isWhitespace(text.charAt(colon + 1));
      if (open && !kept.get(colon)) {
        fixed.set(colon, text.length());
        break;
      }
    }
    return fixed;
  }

  /** A line that is part of a list, table, citation, dialogue or indented code. */
  private static boolean isMaterial(String text, int start) {
    int i = start;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    if (i == text.length() || text.charAt(i) == '\n') {
      return false;
    }
    if (i - start >= 4 || "\t>|•—–#".indexOf(text.charAt(i)) >= 0) {
      return true;
    }
    int digits = i;
    while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
      digits++;
    }
    boolean numbered =
        digits > i && digits < text.length() && ".)".indexOf(text.charAt(digits)) >= 0;
    int after = numbered ? digits + 1 : i + 1;
    return (numbered || "-*+".indexOf(text.charAt(i)) >= 0)
        && after < text.length()
        && text.charAt(after) == ' ';
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
    int after = runEnd(i, mark);
    int length = after - i;
    if (length >= 3 && startsLine(i)) {
      int newline = text.indexOf('\n', after);
      String info = newline < 0 ? text.substring(after) : text.substring(after, newline);
      if (mark == '~' || info.indexOf('`') < 0) {
        return keep(i, fenceEnd(newline, mark, length));
      }
    }
    return mark == '~' ? after : keep(i, inlineEnd(after, length));
  }

  private int inlineEnd(int from, int length) {
    for (int i = text.indexOf('`', from); i >= 0; ) {
      int end = runEnd(i, '`');
      if (end - i == length) {
        return end;
      }
      i = text.indexOf('`', end);
    }
    return -1;
  }

  /** After the line that closes a fence: at least as many marks, and nothing behind them. */
  private int fenceEnd(int newline, char mark, int length) {
    for (int line = newline + 1; newline >= 0 && line < text.length(); ) {
      int start = line;
      while (start < text.length() && text.charAt(start) == ' ' && start - line < 3) {
        start++;
      }
      int end = runEnd(start, mark);
      int next = text.indexOf('\n', end);
      String rest = next < 0 ? text.substring(end) : text.substring(end, next);
      if (end - start >= length && rest.isBlank()) {
        return end;
      }
      if (next < 0) {
        return -1;
      }
      line = next + 1;
    }
    return -1;
  }

  private int runEnd(int from, char mark) {
    int end = from;
    while (end < text.length() && text.charAt(end) == mark) {
      end++;
    }
    return end;
  }

  private boolean startsLine(int i) {
    int start = i;
    while (start > 0 && text.charAt(start - 1) == ' ') {
      start--;
    }
    return i - start <= 3 && (start == 0 || text.charAt(start - 1) == '\n');
  }
}
