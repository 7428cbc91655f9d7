package dev.sessionmanager.optimizer;

import java.util.BitSet;

/**
 * White space made regular: one space between words, no space at line ends, at most one empty line,
 * LF as line end, nothing before and after. Indentation stays, as do tabs where at least two lines
 * have them inside (a pasted table), and everything {@link ProtectedText#kept}.
 */
final class Whitespace {

  private Whitespace() {}

  static String regular(String text) {
    String trimmed = text.strip();
    BitSet kept = ProtectedText.kept(trimmed);
    boolean table = hasTable(trimmed, kept);
    StringBuilder out = new StringBuilder(trimmed.length());
    int i = 0;
    while (i < trimmed.length()) {
      if (kept.get(i) || !isSpace(trimmed.charAt(i))) {
        out.append(trimmed.charAt(i++));
        continue;
      }
      int end = i;
      while (end < trimmed.length() && !kept.get(end) && isSpace(trimmed.charAt(end))) {
        end++;
      }
      out.append(shortened(trimmed.substring(i, end), table));
      i = end;
    }
    return out.toString().strip();
  }

  /** What a run of spaces and line ends becomes. */
  private static String shortened(String run, boolean table) {
    int lines = 0;
    int last = -1;
    for (int i = 0; i < run.length(); i++) {
      boolean crlf = run.charAt(i) == '\r' && i + 1 < run.length() && run.charAt(i + 1) == '\n';
      if ((run.charAt(i) == '\n' || run.charAt(i) == '\r') && !crlf) {
        lines++;
        last = i;
      }
    }
    if (lines == 0) {
      return table && run.indexOf('\t') >= 0 ? run : " ";
    }
    return (lines == 1 ? "\n" : "\n\n") + run.substring(last + 1);
  }

  private static boolean hasTable(String text, BitSet kept) {
    int rows = 0;
    boolean tab = false;
    boolean row = false;
    boolean begun = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        tab = false;
        row = false;
        begun = false;
      } else if (c == '\t' && !kept.get(i)) {
        tab = begun;
      } else if (!isSpace(c)) {
        begun = true;
        if (tab && !row) {
          rows++;
          row = true;
        }
      }
    }
    return rows > 1;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
