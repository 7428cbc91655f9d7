package dev.sessionmanager.knowledge;

import dev.sessionmanager.files.BrokenFile;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.files.WatchedFiles;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every collection's shelf, from what ships and the user's own files, {@code
 * <dir>/<collection>/<id>.md}: a file of the user's takes the place of a shipped one of the same
 * name. A shelf is built anew when its files have changed. One thread at a time.
 */
final class Shelves {

  private static final Logger log = LoggerFactory.getLogger(Shelves.class);

  private final WatchedFiles<Entry> files;
  private @Nullable Map<String, Map<String, Entry>> shipped;
  private Map<String, Map<String, Entry>> own = Map.of();
  private Map<String, Shelf> shelves = Map.of();
  private List<BrokenFile> broken = List.of();

  Shelves(KnowledgeSettings settings) {
    files = new WatchedFiles<>(settings.listing(), Shelves::read);
  }

  private static Entry read(Path file, byte[] content) throws MalformedFile {
    String name = file.getFileName().toString();
    Entry entry = Entry.parse(name.substring(0, name.length() - ".md".length()), content);
    log.info("Read the knowledge file {}.", file);
    return entry;
  }

  /** The shelves as the files are now. */
  Map<String, Shelf> look(Instant time) {
    files.look(time);
    BrokenFile.warn(log, "Knowledge file", broken, files.broken());
    broken = files.broken();
    Map<String, Map<String, Entry>> now = new TreeMap<>();
    files
        .good()
        .forEach((file, entry) ->
            now.computeIfAbsent(collection(file), name -> new TreeMap<>()).put(entry.id(), entry));
    if (shipped == null) {
      shipped = ShippedFiles.read();
      shelves = build(shipped, Map.of(), now);
    } else if (!now.equals(own)) {
      shelves = build(shipped, shelves, now);
    }
    own = now;
    return shelves;
  }

  private static String collection(Path file) {
    return String.valueOf(Objects.requireNonNull(file.getParent()).getFileName());
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
