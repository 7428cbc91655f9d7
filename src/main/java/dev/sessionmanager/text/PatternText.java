package dev.sessionmanager.text;

/**
 * A text that a {@link WordPattern} is compared with: a row of places, from 0 to {@link #size}.
 * Usually a place is a word ({@link WordRow}). Each room says here what is special about its texts:
 * typing errors, clauses, fillers.
 */
public interface PatternText {

  /** The number of places. */
  int size();

  /**
   * The place behind the word that begins at a place, if that word fits.
   *
   * @param word of the pattern, folded; {@code pre*} and {@code *end} as {@link WordPattern#fits}
   * @return -1 where it does not fit, and at the end of the text
   */
  int after(String word, int at);

  /** Whether a place belongs to the same sentence as the one before it. */
  default boolean continues(int at) {
    return true;
  }

  /** Whether a clause begins at a place: what {@code ^} asks. */
  default boolean begins(int at) {
    return at == 0;
  }

  /** Whether a clause ends just before a place: what {@code $} asks. */
  default boolean ends(int at) {
    return at == size();
  }

  /** Whether the word at a place may stand in a gap, {@code ...}; false at the end of the text. */
  default boolean fillsGap(int at) {
    return at < size();
  }

  /**
   * Whether the word at a place may stand between any two words of a pattern; false at the end of
   * the text.
   */
  default boolean isFiller(int at) {
    return false;
  }
}
