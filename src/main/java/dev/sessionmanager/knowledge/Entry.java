package dev.sessionmanager.knowledge;

import java.util.List;
import java.util.stream.Stream;

/**
 * One file of knowledge, read.
 *
 * @param id the file's name without {@code .md}
 * @param aliases other names, synonyms and whole questions that it answers
 * @param topics what it belongs to, broadest first
 * @param source where it comes from, for the reader; may be empty
 * @param text Markdown without the front matter
 */
record Entry(
    String id,
    String title,
    List<String> aliases,
    List<String> topics,
    String source,
    KnowledgeLanguage language,
    String text) {

  /** Title and aliases. */
  List<String> names() {
    return Stream.concat(Stream.of(title), aliases.stream()).toList();
  }
}
