package dev.sessionmanager.knowledge;

import dev.sessionmanager.text.WordPattern;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An entry and its terms.
 *
 * @param names the terms of each of its names, in order
 * @param body the terms of its text
 * @param keywords the patterns of which one in a question is enough
 * @param exact the words of each of its names, without stop words
 */
record Indexed(
    Entry entry,
    List<List<String>> names,
    Set<String> body,
    List<WordPattern> keywords,
    Set<List<String>> exact) {

  static Indexed of(Entry entry, KnowledgeTerms terms) {
    List<List<String>> names =
        entry.names().stream()
            .map(terms::of)
            .map(name -> name.stream().distinct().toList())
            .filter(name -> !name.isEmpty())
            .toList();
    return new Indexed(
        entry,
        names,
        Set.copyOf(terms.of(entry.text())),
        entry.patterns(),
        entry.names().stream().map(terms::words).collect(Collectors.toUnmodifiableSet()));
  }
}
