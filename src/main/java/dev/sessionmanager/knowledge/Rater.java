package dev.sessionmanager.knowledge;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Rates entries for one question. An entry's best name counts, and both ways: how much of the
 * question the name covers, and how much of the name the question does. So "oferta" finds oferta
 * and "oferta agregada" finds oferta agregada, whichever word their texts have more often. The
 * constants are held by the tests' table of questions.
 */
final class Rater {

  /** For words that only the text has. */
  private static final double BODY = 0.2;

  /** For a name that stands in the question as it is. */
  private static final double PHRASE = 0.06;

  /** For Lucene's own score, between entries that are otherwise alike. */
  private static final double LUCENE = 0.04;

  private final List<Word> words;
  private final ToDoubleFunction<String> weight;
  private final double total;

  Rater(List<Word> words, ToDoubleFunction<String> weight) {
    this.words = words;
    this.weight = weight;
    this.total = words.stream().mapToDouble(Word::weight).sum();
  }

  /** {@code found} is Lucene's score, 0 to 1. */
  Rating rate(Indexed indexed, double found) {
    Match best = new Match(List.of(), 0, 0, 0);
    for (List<String> name : indexed.names()) {
      Match match = match(name);
      if (match.score > best.score) {
        best = match;
      }
    }
    double body = 0;
    for (Word word : words) {
      if (word.in(best.name) == 0) {
        body += word.weight() * word.in(indexed.body());
      }
    }
    double inBody = total == 0 ? 0 : body / total;
    return new Rating(
        indexed.entry(),
        best.score + BODY * inBody + LUCENE * found,
        best.covered + inBody / 2,
        best.named,
        covered(best.name));
  }

  private Match match(List<String> name) {
    double covered = 0;
    for (Word word : words) {
      covered += word.weight() * word.in(name);
    }
    if (covered == 0) {
      return new Match(name, 0, 0, 0);
    }
    double named = 0;
    double all = 0;
    for (String term : name) {
      double heavy = weight.applyAsDouble(term);
      all += heavy;
      named += words.stream().anyMatch(word -> word.readings().containsKey(term)) ? heavy : 0;
    }
    covered /= total;
    named /= all;
    double score = 2 * covered * named / (covered + named) + (asked(name) ? PHRASE : 0);
    return new Match(name, score, covered, named);
  }

  private Set<String> covered(List<String> name) {
    return words.stream()
        .filter(word -> word.in(name) > 0)
        .map(Word::term)
        .collect(Collectors.toSet());
  }

  private boolean asked(List<String> name) {
    return Collections.indexOfSubList(words.stream().map(Word::term).toList(), name) >= 0;
  }

  private record Match(List<String> name, double score, double covered, double named) {}
}
