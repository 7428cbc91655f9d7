package dev.sessionmanager.knowledge;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every collection's shelf, from what ships and the user's own files: a file of the user's takes
 * the place of a shipped one of the same name. A shelf is built anew when its files have changed.
 * One thread at a time.
 */
final class Shelves {

  private static final Logger log = LoggerFactory.getLogger(Shelves.class);

  private final OwnFiles files;
  private @Nullable Map<String, Map<String, Entry>> shipped;
  private Map<String, Map<String, Entry>> own = Map.of();
  private Map<String, Shelf> shelves = Map.of();
  private String trouble = "";

  Shelves(KnowledgeSettings settings) {
    files = new OwnFiles(settings);
  }

  /** The shelves as the files are now; as they were where the folder cannot be read. */
  Map<String, Shelf> look() {
    Map<String, Map<String, Entry>> now = own;
    try {
      now = files.read();
      trouble = "";
    } catch (IOException | RuntimeException e) {
      if (!trouble.equals(e.toString())) {
        trouble = e.toString();
        log.warn("The knowledge folder cannot be read; what was read before stays: {}", trouble);
      }
    }
    if (shipped == null) {
      shipped = ShippedFiles.read();
      shelves = build(shipped, Map.of(), now);
    } else if (!now.equals(own)) {
      shelves = build(shipped, shelves, now);
    }
    own = now;
    return shelves;
  }

  private Map<String, Shelf> build(
      Map<String, Map<String, Entry>> shipped,
      Map<String, Shelf> before,
      Map<String, Map<String, Entry>> now) {
    Map<String, Map<String, Entry>> all = new TreeMap<>();
    shipped.forEach((name, entries) -> all.put(name, new TreeMap<>(entries)));
    now.forEach((name, entries) -> all.computeIfAbsent(name, n -> new TreeMap<>()).putAll(entries));
    Map<String, Shelf> built = new HashMap<>();
    all.forEach((name, entries) -> {
      Shelf old = before.get(name);
      boolean same = Map.copyOf(now.getOrDefault(name, Map.of())).equals(own.get(name));
      built.put(name, old != null && same ? old : Shelf.of(entries.values().stream().toList()));
    });
    return Map.copyOf(built);
  }
}
