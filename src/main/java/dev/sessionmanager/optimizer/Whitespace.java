package dev.sessionmanager.optimizer;

import java.util.BitSet;
import java.util.regex.Pattern;

/**
 * White space made regular: one space between words, no space at line ends, at most one empty line,
 * LF as line end, nothing before and after. Indentation stays, as do tabs where at least two lines
 * have them inside (a pasted table), and everything {@link ProtectedText#kept}.
 */
final class Whitespace {

  private static final Pattern LINE_END = Pattern.compile("\r\n?|\n");

  /** A line with a tab between two words. */
  private static final Pattern ROW =
      Pattern.compile("(?<![^\r\n])[ \t]*+[^ \t\r\n][^\t\r\n]*+\t[ \t]*+[^ \t\r\n]");

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
    String[] lines = LINE_END.split(run, -1);
    if (lines.length == 1) {
      return table && run.indexOf('\t') >= 0 ? run : " ";
    }
    return (lines.length == 2 ? "\n" : "\n\n") + lines[lines.length - 1];
  }

  private static boolean hasTable(String text, BitSet kept) {
    StringBuilder open = new StringBuilder(text);
    kept.stream().filter(i -> open.charAt(i) == '\t').forEach(i -> open.setCharAt(i, ' '));
    return ROW.matcher(open).results().limit(2).count() > 1;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
  }
}
