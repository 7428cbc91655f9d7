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

  static Indexed of(Entry entry, KnowledgeLanguage language) {
    List<List<String>> names =
        entry.names().stream()
            .map(language::terms)
            .map(terms -> terms.stream().distinct().toList())
            .filter(terms -> !terms.isEmpty())
            .toList();
    return new Indexed(entry, names, Set.copyOf(language.terms(entry.text())));
  }
}
