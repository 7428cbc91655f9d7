package dev.sessionmanager.knowledge;

/**
 * How well an entry fits a question.
 *
 * @param score between 0 and about 1.3
 * @param covered the part of the question, by weight, that the best name covers; what only the text
 *     covers counts half
 * @param named the part of that name, by weight, that is in the question
 */
record Rating(Entry entry, double score, double covered, double named) {

  private static final double HOPELESS = 0.22;
  private static final double SURE_COVERED = 0.6;
  private static final double SURE_NAMED = 0.8;
  private static final double WHOLE = 0.9;

  /** The best must be this many times better than the second. */
  private static final double MARGIN = 1.08;

  /** Too little in common to be worth reading. */
  boolean hopeless() {
    return score < HOPELESS;
  }

  /** Good enough to answer with; {@code next} is the second best's score, 0 without one. */
  boolean sure(double next) {
    return covered >= SURE_COVERED && named >= SURE_NAMED && score >= next * MARGIN;
  }

  /** The question is one of the entry's names and nothing more. */
  boolean whole() {
    return covered >= WHOLE && named >= WHOLE;
  }
}
