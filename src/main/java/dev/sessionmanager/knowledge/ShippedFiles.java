package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.MalformedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.util.function.SingletonSupplier;

/** The entries that ship: {@code knowledge/<collection>/<id>.md} of the class path. */
final class ShippedFiles {

  private static final String PATTERN = "classpath*:knowledge/*/*.md";

  private ShippedFiles() {}

  /** The entries of each collection by id, read when they are first wanted. */
  static Map<String, Supplier<Map<String, Entry>>> collections() {
    Map<String, Map<String, Resource>> collections = new TreeMap<>();
    try {
      for (Resource resource : new PathMatchingResourcePatternResolver().getResources(PATTERN)) {
        List<String> path = List.of(resource.getURL().getPath().split("/"));
        String id = path.getLast().substring(0, path.getLast().length() - ".md".length());
        collections
            .computeIfAbsent(path.get(path.size() - 2), name -> new TreeMap<>())
            .put(id, resource);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The knowledge that ships cannot be found.", e);
    }
    Map<String, Supplier<Map<String, Entry>>> entries = new TreeMap<>();
    collections.forEach(
        (name, resources) -> entries.put(name, SingletonSupplier.of(() -> read(resources))));
    return entries;
  }

  /** A broken entry ends the program's build, not its run: see the tests. */
  private static Map<String, Entry> read(Map<String, Resource> resources) {
    Map<String, Entry> entries = new TreeMap<>();
    resources.forEach((id, resource) -> {
      try {
        entries.put(id, Entry.parse(id, resource.getContentAsByteArray()));
      } catch (MalformedFile e) {
        throw new IllegalStateException(resource + ":" + e.line() + ": " + e.reason(), e);
      } catch (IOException e) {
        throw new UncheckedIOException("The knowledge that ships cannot be read.", e);
      }
    });
    return entries;
  }
}
