package dev.sessionmanager.knowledge;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/**
 * Reads Markdown with YAML front matter: a line {@code ---}, the keys, a line {@code ---}, the
 * text. The YAML is read as a tree of nodes, never as objects, so that every mistake has its line.
 */
final class EntryParser {

  private static final String FENCE = "---";
  private static final Set<String> KEYS =
      Set.of("title", "aliases", "topics", "source", "language");

  private EntryParser() {}

  static Entry parse(String id, byte[] bytes) throws BrokenEntry {
    String content = decode(bytes);
    List<String> lines = content.lines().toList();
    if (lines.isEmpty() || !lines.getFirst().stripTrailing().equals(FENCE)) {
      throw new BrokenEntry(1, "the first line must be ---, which begins the front matter");
    }
    int end = 1;
    while (end < lines.size() && !lines.get(end).stripTrailing().equals(FENCE)) {
      end++;
    }
    if (end == lines.size()) {
      throw new BrokenEntry(end, "no second line --- ends the front matter");
    }
    String text = String.join("\n", lines.subList(end + 1, lines.size())).strip();
    if (text.isEmpty()) {
      throw new BrokenEntry(lines.size(), "there is no text below the front matter");
    }
    return entry(id, keys(String.join("\n", lines.subList(1, end))), text);
  }

  private static Entry entry(String id, Map<String, Node> keys, String text) throws BrokenEntry {
    Node title = keys.get("title");
    if (title == null) {
      throw new BrokenEntry(1, "the front matter has no title");
    }
    return new Entry(
        id,
        scalar(title),
        scalars(keys.get("aliases")),
        scalars(keys.get("topics")),
        keys.containsKey("source") ? scalar(keys.get("source")) : "",
        language(keys.get("language")),
        text);
  }

  private static Map<String, Node> keys(String yaml) throws BrokenEntry {
    Map<String, Node> keys = new HashMap<>();
    if (!(compose(yaml) instanceof MappingNode mapping)) {
      throw new BrokenEntry(2, "the front matter must be keys with values, like title: Demanda");
    }
    for (NodeTuple tuple : mapping.getValue()) {
      String key = scalar(tuple.getKeyNode());
      if (!KEYS.contains(key)) {
        throw new BrokenEntry(line(tuple.getKeyNode()), "the key '" + key + "' is not known");
      }
      if (keys.put(key, tuple.getValueNode()) != null) {
        throw new BrokenEntry(line(tuple.getKeyNode()), "the key '" + key + "' stands twice");
      }
    }
    return keys;
  }

  private static @Nullable Node compose(String yaml) throws BrokenEntry {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(4);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(yaml));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 2 : e.getProblemMark().getLine() + 2;
      throw new BrokenEntry(line, String.valueOf(e.getProblem()));
    } catch (YAMLException e) {
      throw new BrokenEntry(2, String.valueOf(e.getMessage()));
    }
  }

  /** The node's line in the file: the mark counts from 0, and --- stands before. */
  private static int line(Node node) {
    return node.getStartMark().getLine() + 2;
  }

  private static String scalar(@Nullable Node node) throws BrokenEntry {
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    throw new BrokenEntry(node == null ? 2 : line(node), "one text that is not empty belongs here");
  }

  private static List<String> scalars(@Nullable Node node) throws BrokenEntry {
    List<String> values = new ArrayList<>();
    if (node instanceof SequenceNode sequence) {
      for (Node item : sequence.getValue()) {
        values.add(scalar(item));
      }
    } else if (node != null) {
      throw new BrokenEntry(line(node), "a list belongs here, like [uno, dos]");
    }
    return List.copyOf(values);
  }

  private static KnowledgeLanguage language(@Nullable Node node) throws BrokenEntry {
    if (node == null) {
      return KnowledgeLanguage.SPANISH;
    }
    KnowledgeLanguage language = KnowledgeLanguage.of(scalar(node));
    if (language == null) {
      throw new BrokenEntry(line(node), "the language must be es or en");
    }
    return language;
  }

  private static String decode(byte[] bytes) throws BrokenEntry {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .decode(in, out, true);
    String text = out.flip().toString();
    if (result.isError()) {
      throw new BrokenEntry(1 + (int) text.chars().filter(c -> c == '\n').count(), "not UTF-8");
    }
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }
}
