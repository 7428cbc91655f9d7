package dev.sessionmanager.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The user's folder of agent files as it was at the last look. A file that has become unreadable,
 * as while it is being written, stays what it was until it is readable again. Not for several
 * threads.
 */
final class AgentFolder {

  /** A file that was written this short a while ago may be written again under the same stamp. */
  private static final Duration RECENT = Duration.ofSeconds(2);

  private record Stamp(FileTime modified, long size, @Nullable Object fileKey) {}

  /**
   * @param stamp null where the file must be read again at the next look
   * @param good what it said when it was last readable; null when it never was
   * @param broken why it is not readable now; null when it is
   */
  private record Entry(
      @Nullable Stamp stamp, @Nullable AgentFile good, @Nullable BrokenFile broken) {}

  private final AgentSettings settings;
  private Map<Path, Entry> entries = Map.of();
  private final List<BrokenFile> troubles = new ArrayList<>();

  AgentFolder(AgentSettings settings) {
    this.settings = settings;
  }

  /** Reads what is new or has changed, and forgets what is gone. */
  void look(Instant now) {
    troubles.clear();
    List<Path> files;
    try {
      files = list();
    } catch (IOException | DirectoryIteratorException e) {
      troubles.add(new BrokenFile(settings.dir().toString(), 0, "the folder cannot be read: " + e));
      return;
    }
    if (files.size() > settings.max()) {
      String reason = "more than AGENTS_MAX files: those after the first " + settings.max();
      troubles.add(new BrokenFile(settings.dir().toString(), 0, reason + " are left out"));
      files = files.subList(0, settings.max());
    }
    Map<Path, Entry> looked = HashMap.newHashMap(files.size());
    for (Path file : files) {
      Entry entry = entry(file, entries.get(file), now);
      if (entry != null) {
        looked.put(file, entry);
      }
    }
    entries = looked;
  }

  /** The agents by their files, in the order of the files' names. */
  Map<Path, AgentFile> agents() {
    Map<Path, AgentFile> agents = new TreeMap<>();
    entries.forEach((file, entry) -> {
      if (entry.good() != null) {
        agents.put(file, entry.good());
      }
    });
    return agents;
  }

  List<BrokenFile> broken() {
    List<BrokenFile> broken = new ArrayList<>(troubles);
    entries.values().stream().map(Entry::broken).filter(Objects::nonNull).forEach(broken::add);
    return broken;
  }

  /** Files that end in .md, without hidden ones (editors' temporary files) and the README. */
  private List<Path> list() throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(settings.dir(), "*.md")) {
      for (Path file : found) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && !name.equalsIgnoreCase("README.md")) {
          files.add(file);
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (NotDirectoryException e) {
      throw new IOException("it is not a folder", e);
    }
    files.sort(null);
    return files;
  }

  /** Null where the file is gone or is none. */
  private @Nullable Entry entry(Path file, @Nullable Entry before, Instant now) {
    AgentFile good = before == null ? null : before.good();
    Stamp stamp = null;
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) {
        return null;
      }
      stamp = new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
      if (before != null && stamp.equals(before.stamp())) {
        return before;
      }
      if (attributes.lastModifiedTime().toInstant().isAfter(now.minus(RECENT))) {
        stamp = null;
      }
      return new Entry(stamp, AgentFile.parse(read(file)), null);
    } catch (NoSuchFileException e) {
      return null;
    } catch (CharacterCodingException e) {
      return new Entry(stamp, good, new BrokenFile(file.toString(), 0, "it is not UTF-8"));
    } catch (IOException e) {
      return new Entry(null, good, new BrokenFile(file.toString(), 0, "it cannot be read: " + e));
    } catch (MalformedFile e) {
      return new Entry(stamp, good, new BrokenFile(file.toString(), e.line(), e.reason()));
    }
  }

  /** By a stream that an interrupt does not close: whoever asks may be being cancelled. */
  private String read(Path file) throws IOException, MalformedFile {
    int max = (int) settings.fileMax().toBytes();
    byte[] bytes;
    try (InputStream in = new FileInputStream(file.toFile())) {
      bytes = in.readNBytes(max + 1);
    }
    if (bytes.length > max) {
      throw new MalformedFile(1, "the file is larger than AGENT_FILE_MAX_BYTES, " + max + " bytes");
    }
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }
}
