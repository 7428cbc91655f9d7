package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordPattern;
import dev.sessionmanager.text.WordRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entry that a question names by one of its keywords.
 *
 * @param from the first word of the question that the keyword covers
 * @param to the word behind the last
 */
record Named(Entry entry, int from, int to) {

  /** Words of a question that are looked at. */
  private static final int WORDS_MAX = 120;

  /** Short forms of chats that stand in keywords written out. */
  private static final Map<String, String> SHORT = Map.of("q", "que", "k", "que");

  /**
   * The entries that a question names, in the order in which it does; one whose words another names
   * with more words is left out: "cambio de talle" is about changes, not about sizes. So is one
   * that shares words with another whose topic the question names: "una función en JavaScript" is
   * not about Python's.
   */
  static List<Entry> in(List<Indexed> entries, String question) {
    List<String> all =
        WordRow.of(question).words().stream().map(word -> SHORT.getOrDefault(word, word)).toList();
    WordRow words = new WordRow(all.subList(0, Math.min(WORDS_MAX, all.size())));
    List<Named> found = new ArrayList<>();
    for (Indexed indexed : entries) {
      for (WordPattern keyword : indexed.keywords()) {
        for (int at = 0; at < words.size(); at++) {
          int end = keyword.match(words, at);
          if (end > at) {
            found.add(new Named(indexed.entry(), at, end));
          }
        }
      }
    }
    Set<String> said = Set.copyOf(words.words());
    return found.stream()
        .filter(named -> found.stream().noneMatch(named::within))
        .filter(named -> found.stream().noneMatch(other -> named.lessOn(other, said)))
        .sorted(Comparator.comparingInt(Named::from))
        .map(Named::entry)
        .distinct()
        .toList();
  }

  private boolean within(Named other) {
    return other.from <= from && to <= other.to && other.to - other.from > to - from;
  }

  private boolean lessOn(Named other, Set<String> said) {
    return from < other.to && other.from < to && topics(said) < other.topics(said);
  }

  private long topics(Set<String> said) {
    return entry.topics().stream().map(Folding::plain).filter(said::contains).count();
  }
}
