package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.MalformedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The entries that ship: {@code knowledge/<collection>/<id>.md} of the class path. */
final class ShippedFiles {

  private static final String PATTERN = "classpath*:knowledge/*/*.md";

  private ShippedFiles() {}

  /** By collection and id. A broken one ends the program's build, not its run: see the tests. */
  static Map<String, Map<String, Entry>> read() {
    Map<String, Map<String, Entry>> collections = new TreeMap<>();
    try {
      for (Resource resource : new PathMatchingResourcePatternResolver().getResources(PATTERN)) {
        List<String> path = List.of(resource.getURL().getPath().split("/"));
        String id = path.getLast().substring(0, path.getLast().length() - ".md".length());
        try (InputStream in = resource.getInputStream()) {
          collections
              .computeIfAbsent(path.get(path.size() - 2), name -> new TreeMap<>())
              .put(id, Entry.parse(id, in.readAllBytes()));
        } catch (MalformedFile e) {
          throw new IllegalStateException(
              resource.getURL() + ":" + e.line() + ": " + e.reason(), e);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The knowledge that ships cannot be read.", e);
    }
    return collections;
  }
}
