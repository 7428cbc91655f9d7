package dev.sessionmanager.channel.socket;

import dev.sessionmanager.messaging.TextForm;
import java.util.regex.Pattern;

/**
 * An agent's Markdown as plain text while it is being written. What more words cannot change is
 * given at once: a line without marks as far as it has come, one with marks when it has ended, a
 * table or code when its block has. For one answer, one thread.
 */
final class PlainPieces {

  /** What may be the beginning of a mark, a link, a table or code. */
  private static final Pattern MARK = Pattern.compile("[*_`\\[\\]<>|~#\\\\&!]|^ {0,3}[-=+]");

  /** Blocks that are whole only at their end. */
  private static final Pattern WHOLE = Pattern.compile("[|`~]");

  private final String site;
  private final StringBuilder block = new StringBuilder();
  private int sent;
  private boolean begun;

  /**
   * @param site what links within the service begin with
   */
  PlainPieces(String site) {
    this.site = site;
  }

  /** What can be said after these words; may be empty. */
  String more(String markdown) {
    block.append(markdown);
    StringBuilder out = new StringBuilder();
    for (int end = endOfBlock(); end >= 0; end = endOfBlock()) {
      String rest = block.substring(end);
      block.setLength(end);
      out.append(ended());
      block.append(rest);
    }
    out.append(next(sure()));
    return out.toString();
  }

  /** What is left at the end. */
  String end() {
    return ended();
  }

  private String ended() {
    String out = next(plain(block.toString()));
    block.setLength(0);
    sent = 0;
    return out;
  }

  private String plain(String markdown) {
    return TextForm.PLAIN.of(markdown, site);
  }

  /** What of the block's text has not been said yet. */
  private String next(String plain) {
    if (plain.length() <= sent) {
      return "";
    }
    String gap = sent == 0 && begun ? "\n\n" : "";
    String out = gap + plain.substring(sent);
    sent = plain.length();
    begun = true;
    return out;
  }

  /** Where the first block ends, with the empty line behind it; -1 while it may go on. */
  private int endOfBlock() {
    boolean fenced = false;
    int from = 0;
    for (int line = block.indexOf("\n"); line >= 0; line = block.indexOf("\n", from)) {
      String words = block.substring(from, line).strip();
      fenced ^= words.startsWith("```") || words.startsWith("~~~");
      from = line + 1;
      if (words.isEmpty() && !fenced) {
        return from;
      }
    }
    return -1;
  }

  /** The plain text of the block that no further words change. */
  private String sure() {
    int line = block.lastIndexOf("\n") + 1;
    String lines = block.substring(0, line);
    if (WHOLE.matcher(lines).find() || odd(lines, '*') || odd(lines, '_') || odd(lines, '[')) {
      return "";
    }
    String last = block.substring(line);
    return plain(MARK.matcher(last).find() ? lines : block.toString());
  }

  private static boolean odd(String text, char mark) {
    return text.chars().filter(c -> c == mark).count() % 2 == 1;
  }
}
