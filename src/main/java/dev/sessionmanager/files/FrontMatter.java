package dev.sessionmanager.files;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
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
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
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

  private final Map<String, Node> values = new HashMap<>();
  private final Map<String, Integer> lines = new HashMap<>();
  private final Set<String> asked = new TreeSet<>();
  private final String body;
  private final int end;

  /**
   * Reads a file's bytes, which must be UTF-8.
   *
   * @throws MalformedFile as for a text
   */
  public FrontMatter(byte[] content) throws MalformedFile {
    this(decoded(content));
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
    body = shape.group(2).strip();
    end = HEAD_STARTS + (int) shape.group(1).chars().filter(c -> c == '\n').count();
    if (!(nodes(shape.group(1)) instanceof MappingNode mapping)) {
      throw new MalformedFile(HEAD_STARTS, "between the lines --- stand settings like name: anna");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (values.put(key, tuple.getValueNode()) != null) {
        throw new MalformedFile(line(tuple.getKeyNode()), key + " stands there twice");
      }
      lines.put(key, line(tuple.getKeyNode()));
    }
  }

  private static String decoded(byte[] content) throws MalformedFile {
    CharBuffer text = CharBuffer.allocate(content.length);
    CoderResult result =
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content), text, true);
    text.flip();
    if (result.isError()) {
      throw new MalformedFile(
          1 + (int) text.chars().filter(c -> c == '\n').count(), "it is not UTF-8");
    }
    return text.toString();
  }

  private static @Nullable Node nodes(String head) throws MalformedFile {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(4);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(head));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
      throw new MalformedFile(line + HEAD_STARTS, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new MalformedFile(HEAD_STARTS, "not YAML: " + e.getMessage());
    }
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + HEAD_STARTS;
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

  private static String written(String key, Node node) throws MalformedFile {
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
