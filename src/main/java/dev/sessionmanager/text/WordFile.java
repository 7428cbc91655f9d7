package dev.sessionmanager.text;

import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
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
  private final Map<String, Object> content;

  private WordFile(String name, Map<String, Object> content) {
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

  private static Map<String, Object> map(String name, Object content) {
    if (content instanceof Map<?, ?> map) {
      Map<String, Object> named = new LinkedHashMap<>();
      map.forEach((key, value) -> named.put(String.valueOf(key), value));
      return named;
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
    content.keySet().forEach(part -> parts.put(part, part(part)));
    return parts;
  }

  /** The parts of a list whose every entry has names of its own. */
  public List<WordFile> parts(String list) {
    String place = name + ", " + list;
    return list(list).stream().map(part -> new WordFile(place, map(place, part))).toList();
  }

  /** Everything, as YAML gives it. */
  public Map<String, Object> content() {
    return Collections.unmodifiableMap(content);
  }

  /** Whether something stands at a name. */
  public boolean has(String key) {
    return content.get(key) != null;
  }

  /** The names and their texts, in the order of the file. */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    content.forEach((name, text) -> texts.put(name, String.valueOf(text)));
    return texts;
  }

  /** The names and their lists, in the order of the file. */
  public Map<String, List<String>> lists() {
    Map<String, List<String>> lists = new LinkedHashMap<>();
    content.keySet().forEach(list -> lists.put(list, entries(list)));
    return lists;
  }

  /** A text. */
  public String text(String name) {
    return value(name).toString();
  }

  /** The texts of a YAML list. */
  public List<String> texts(String list) {
    return list(list).stream().map(String::valueOf).toList();
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

  private List<?> list(String key) {
    if (value(key) instanceof List<?> list) {
      return list;
    }
    throw new IllegalStateException("The word file " + name + " must have a list at " + key + ".");
  }

  private Object value(String key) {
    Object value = content.get(key);
    if (value == null) {
      throw new IllegalStateException("The word file " + name + " has no " + key + ".");
    }
    return value;
  }
}
