package dev.sessionmanager.optimizer;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A text cut into sentences: at line ends, and after full stops, question and exclamation marks
 * that white space follows. What is fixed is never cut.
 */
final class Sentences {

  private Sentences() {}

  /**
   * One sentence.
   *
   * @param start its first character that is no space
   * @param end after its last character, closing marks included
   * @param textEnd after its last character before the closing marks and the spaces around them
   */
  record Sentence(int start, int end, int textEnd) {}

  static List<Sentence> of(String text, BitSet fixed) {
    List<Sentence> sentences = new ArrayList<>();
    int start = skipSpaces(text, 0);
    for (int i = start; i < text.length(); i++) {
      if (fixed.get(i)) {
        continue;
      }
      boolean lineEnd = text.charAt(i) == '\n';
      if (lineEnd || closes(text, i)) {
        add(sentences, text, fixed, start, lineEnd ? i : i + 1);
        start = skipSpaces(text, i + 1);
        i = Math.max(i, start - 1);
      }
    }
    add(sentences, text, fixed, start, text.length());
    return sentences;
  }

  static boolean isClosing(char c) {
    return c == '.' || c == '!' || c == '?' || c == '…';
  }

  private static boolean closes(String text, int i) {
    return isClosing(text.charAt(i))
        && i + 1 < text.length()
        && Character.isWhitespace(text.charAt(i + 1));
  }

  private static void add(
      List<Sentence> sentences, String text, BitSet fixed, int start, int limit) {
    int end = limit;
    while (end > start && !fixed.get(end - 1) && text.charAt(end - 1) == ' ') {
      end--;
    }
    if (end <= start) {
      return;
    }
    int textEnd = end;
    while (textEnd > start
        && !fixed.get(textEnd - 1)
        && (isClosing(text.charAt(textEnd - 1)) || text.charAt(textEnd - 1) == ' ')) {
      textEnd--;
    }
    sentences.add(new Sentence(start, end, textEnd));
  }

  private static int skipSpaces(String text, int from) {
    int i = from;
    while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == '\n')) {
      i++;
    }
    return i;
  }
}
