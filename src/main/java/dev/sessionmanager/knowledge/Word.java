package dev.sessionmanager.knowledge;

import java.util.Collection;
import java.util.Map;

/**
 * A word of a question.
 *
 * @param term as it was typed
 * @param readings words of the index that it may stand for, each with its likeness, above 0 to 1
 * @param weight how much it says about what is asked
 */
record Word(String term, Map<String, Double> readings, double weight) {

  /** How surely the word is one of the terms, from 0, not at all, to 1. */
  double in(Collection<String> terms) {
    double best = 0;
    for (Map.Entry<String, Double> reading : readings.entrySet()) {
      if (reading.getValue() > best && terms.contains(reading.getKey())) {
        best = reading.getValue();
      }
    }
    return best;
  }
}
