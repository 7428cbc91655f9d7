package dev.sessionmanager.knowledge;

import java.util.List;
import java.util.Set;

/**
 * An entry and its terms.
 *
 * @param names the terms of each of its names, in order
 * @param body the terms of its text
 */
record Indexed(Entry entry, List<List<String>> names, Set<String> body) {

  static Indexed of(Entry entry, KnowledgeTerms terms) {
    List<List<String>> names =
        entry.names().stream()
            .map(terms::of)
            .map(name -> name.stream().distinct().toList())
            .filter(name -> !name.isEmpty())
            .toList();
    return new Indexed(entry, names, Set.copyOf(terms.of(entry.text())));
  }
}
