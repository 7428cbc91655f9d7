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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.function.SingletonSupplier;

/**
 * Every collection's shelf, from what ships and the user's own files, {@code
 * <dir>/<collection>/<id>.md}: a file of the user's takes the place of a shipped one of the same
 * name. A shelf is built by the first search in it, and anew when its files have changed. One
 * thread at a time.
 */
final class Shelves {

  private static final Logger log = LoggerFactory.getLogger(Shelves.class);

  private final WatchedFiles<Entry> files;
  private @Nullable Map<String, Supplier<Map<String, Entry>>> shipped;
  private Map<String, Map<String, Entry>> own = Map.of();
  private Map<String, Supplier<BilingualShelf>> shelves = Map.of();
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
  Map<String, Supplier<BilingualShelf>> look(Instant time) {
    files.look(time);
    BrokenFile.warn(log, "Knowledge file", broken, files.broken());
    broken = files.broken();
    Map<String, Map<String, Entry>> now = new TreeMap<>();
    files
        .good()
        .forEach((file, entry) ->
            now.computeIfAbsent(collection(file), name -> new TreeMap<>()).put(entry.id(), entry));
    if (shipped == null) {
      shipped = ShippedFiles.collections();
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

  private Map<String, Supplier<BilingualShelf>> build(
      Map<String, Supplier<Map<String, Entry>>> shipped,
      Map<String, Supplier<BilingualShelf>> before,
      Map<String, Map<String, Entry>> now) {
    Set<String> names = new TreeSet<>(shipped.keySet());
    names.addAll(now.keySet());
    Map<String, Supplier<BilingualShelf>> built = new HashMap<>();
    for (String name : names) {
      Map<String, Entry> mine = now.getOrDefault(name, Map.of());
      Supplier<BilingualShelf> old = before.get(name);
      boolean same = old != null && mine.equals(own.getOrDefault(name, Map.of()));
      Supplier<Map<String, Entry>> theirs = shipped.getOrDefault(name, Map::of);
      built.put(name, same ? old : SingletonSupplier.of(() -> shelf(theirs.get(), mine)));
    }
    return Map.copyOf(built);
  }

  private static BilingualShelf shelf(Map<String, Entry> shipped, Map<String, Entry> own) {
    Map<String, Entry> entries = new TreeMap<>(shipped);
    entries.putAll(own);
    return BilingualShelf.of(List.copyOf(entries.values()));
  }
}
