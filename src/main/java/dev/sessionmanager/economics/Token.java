package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/**
 * A word, a number with its unit, or one of , ; = of a sentence.
 *
 * @param word folded; {@link #NUMBER} for a number
 * @param capitals written in capitals only
 * @param amount of a number; null for all else, and for a year ("en 2001"), which is a date
 * @param start where it begins in the sentence
 * @param end where it ends
 */
record Token(String word, boolean capitals, @Nullable Amount amount, int start, int end) {

  static final String NUMBER = "#";

  /** Whether it is a year, and so no number to calculate with. */
  boolean isDate() {
    return word.equals(NUMBER) && amount == null;
  }

  boolean isBreak() {
    return word.equals(",") || word.equals(";") || word.equals("y") || word.equals("and");
  }

  boolean isFiller() {
    return Lexicon.FILLERS.contains(word);
  }
}
