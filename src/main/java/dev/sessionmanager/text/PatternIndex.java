package dev.sessionmanager.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Many patterns, each with what it stands for, found by the word that they can begin with: so at
 * each word of a text only a few are tried. Filled once, then read by any thread.
 */
public final class PatternIndex<T> {

  /** A pattern and what it stands for. */
  public record Entry<T>(WordPattern pattern, T meaning) {}

  /** The key of patterns that any word may begin. */
  private static final String ANY = "";

  private final Map<String, List<Entry<T>>> entries = new HashMap<>();

  /** Adds a pattern. */
  public void add(WordPattern pattern, T meaning) {
    Set<String> first = pattern.firstWords();
    for (String word : first.isEmpty() ? Set.of(ANY) : first) {
      entries.computeIfAbsent(word, none -> new ArrayList<>()).add(new Entry<>(pattern, meaning));
    }
  }

  /** The patterns that may begin with a word. */
  public List<Entry<T>> beginningWith(String word) {
    List<Entry<T>> exact = entries.getOrDefault(word, List.of());
    List<Entry<T>> any = entries.getOrDefault(ANY, List.of());
    if (any.isEmpty() || exact.isEmpty()) {
      return any.isEmpty() ? exact : any;
    }
    List<Entry<T>> both = new ArrayList<>(exact);
    both.addAll(any);
    return both;
  }
}
