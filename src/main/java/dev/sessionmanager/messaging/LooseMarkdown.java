package dev.sessionmanager.messaging;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What models write and CommonMark does not read as it is meant: bold that touches a word behind a
 * mark ({@code **Nota:**texto}), and HTML. Pure functions, linear in the length of the text.
 */
final class LooseMarkdown {

  private static final String BOLD = "**";
  private static final Pattern STRUCK = Pattern.compile("~~(?=[^\\s~])([^~\\n]{1,500}?)(?<!\\s)~~");
  private static final Pattern TAG = Pattern.compile("</?([A-Za-z][A-Za-z0-9]*)[^<>]{0,500}/?>");
  private static final Pattern ADDRESS = Pattern.compile("(?i)href\\s*=\\s*[\"']?([^\"'\\s>]+)");
  private static final Set<String> KNOWN =
      Set.of(
          "a", "b", "i", "u", "s", "p", "em", "br", "hr", "li", "ul", "ol", "td", "th", "tr", "h1",
          "h2", "h3", "h4", "h5", "h6", "del", "div", "img", "pre", "sub", "sup", "code", "font",
          "span", "small", "table", "tbody", "thead", "strong", "center");
  private static final Set<String> LINES =
      Set.of("br", "p", "li", "tr", "div", "hr", "h1", "h2", "h3", "h4", "h5", "h6");

  private LooseMarkdown() {}

  /** The text with the space that bold needs to be read as bold. */
  static String tidy(String markdown) {
    StringBuilder tidy = new StringBuilder(markdown.length() + 16);
    boolean fenced = false;
    for (String line : markdown.split("\n", -1)) {
      String start = line.stripLeading();
      boolean fence = start.startsWith("```") || start.startsWith("~~~");
      fenced ^= fence;
      tidy.append(tidy.isEmpty() ? "" : "\n").append(fenced || fence ? line : spaced(line));
    }
    return markdown.startsWith("\n") ? '\n' + tidy.toString() : tidy.toString();
  }

  private static String spaced(String line) {
    List<Integer> marks = marks(line);
    if (marks.isEmpty() || marks.size() % 2 == 1 || line.indexOf('`') >= 0) {
      return line;
    }
    StringBuilder spaced = new StringBuilder(line);
    for (int i = marks.size() - 1; i >= 0; i--) {
      int at = marks.get(i);
      boolean opens = i % 2 == 0;
      boolean letterBefore = at > 0 && Character.isLetterOrDigit(line.charAt(at - 1));
      int behind = at + BOLD.length();
      boolean letterBehind =
          behind < line.length() && Character.isLetterOrDigit(line.charAt(behind));
      if (opens && letterBefore && !letterBehind) {
        spaced.insert(at, ' ');
      } else if (!opens && letterBehind && !letterBefore) {
        spaced.insert(behind, ' ');
      }
    }
    return spaced.toString();
  }

  /** Where two stars stand, and no third beside them. */
  private static List<Integer> marks(String line) {
    return Pattern.compile("(?<![*\\\\])\\*\\*(?!\\*)")
        .matcher(line)
        .results()
        .map(found -> found.start())
        .toList();
  }

  /** Words that are struck out, with this mark around them. */
  static String struck(String words, String mark) {
    return words.contains("~~")
        ? STRUCK
            .matcher(words)
            .replaceAll(found -> Matcher.quoteReplacement(mark + found.group(1) + mark))
        : words;
  }

  /** HTML without its tags; what is no tag of HTML stays, as people write {@code <nombre>}. */
  static String words(String html) {
    StringBuilder words = new StringBuilder();
    Matcher tag = TAG.matcher(html);
    while (tag.find()) {
      String name = tag.group(1).toLowerCase(Locale.ROOT);
      String instead = "";
      if (!KNOWN.contains(name)) {
        instead = tag.group();
      } else if (LINES.contains(name) && (name.equals("br") || tag.group().startsWith("</"))) {
        instead = "\n";
      } else if (name.equals("a")) {
        Matcher address = ADDRESS.matcher(tag.group());
        instead = address.find() ? address.group(1) + ' ' : "";
      }
      tag.appendReplacement(words, Matcher.quoteReplacement(instead));
    }
    tag.appendTail(words);
    return words.toString();
  }
}
