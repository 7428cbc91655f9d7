package dev.sessionmanager.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * The head of a Markdown file, YAML between two lines of {@code ---}, and the body below it. YAML
 * is read as a tree of nodes and never made into objects: every complaint has its line, and no tag
 * can ask for a class.
 */
public final class FrontMatter {

  private static final Pattern SHAPE =
      Pattern.compile("\\A---\\h*\\n(.*?)^---\\h*$\\n?(.*)\\z", Pattern.DOTALL | Pattern.MULTILINE);

  /** The head's first line is the file's second. */
  private static final int HEAD_STARTS = 2;

  /** Entries of a list in the head, which people write by hand. */
  private static final int LIST_MAX = 64;

  /** The line of the file in which the settings begin. */
  private final int starts;

  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final String body;
  private final int end;

  /**
   * A file's bytes as a text.
   *
   * @throws MalformedFile where they are not UTF-8
   */
  public static String text(byte[] content) throws MalformedFile {
    return YamlSource.text(content);
  }

  /**
   * Reads a file's bytes, which must be UTF-8.
   *
   * @throws MalformedFile as for a text
   */
  public FrontMatter(byte[] content) throws MalformedFile {
    this(YamlSource.text(content));
  }

  /**
   * Reads a file's text.
   *
   * @throws MalformedFile where there is no head, or what is in it is not a YAML mapping of
   *     different keys
   */
  public FrontMatter(String source) throws MalformedFile {
    String text = source.replaceAll("\r\n?", "\n");
    Matcher shape = SHAPE.matcher(text.startsWith("\uFEFF") ? text.substring(1) : text);
    if (!shape.find()) {
      throw new MalformedFile(
          1, "the file must begin with a line --- and have another one after its settings");
    }
    starts = HEAD_STARTS;
    body = shape.group(2).strip();
    end = starts + (int) shape.group(1).chars().filter(c -> c == '\n').count();
    settings(shape.group(1), "between the lines --- stand settings like name: anna");
  }

  private FrontMatter(String settings, int starts) throws MalformedFile {
    this.starts = starts;
    this.body = "";
    this.end = starts + (int) settings.chars().filter(c -> c == '\n').count();
    settings(settings, "it holds settings like name: anna");
  }

  /**
   * Reads a file that is settings as a whole, without the lines of {@code ---} and without a body.
   *
   * @throws MalformedFile where it is not UTF-8, or no YAML mapping of different keys
   */
  public static FrontMatter ofYaml(byte[] content) throws MalformedFile {
    String text = YamlSource.text(content).replaceAll("\r\n?", "\n");
    return new FrontMatter(text.startsWith("\uFEFF") ? text.substring(1) : text, 1);
  }

  private void settings(String yaml, String otherwise) throws MalformedFile {
    if (!(YamlSource.nodes(yaml, starts) instanceof MappingNode mapping)) {
      throw new MalformedFile(starts, otherwise);
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (values.put(key, tuple.getValueNode()) != null) {
        throw new MalformedFile(line(tuple.getKeyNode()), key + " stands there twice");
      }
      lines.put(key, line(tuple.getKeyNode()));
    }
  }

  private int line(Node node) {
    return node.getStartMark().getLine() + starts;
  }

  /** What stands below the head, without blank space around it. */
  public String body() {
    return body;
  }

  /** The line that ends the head. */
  public int end() {
    return end;
  }

  /** The line of a key; 1 where it is not there. */
  public int line(String key) {
    return lines.getOrDefault(key, 1);
  }

  /** Whether a key is there, with a value or without. */
  public boolean has(String key) {
    return values.containsKey(key);
  }

  /** Every key that was asked for: those that a file may have. */
  public Set<String> asked() {
    return asked;
  }

  /**
   * To be called when all keys have been asked for.
   *
   * @param owners whose settings they are, like {@code agents}
   */
  public void refuseOthers(String owners) throws MalformedFile {
    for (String key : values.keySet().stream().sorted((a, b) -> line(a) - line(b)).toList()) {
      if (!asked.contains(key)) {
        throw new MalformedFile(line(key), key + " is not a setting of " + owners + ": " + asked);
      }
    }
  }

  /** A text that is not blank; null where there is none. */
  public @Nullable String text(String key, int maxChars) throws MalformedFile {
    String wanted = "must be text, at most " + maxChars + " characters";
    String text = scalar(key, wanted, Tag.STR);
    if (text != null && (text.isBlank() || text.length() > maxChars)) {
      throw wrong(key, wanted);
    }
    return text == null ? null : text.strip();
  }

