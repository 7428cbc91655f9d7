package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.text.Language;
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
    Language language,
    String text) {

  /** Reads a file's bytes. */
  static Entry parse(String id, byte[] content) throws MalformedFile {
    FrontMatter head = new FrontMatter(content);
    String title = head.written("title");
    String source = head.written("source");
    Entry entry =
        new Entry(
            id,
            title == null ? "" : title,
            head.allWritten("aliases"),
            head.allWritten("topics"),
            source == null ? "" : source,
            language(head),
            head.body());
    head.refuseOthers("knowledge");
    if (title == null) {
      throw new MalformedFile(1, "title is missing");
    }
    if (entry.text.isEmpty()) {
      throw new MalformedFile(head.end(), "below the settings the text is missing");
    }
    return entry;
  }

  private static Language language(FrontMatter head) throws MalformedFile {
    String tag = head.written("language");
    Language language = tag == null ? Language.SPANISH : Language.coded(tag);
    if (language == null) {
      throw new MalformedFile(head.line("language"), "language must be es or en");
    }
    return language;
  }

  /** Title and aliases. */
  List<String> names() {
    return Stream.concat(Stream.of(title), aliases.stream()).toList();
  }
}
