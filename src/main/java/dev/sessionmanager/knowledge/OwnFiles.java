package dev.sessionmanager.knowledge;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's own entries: {@code <dir>/<collection>/<id>.md}. A file is read when its time, size or
 * identity is another than before, and what is broken is said then, so once. One thread at a time.
 */
final class OwnFiles {

  private static final Logger log = LoggerFactory.getLogger(OwnFiles.class);

  private final KnowledgeSettings settings;
  private Map<Path, Seen> seen = Map.of();
  private boolean saidTooMany;

  OwnFiles(KnowledgeSettings settings) {
    this.settings = settings;
  }

  /** What a file was when it was read, and its entry, if it is one. */
  private record Seen(Stamp stamp, @Nullable Entry entry) {}

  private record Stamp(FileTime changed, long size, @Nullable Object key) {}

  /** The entries by collection and id; none where the folder does not exist. */
  Map<String, Map<String, Entry>> read() throws IOException {
    Map<Path, Seen> now = new HashMap<>();
    Map<String, Map<String, Entry>> collections = new TreeMap<>();
    for (Path file : list()) {
      Seen one = look(file);
      if (one != null) {
        now.put(file, one);
        if (one.entry != null) {
          collections
              .computeIfAbsent(name(file.getParent()), name -> new TreeMap<>())
              .put(one.entry.id(), one.entry);
        }
      }
    }
    seen = now;
    return collections;
  }

  private Collection<Path> list() throws IOException {
    TreeSet<Path> files = new TreeSet<>();
    boolean tooMany = false;
    if (Files.isDirectory(settings.dir())) {
      try (DirectoryStream<Path> folders =
          Files.newDirectoryStream(settings.dir(), Files::isDirectory)) {
        for (Path folder : folders) {
          try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.md")) {
            for (Path file : found) {
              files.add(file);
              if (files.size() > settings.maxFiles()) {
                files.pollLast();
                tooMany = true;
              }
            }
          }
        }
      }
    }
    if (tooMany && !saidTooMany) {
      log.warn(
          "{} holds more than {} files (KNOWLEDGE_MAX_FILES): those after {} are left out.",
          settings.dir(),
          settings.maxFiles(),
          files.last());
    }
    saidTooMany = tooMany;
    return files;
  }

  /** Null where it is gone already, or no file. */
  private @Nullable Seen look(Path file) throws IOException {
    try {
      // Before its content, so that a change in between is another stamp at the next look.
      BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
      if (!is.isRegularFile()) {
        return null;
      }
      Stamp stamp = new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
      Seen before = seen.get(file);
      return before != null && before.stamp.equals(stamp) ? before : new Seen(stamp, entry(file));
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private @Nullable Entry entry(Path file) throws NoSuchFileException {
    String name = name(file);
    try {
      Entry entry = EntryParser.parse(name.substring(0, name.length() - 3), bytes(file));
      log.info("Read the knowledge file {}.", file);
      return entry;
    } catch (BrokenEntry e) {
      log.warn("The knowledge file {} is left out: line {}: {}", file, e.line(), e.getMessage());
    } catch (NoSuchFileException e) {
      throw e;
    } catch (IOException e) {
      log.warn("The knowledge file {} is left out: {}", file, e.toString());
    }
    return null;
  }

  private byte[] bytes(Path file) throws IOException, BrokenEntry {
    int most = Math.toIntExact(settings.maxFileBytes().toBytes());
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new BrokenEntry(1, "larger than " + most + " bytes (KNOWLEDGE_MAX_FILE_BYTES)");
      }
      return bytes;
    }
  }

  private static String name(@Nullable Path path) {
    return path == null ? "" : String.valueOf(path.getFileName());
  }
}
