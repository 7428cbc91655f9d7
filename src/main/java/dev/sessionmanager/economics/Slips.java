package dev.sessionmanager.economics;

/** Small typing errors that are forgiven when words are compared. Pure functions. */
final class Slips {

  private Slips() {}

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
