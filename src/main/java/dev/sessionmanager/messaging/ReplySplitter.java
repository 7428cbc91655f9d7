package dev.sessionmanager.messaging;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A long answer as several messages: cut after a paragraph, else a line, a sentence, a word; within
 * what is marked (bold, code, a link) or within a word only where there is none of these, and never
 * within what a reader sees as one character.
 */
public final class ReplySplitter {

  private static final Pattern PARAGRAPH = Pattern.compile("\\n\\s*\\n");
  private static final Pattern LINE = Pattern.compile("\\n");
  private static final Pattern SENTENCE = Pattern.compile("[.!?…。！？][\"'”’»)\\]]*\\s");
  private static final Pattern WORD = Pattern.compile("\\s");

  /** What belongs together: code, what is bold, italic or struck out, a link with its name. */
  private static final Pattern TOGETHER =
      Pattern.compile(
          "```[\\s\\S]{1,2000}?```|`[^`\\n]{1,500}`"
              + "|(?<![\\p{L}\\p{N}*_~])(\\*{1,2}|_|~{1,2})(?=[^\\s*_~])[^\\n]{1,500}?(?<=\\S)\\1(?![\\p{L}\\p{N}])|\\[[^\\]\\n]{1,500}\\]\\([^)\\s]{1,2000}\\)|[^\\s:]{1,200}:"
              + " https?://\\S{1,2000}");

  /** A cut further to the front than this share of a message would make a very short one. */
  private static final double SHORT = 0.4;

  private ReplySplitter() {}

  /**
   * The messages that a reply is sent as.
   *
   * @param max chars of a part
   * @param count parts at most; what is left then is cut off, with an ellipsis in its place
   */
  public static List<String> of(String text, int max, int count) {
    List<String> parts = new ArrayList<>();
    String rest = text.strip();
    while (rest.length() > max && parts.size() < count - 1) {
      int end = cut(rest, max);
      parts.add(rest.substring(0, end).stripTrailing());
      rest = rest.substring(end).strip();
    }
    if (rest.length() > max) {
      rest = rest.substring(0, cut(rest, max - 1)).stripTrailing() + "…";
    }
    if (!rest.isEmpty()) {
      parts.add(rest);
    }
    return parts;
  }

  /** Where to cut: more than 0 and at most max. */
  private static int cut(String text, int max) {
    String window = text.substring(0, Math.min(text.length(), max + 1));
    List<int[]> together = together(text, max);
    for (List<int[]> whole : List.of(together, List.<int[]>of())) {
      for (Pattern bound : List.of(PARAGRAPH, LINE, SENTENCE, WORD)) {
        int end = last(bound, window, max, whole);
        if (end > (bound == WORD ? 0 : max * SHORT)) {
          return end;
        }
      }
    }
    return character(text, max);
  }

  /** The end of the last match up to max; what a match ends with is white space. */
  private static int last(Pattern bound, String window, int max, List<int[]> together) {
    Matcher matcher = bound.matcher(window);
    int end = 0;
    while (matcher.find()) {
      String match = matcher.group();
      int visible = matcher.start() + match.stripTrailing().length();
      if (visible <= max && together.stream().noneMatch(t -> t[0] < visible && visible < t[1])) {
        end = visible;
      }
    }
    return end;
  }

  /** From where to where something belongs together, of what begins before a cut. */
  private static List<int[]> together(String text, int max) {
    return TOGETHER
        .matcher(text.substring(0, Math.min(text.length(), 2 * max)))
        .results()
        .map(found -> new int[] {found.start(), found.end()})
        .filter(span -> span[1] - span[0] <= max)
        .toList();
  }

  private static int character(String text, int max) {
    BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
    characters.setText(text.substring(0, Math.min(text.length(), max + 32)));
    int end = characters.preceding(max + 1);
    if (end > 0) {
      return end;
    }
    // One character longer than a message, made of many marks: between two of them.
    return Character.isHighSurrogate(text.charAt(max - 1)) && max > 1 ? max - 1 : max;
  }
}
