package dev.sessionmanager.files;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/** YAML of a user's file as a tree of nodes, every complaint with its line. Any thread. */
final class YamlSource {

  private YamlSource() {}

  /** A file's bytes, which must be UTF-8. */
  static String text(byte[] content) throws MalformedFile {
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

  /**
   * What is written there; null where nothing is.
   *
   * @param starts the line of the file in which it begins
   */
  static @Nullable Node nodes(String head, int starts) throws MalformedFile {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(0);
    options.setNestingDepthLimit(4);
    try {
      return new Yaml(new SafeConstructor(options)).compose(new StringReader(head));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
      throw new MalformedFile(line + starts, "not YAML: " + e.getProblem());
    } catch (YAMLException e) {
      throw new MalformedFile(starts, "not YAML: " + e.getMessage());
    }
  }
}
