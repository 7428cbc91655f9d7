package dev.sessionmanager.agent;

import dev.sessionmanager.files.FrontMatter;
import dev.sessionmanager.files.MalformedFile;
import dev.sessionmanager.files.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** The folder of the operator's own agents, as files in it are written. Any thread. */
final class AgentFolder {

  /** A file that is this old counts as written to its end: see {@link #write}. */
  private static final Duration SETTLED = Duration.ofSeconds(5);

  private final AgentSettings settings;
  private final Path dir;
  private final Clock clock;

  AgentFolder(AgentSettings settings, Clock clock) {
    this.settings = settings;
    this.dir = settings.dir().toAbsolutePath().normalize();
    this.clock = clock;
  }

  /** Whether files can be written there; the folder itself need not exist. */
  boolean writable() {
    Path there = dir;
    while (there != null && !Files.exists(there)) {
      there = there.getParent();
    }
    return there != null && Files.isDirectory(there) && Files.isWritable(there);
  }

  /** Where the file of an agent would be that has none. */
  Path place(String name) {
    return dir.resolve(name + ".md");
  }

  /**
   * A file, one that cannot be read as an agent too; empty where there is none.
   *
   * @throws MalformedFile where not all of it is text that can be shown: what is made from it would
   *     take the place of what was not
   */
  Optional<String> read(Path file) throws MalformedFile {
    try (InputStream in = Files.newInputStream(file)) {
      return Optional.of(
          FrontMatter.text(
              bounded(in.readNBytes(Math.toIntExact(settings.fileMax().toBytes() + 1)))));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a text as the file that it would be.
   *
   * @throws MalformedFile with the line of what is wrong
   */
  AgentFile parse(String text) throws MalformedFile {
    return AgentFile.of(new FrontMatter(bounded(text.getBytes(StandardCharsets.UTF_8))));
  }

  private byte[] bounded(byte[] content) throws MalformedFile {
    long most = settings.fileMax().toBytes();
    if (content.length > most) {
      throw new MalformedFile(
          1, "the file is larger than %d bytes (agents.file-max)".formatted(most));
    }
    return content;
  }

  /**
   * Writes a file under another name first: who reads the folder sees the old one or the new one.
   * Nobody needs to wait until it is written to its end, so it is dated back to where that counts
   * as certain.
   */
  void write(Path file, String text) throws IOException {
    Files.createDirectories(dir, OwnerOnly.folder());
    Path whole = Files.createTempFile(dir, ".", ".tmp", OwnerOnly.file());
    try {
      try (FileChannel out = FileChannel.open(whole, Set.of(StandardOpenOption.WRITE))) {
        ByteBuffer content = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (content.hasRemaining()) {
          out.write(content);
        }
        out.force(true);
      }
      Files.setLastModifiedTime(whole, FileTime.from(clock.instant().minus(SETTLED)));
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  void delete(Path file) throws IOException {
    Files.delete(file);
  }

  @Override
  public String toString() {
    return dir.toString();
  }
}
