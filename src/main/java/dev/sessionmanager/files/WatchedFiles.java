package dev.sessionmanager.files;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A user's files as they were at the last look. The last good version of a file stays while a newer
 * one is broken or still being written; a deleted file goes. Not for several threads: {@link
 * Rechecked} sees to that.
 *
 * @param <T> what a file is read as
 */
public final class WatchedFiles<T> {

  /**
   * A file that changed this short a while ago may still be being written, and may change again
   * without another time or size.
   */
  private static final Duration UNSETTLED = Duration.ofSeconds(2);

  /** Reads the content of one file. */
  public interface Parser<T> {
    T parse(Path file, byte[] content) throws MalformedFile;
  }

  private record Stamp(FileTime modified, long size, @Nullable Object key) {

    static Stamp of(BasicFileAttributes file) {
      return new Stamp(file.lastModifiedTime(), file.size(), file.fileKey());
    }

    boolean settled(Instant now) {
      return Duration.between(modified.toInstant(), now).abs().compareTo(UNSETTLED) >= 0;
    }
  }

  /**
   * @param stamp null where the file must be read again at the next look
   * @param good what it said when it was last readable; null when it never was
   * @param broken why it is not readable now; null when it is
   */
  private record Entry<T>(@Nullable Stamp stamp, @Nullable T good, @Nullable BrokenFile broken) {

    Entry<T> waiting() {
      return new Entry<>(null, good, broken);
    }
  }

  private final FileListing listing;
  private final Parser<T> parser;
  private final List<BrokenFile> troubles = new ArrayList<>();
  private Map<Path, Entry<T>> entries = new TreeMap<>();

  public WatchedFiles(FileListing listing, Parser<T> parser) {
    this.listing = listing;
    this.parser = parser;
  }

  /** Reads what is new or has changed, and forgets what is gone. */
  public void look(Instant now) {
    troubles.clear();
    TreeSet<Path> files;
    try {
      files = listing.list();
    } catch (IOException e) {
      trouble("the folder cannot be read, what was read before stays: " + e);
      return;
    }
    if (files.size() > listing.maxFiles()) {
      files.pollLast();
      trouble(
          "more than %s, %d files: those after the first are left out"
              .formatted(listing.maxFilesSetting(), listing.maxFiles()));
    }
    Map<Path, Entry<T>> looked = new TreeMap<>();
    for (Path file : files) {
      Entry<T> before = entries.getOrDefault(file, new Entry<>(null, null, null));
      Entry<T> entry = entry(file, before, now);
      if (entry != null) {
        looked.put(file, entry);
      }
    }
    entries = looked;
  }

  /** What is in force, in the order of the files' names. */
  public SortedMap<Path, T> good() {
    SortedMap<Path, T> good = new TreeMap<>();
    entries.forEach((file, entry) -> {
      if (entry.good() != null) {
        good.put(file, entry.good());
      }
    });
    return good;
  }

  /** What was wrong at the last look. */
  public List<BrokenFile> broken() {
    List<BrokenFile> broken = new ArrayList<>(troubles);
    entries.values().stream().map(Entry::broken).filter(Objects::nonNull).forEach(broken::add);
    return broken;
  }

  private void trouble(String reason) {
    troubles.add(new BrokenFile(listing.place().toString(), 0, reason));
  }

  /** Null where the file is gone or is none. */
  private @Nullable Entry<T> entry(Path file, Entry<T> before, Instant now) {
    Stamp stamp = null;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      Stamp found = Stamp.of(attributes);
      if (found.equals(before.stamp())) {
        return before;
      }
      boolean settled = found.settled(now);
      if (!settled && before.good() != null) {
        return before.waiting();
      }
      byte[] content = read(file);
      if (content.length < Math.min(found.size(), listing.maxBytes())
          || !found.equals(Stamp.of(Files.readAttributes(file, BasicFileAttributes.class)))) {
        return before.waiting();
      }
      stamp = settled ? found : null;
      if (content.length > listing.maxBytes()) {
        throw new MalformedFile(
            1,
            "the file is larger than %d bytes (%s)"
                .formatted(listing.maxBytes(), listing.maxBytesSetting()));
      }
      return new Entry<>(stamp, parser.parse(file, content), null);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      String reason = "it cannot be read: " + e;
      return new Entry<>(null, before.good(), new BrokenFile(file.toString(), 0, reason));
    } catch (MalformedFile e) {
      BrokenFile broken = new BrokenFile(file.toString(), e.line(), e.reason());
      return new Entry<>(stamp, before.good(), broken);
    }
  }

  /** By a stream that an interrupt does not close: whoever asks may be being cancelled. */
  private byte[] read(Path file) throws IOException {
    try (InputStream in = new FileInputStream(file.toFile())) {
      return in.readNBytes(Math.toIntExact(listing.maxBytes() + 1));
    }
  }
}