  /** One text or a list of them; empty where there is none. */
  public List<String> texts(String key, int maxChars) throws MalformedFile {
    if (!(value(key) instanceof SequenceNode sequence)) {
      String one = text(key, maxChars);
      return one == null ? List.of() : List.of(one);
    }
    String wanted = "must be a list of at most " + LIST_MAX + " names";
    List<String> texts = new ArrayList<>();
    for (Node node : sequence.getValue()) {
      if (!(node instanceof ScalarNode scalar)
          || !scalar.getTag().equals(Tag.STR)
          || scalar.getValue().isBlank()
          || scalar.getValue().length() > maxChars
          || texts.size() == LIST_MAX) {
        throw new MalformedFile(line(node), key + ' ' + wanted);
      }
      texts.add(scalar.getValue().strip());
    }
    return List.copyOf(texts);
  }

  /** Texts by names of their own, of which only these are known; empty where there are none. */
  public Map<String, String> named(String key, Set<String> names, int maxChars)
      throws MalformedFile {
    Node node = value(key);
    if (node == null) {
      return Map.of();
    }
    String wanted = " must be texts, at most " + maxChars + " characters, under names of ";
    Map<String, String> texts = new HashMap<>();
    List<NodeTuple> tuples = node instanceof MappingNode map ? map.getValue() : List.of();
    for (NodeTuple tuple : tuples) {
      if (!(tuple.getKeyNode() instanceof ScalarNode name)
          || !names.contains(name.getValue())
          || !(tuple.getValueNode() instanceof ScalarNode text)
          || text.getValue().isBlank()
          || text.getValue().length() > maxChars
          || texts.put(name.getValue(), text.getValue().strip()) != null) {
        throw new MalformedFile(line(tuple.getKeyNode()), key + wanted + new TreeSet<>(names));
      }
    }
    if (texts.isEmpty()) {
      throw new MalformedFile(line(key), key + wanted + new TreeSet<>(names));
    }
    return Map.copyOf(texts);
  }

  /** A text as it is written, which may be a number or a date too; null where there is none. */
  public @Nullable String written(String key) throws MalformedFile {
    Node node = value(key);
    return node == null ? null : written(key, node);
  }

  /** One text or a list of them, as they are written; empty where there is none. */
  public List<String> allWritten(String key) throws MalformedFile {
    Node node = value(key);
    if (node == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Node one : node instanceof SequenceNode list ? list.getValue() : List.of(node)) {
      texts.add(written(key, one));
    }
    return List.copyOf(texts);
  }

  private String written(String key, Node node) throws MalformedFile {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    throw new MalformedFile(line(node), key + " must be text that is not empty");
  }

  /** A number, with a decimal point. */
  public @Nullable Double number(String key, double min, double max) throws MalformedFile {
    return within(key, "a number", min, max, Double::valueOf, Tag.INT, Tag.FLOAT);
  }

  /** A whole number. */
  public @Nullable Integer whole(String key, int min, int max) throws MalformedFile {
    return within(key, "a whole number", min, max, Integer::valueOf, Tag.INT);
  }

  private <N extends Comparable<N>> @Nullable N within(
      String key, String kind, N min, N max, Function<String, N> parser, Tag... tags)
      throws MalformedFile {
    String wanted = "must be " + kind + " from " + min + " to " + max;
    String text = scalar(key, wanted, tags);
    if (text == null) {
      return null;
    }
    try {
      N number = parser.apply(text);
      if (number.compareTo(min) >= 0 && number.compareTo(max) <= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below: YAML's octal, sexagesimal and infinite numbers.
    }
    throw wrong(key, wanted);
  }

  /** False where it is not there. */
  public boolean flag(String key) throws MalformedFile {
    String text = scalar(key, "must be true or false", Tag.BOOL);
    return text != null && List.of("true", "yes", "on").contains(text.toLowerCase(Locale.ROOT));
  }

  private @Nullable String scalar(String key, String wanted, Tag... tags) throws MalformedFile {
    Node node = value(key);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && List.of(tags).contains(scalar.getTag())) {
      return scalar.getValue();
    }
    throw wrong(key, wanted);
  }

  /** The value of a key; null where it is not there or has none. */
  private @Nullable Node value(String key) {
    asked.add(key);
    Node node = values.get(key);
    return node == null || node.getTag().equals(Tag.NULL) ? null : node;
  }

  private MalformedFile wrong(String key, String wanted) {
    return new MalformedFile(line(key), key + ' ' + wanted);
  }
}
