package dev.sessionmanager.knowledge;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How well an entry fits a question.
 *
 * @param score between 0 and about 1.3
 * @param covered the part of the question, by weight, that the best name covers; what only the text
 *     covers counts half
 * @param named the part of that name, by weight, that is in the question
 * @param words of the question, those that the name covers
 */
record Rating(Entry entry, double score, double covered, double named, Set<String> words) {

  private static final double HOPELESS_SCORE = 0.22;
  private static final double HOPELESS_COVERED = 0.45;
  private static final double SURE_COVERED = 0.6;
  private static final double SURE_NAMED = 0.8;
  private static final double WHOLE = 0.9;

  /** The best must be this many times better than the second, where it is not more specific. */
  private static final double MARGIN = 1.08;

  /** Too little in common to be worth reading. */
  boolean hopeless() {
    return score < HOPELESS_SCORE || (covered < HOPELESS_COVERED && named < SURE_NAMED);
  }

  /** Good enough to answer with, where {@code next} is the second best. */
  boolean sure(@Nullable Rating next) {
    return covered >= SURE_COVERED
        && named >= SURE_NAMED
        && (next == null || score >= next.score * MARGIN || moreSpecific(next));
  }

  /** Covers the same words of the question and more, or the same with less of a name over. */
  private boolean moreSpecific(Rating other) {
    return words.containsAll(other.words)
        && (words.size() > other.words.size() || named > other.named);
  }

  /** The question is one of the entry's names and nothing more. */
  boolean whole() {
    return covered >= WHOLE && named >= WHOLE;
  }
}
