package dev.sessionmanager.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Lists of words and phrases that ship with the program, as YAML: names with texts, or with further
 * names. A list is a text whose entries stand between commas or one a line; a line that begins with
 * # is a comment. Read whole when made, so make it where it is first needed; immutable, any thread.
 *
 * <p>A file or a name that is not there is an {@link IllegalStateException} that says which: the
 * tests make every file, so it ends the build.
 */
public final class WordFile {

  private final String name;
  private final Map<?, ?> content;

  private WordFile(String name, Map<?, ?> content) {
    this.name = name;
    this.content = content;
  }

  /**
   * Reads a file of the class path.
   *
   * @param resource like {@code safety/signs.yaml}
   */
  public static WordFile read(String resource) {
    try (InputStream in = WordFile.class.getResourceAsStream("/" + resource)) {
      if (in == null) {
        throw new IllegalStateException("The word file " + resource + " does not ship.");
      }
      Object content = new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
      return new WordFile(resource, map(resource, content));
    } catch (IOException | YAMLException e) {
      throw new IllegalStateException(
          "The word file " + resource + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<?, ?> map(String name, Object content) {
    if (content instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalStateException("The word file " + name + " must be names with values.");
  }

  /** What stands below a name that has further names. */
  public WordFile part(String part) {
    return new WordFile(name + ", " + part, map(name + ", " + part, value(part)));
  }

  /** The names and what stands below each of them, in the order of the file. */
  public Map<String, WordFile> parts() {
    Map<String, WordFile> parts = new LinkedHashMap<>();
    content.keySet().forEach(part -> parts.put(String.valueOf(part), part(String.valueOf(part))));
    return parts;
  }

  /** Everything, as YAML gives it. */
  public Map<?, ?> content() {
    return content;
  }

  /** The names and their texts, in the order of the file. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    content.forEach((name, text) -> texts.put(String.valueOf(name), String.valueOf(text)));
    return texts;
  }

  /** The names and their lists, in the order of the file. */
  public Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    texts().keySet().forEach(list -> lists.put(list, entries(list)));
    return lists;
  }

  /** A text. */
  public String text(String name) {
    return value(name).toString();
  }

  /** The entries of a list: what stands between commas or line ends. */
  public List<String> entries(String list) {
    return lines(list).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .filter(entry -> !entry.isEmpty())
        .toList();
  }

  /** The words of a list, wherever white space or a comma parts them. */
  public Set<String> words(String list) {
    return Set.copyOf(
        lines(list).stream()
            .flatMap(line -> Stream.of(line.split("[\\s,]+", -1)))
            .filter(word -> !word.isEmpty())
            .distinct()
            .toList());
  }

  /** The patterns of a list, one a line. */
  public List<WordPattern> patterns(
      String list, Map<String, List<String>> lists, UnaryOperator<String> folding) {
    return lines(list).stream()
        .map(line -> {
          try {
            return WordPattern.of(line, lists, folding);
          } catch (IllegalArgumentException e) {
            throw new IllegalStateException(name + ", " + list + ": " + line, e);
          }
        })
        .toList();
  }

  /** The lines of a list, without comments. */
  public List<String> lines(String list) {
    return text(list)
        .lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private Object value(String key) {
    Object value = content.get(key);
    if (value == null) {
      throw new IllegalStateException("The word file " + name + " has no " + key + ".");
    }
    return value;
  }
}
