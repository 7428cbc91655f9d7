package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import dev.sessionmanager.text.WordPattern;
import dev.sessionmanager.text.WordRow;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One file of knowledge, read.
 *
 * @param id the file's name without {@code .md}
 * @param aliases other names, synonyms and whole questions that it answers
 * @param keywords patterns of words of which one in a question is enough: see {@link WordPattern}
 * @param topics what it belongs to, broadest first
 * @param source where it comes from, for the reader; may be empty
 * @param example whether it only shows what an operator is to write in its place
 * @param text Markdown without the front matter
 */
record Entry(
    String id,
    String title,
    List<String> aliases,
    List<String> keywords,
    List<String> topics,
    String source,
    Language language,
    boolean example,
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
            keywords(head),
            head.allWritten("topics"),
            source == null ? "" : source,
            language(head),
            head.flag("example"),
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

  private static List<String> keywords(FrontMatter head) throws MalformedFile {
    List<String> keywords = head.allWritten("keywords");
    for (String keyword : keywords) {
      try {
        pattern(keyword);
      } catch (IllegalArgumentException e) {
        throw new MalformedFile(head.line("keywords"), String.valueOf(e.getMessage()));
      }
    }
    return keywords;
  }

  private static WordPattern pattern(String keyword) {
    return WordPattern.of(keyword, Map.of(), Folding::plain);
  }

  /** The keywords, to be compared with a {@link WordRow}. */
  List<WordPattern> patterns() {
    return keywords.stream().map(Entry::pattern).toList();
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
