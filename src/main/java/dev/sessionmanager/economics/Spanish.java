package dev.sessionmanager.economics;

import java.util.Set;

/** How words are compared: without case, accents and small typing errors. Pure functions. */
final class Spanish {

  /** Words that may stand between the words of a name. */
  static final Set<String> FILLERS =
      Set.of(
          "=", "a", "al", "con", "de", "del", "el", "en", "es", "fue", "la", "las", "lo", "los",
          "mi", "of", "para", "por", "que", "se", "si", "su", "the", "un", "una", "valor");

  private Spanish() {}

  /** Lower case, without accents; the length never changes. */
  static String fold(CharSequence text) {
    StringBuilder folded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      folded.append(fold(text.charAt(i)));
    }
    return folded.toString();
  }

  static char fold(char c) {
    char lower = Character.toLowerCase(c);
    return switch (lower) {
      case 'á', 'à', 'â', 'ã' -> 'a';
      case 'é', 'è', 'ê' -> 'e';
      case 'í', 'ì' -> 'i';
      case 'ó', 'ò', 'ô', 'õ' -> 'o';
      case 'ú', 'ù', 'ü' -> 'u';
      case 'ñ' -> 'n';
      case 'ç' -> 'c';
      default -> lower;
    };
  }

  /**
   * Whether {@code typed} is {@code word}, give or take one typing error in words of five letters
   * and two in words of ten. The first letter must be right: there nobody errs.
   */
  static boolean same(String typed, String word) {
    if (typed.equals(word)) {
      return true;
    }
    int allowed = word.length() < 5 ? 0 : word.length() < 10 ? 1 : 2;
    return allowed > 0
        && typed.length() >= 5
        && typed.charAt(0) == word.charAt(0)
        && Math.abs(typed.length() - word.length()) <= allowed
        && distance(typed, word) <= allowed;
  }

  /** Insertions, deletions, replacements and swaps of neighbours between the two. */
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], 1 + cost[i - 2][j - 2]);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
