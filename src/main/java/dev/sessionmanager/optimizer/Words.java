package dev.sessionmanager.optimizer;

import java.util.ArrayList;
import java.util.List;

/**
 * Words as the optimiser compares them: lower case, without the Spanish accents. Pure functions.
 */
final class Words {

  private Words() {}

  /** One character, folded; the length of a text never changes. */
  static char fold(char c) {
    return switch (Character.toLowerCase(c)) {
      case 'á', 'à', 'â', 'ã' -> 'a';
      case 'é', 'è', 'ê' -> 'e';
      case 'í', 'ì' -> 'i';
      case 'ó', 'ò', 'ô', 'õ' -> 'o';
      case 'ú', 'ù', 'ü' -> 'u';
      case 'ç' -> 'c';
      case '’' -> '\'';
      default -> Character.toLowerCase(c);
    };
  }

  static String fold(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append(fold((char) c)));
    return folded.toString();
  }

  /** Letters and digits in a row, folded; an apostrophe inside belongs to its word. */
  static List<String> of(CharSequence text) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < text.length(); i++) {
      if (isWord(text.charAt(i))) {
        int end = wordEnd(text, i);
        words.add(fold(text.subSequence(i, end)));
        i = end;
      }
    }
    return words;
  }

  /** Where the word that begins here ends. */
  static int wordEnd(CharSequence text, int start) {
    int end = start;
    while (end < text.length()
        && (isWord(text.charAt(end)) || apostropheInside(text, end, start))) {
      end++;
    }
    return end;
  }

  /** The word that ends just before {@code end}, folded; empty when there is none. */
  static String wordBefore(CharSequence text, int end) {
    int start = end;
    while (start > 0 && (isWord(text.charAt(start - 1)) || text.charAt(start - 1) == '\'')) {
      start--;
    }
    return fold(text.subSequence(start, end));
  }

  static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || Character.isSurrogate(c) || c == '_';
  }

  /**
   * Where {@code phrase} (folded, single spaces) ends if it stands at {@code start} as whole words;
   * -1 if it does not.
   */
  static int phraseEnd(CharSequence text, int start, String phrase) {
    int end = start + phrase.length();
    if (end > text.length()) {
      return -1;
    }
    for (int i = 0; i < phrase.length(); i++) {
      if (fold(text.charAt(start + i)) != phrase.charAt(i)) {
        return -1;
      }
    }
    return endsHere(text, end) ? end : -1;
  }

  /** Not in the middle of a word, an address, a path or an option. */
  private static boolean endsHere(CharSequence text, int end) {
    if (end == text.length()) {
      return true;
    }
    char next = text.charAt(end);
    if (isWord(next) || "@-/\\'’&=#".indexOf(next) >= 0) {
      return false;
    }
    return ".,:;!?".indexOf(next) < 0 || end + 1 == text.length() || !isWord(text.charAt(end + 1));
  }

  private static boolean apostropheInside(CharSequence text, int at, int start) {
    char c = text.charAt(at);
    return (c == '\'' || c == '’')
        && at > start
        && at + 1 < text.length()
        && isWord(text.charAt(at + 1));
  }
}
