package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/**
 * A word, a number with its unit, or one of , ; = of a sentence.
 *
 * @param word folded; {@link #NUMBER} for a number
 * @param capitals written in capitals only
 */
record Token(String word, boolean capitals, @Nullable Amount amount) {

  static final String NUMBER = "#";

  boolean isBreak() {
    return word.equals(",") || word.equals(";") || word.equals("y") || word.equals("and");
  }

  boolean isFiller() {
    return Lexicon.FILLERS.contains(word);
  }
}
