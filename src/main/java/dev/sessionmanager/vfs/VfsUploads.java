package dev.sessionmanager.vfs;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.Slots;
import dev.sessionmanager.server.TimedInput;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Files on their way in: received into a folder beside the users' own, forced to disk, then moved
 * to their place in one step. A slow sender holds no lock.
 */
final class VfsUploads {

  /** No user's folder begins with a dot. */
  private static final String WAITING = ".uploads";

  /** Files that a crash left behind are removed when they are older than any upload can last. */
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private static final int CHUNK = 16 * 1024;

  private final VfsSettings settings;
  private final Slots slots;
  private final AtomicBoolean swept = new AtomicBoolean();

  VfsUploads(VfsSettings settings) {
    this.settings = settings;
    this.slots =
        new Slots(
            new Slots.Limit(
                settings.maxUploadsPerUser(), "runtime.embedded.vfs.max-uploads-per-user"),
            new Slots.Limit(settings.maxUploads(), "VFS_MAX_UPLOADS"),
            Duration.ZERO);
  }

  /** Reads an owner's body to its end, or to the first byte too many, or too late. */
  Upload receive(String owner, InputStream body) throws IOException {
    Path file = waiting().resolve(UUID.randomUUID().toString());
    Slots.Slot slot = slots.take(owner);
    boolean received = false;
    try {
      long size = copy(new TimedInput(body, settings.uploadTimeout()), file);
      received = true;
      return new Upload(slot, file, size);
    } catch (SocketTimeoutException slow) {
      throw new Problem(Problem.Kind.TOO_SLOW)
          .setting("runtime.embedded.vfs.upload-timeout")
          .causedBy(slow);
    } finally {
      if (!received) {
        slot.close();
        Files.deleteIfExists(file);
      }
    }
  }

  /**
   * A file that has been received and has no owner yet; closing removes it unless it was placed.
   */
  final class Upload implements Closeable {
    private final Slots.Slot slot;
    private final Path file;
    private final long size;

    private Upload(Slots.Slot slot, Path file, long size) {
      this.slot = slot;
      this.file = file;
      this.size = size;
    }

    /** Moves the file to its owner, if the quotas allow. The caller holds the owner's lock. */
    VfsFile.Written place(String owner, VfsPath path) throws IOException {
      try (VfsFolder all = VfsFolder.open(settings.dir());
          VfsFolder waiting = VfsFolder.open(waiting());
          VfsFolder top = enterOrMake(all, owner, waiting)) {
        LongSummaryStatistics used = new LongSummaryStatistics(); // links and the like are files
        top.walk(settings.maxDepth(), (found, attributes) -> used.accept(attributes.size()));
        Optional<BasicFileAttributes> old = Optional.empty();
        List<String> names = path.onDisk();
        try (VfsFolder folder = existing(top, names)) {
          if (folder != null) {
            old = folder.attributes(names.getLast());
          }
        }
        check(used, old);
        try (VfsFolder folder = make(top, names, waiting)) {
          waiting.move(file.getFileName().toString(), folder, names.getLast());
          BasicFileAttributes now = folder.attributes(names.getLast()).orElseThrow();
          return new VfsFile.Written(VfsFile.of(path.toString(), now), old.isEmpty());
        }
      }
    }

    private void check(LongSummaryStatistics used, Optional<BasicFileAttributes> old) {
      if (old.filter(attributes -> !attributes.isRegularFile()).isPresent()) {
        throw new Problem(Problem.Kind.CONFLICT);
      }
      if (old.isEmpty() && used.getCount() >= settings.maxFiles()) {
        throw new Problem(Problem.Kind.QUOTA_REACHED).setting("VFS_MAX_FILES");
      }
      long before = old.map(BasicFileAttributes::size).orElse(0L);
      if (used.getSum() - before + size > settings.maxBytes().toBytes()) {
        throw new Problem(Problem.Kind.TOO_LARGE).setting("VFS_MAX_BYTES");
      }
    }

    @Override
    public void close() throws IOException {
      slot.close();
      Files.deleteIfExists(file);
    }
  }

  private long copy(InputStream body, Path file) throws IOException {
    long limit = settings.maxFileBytes().toBytes();
    byte[] chunk = new byte[CHUNK];
    var options = EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel out = FileChannel.open(file, options, OwnerOnly.file())) {
      long size = 0;
      for (int n = body.read(chunk); n >= 0; n = body.read(chunk)) {
        size += n;
        if (size > limit) {
          throw new Problem(Problem.Kind.TOO_LARGE).setting("VFS_MAX_FILE_BYTES");
        }
        Channels.newOutputStream(out).write(chunk, 0, n);
      }
      out.force(true);
      return size;
    }
  }

  /** The folder that the file will be in; null when the folder has yet to be made. */
  private static @Nullable VfsFolder existing(VfsFolder top, List<String> names)
      throws IOException {
    VfsFolder folder = top.enter(".").orElseThrow();
    for (String name : names.subList(0, names.size() - 1)) {
      try (VfsFolder above = folder) {
        if (above.attributes(name).isEmpty()) {
          return null;
        }
        folder = above.enter(name).orElseThrow(() -> new Problem(Problem.Kind.CONFLICT));
      }
    }
    return folder;
  }

  private VfsFolder make(VfsFolder top, List<String> names, VfsFolder waiting) throws IOException {
    VfsFolder folder = top.enter(".").orElseThrow();
    for (String name : names.subList(0, names.size() - 1)) {
      try (VfsFolder above = folder) {
        folder = enterOrMake(above, name, waiting);
      }
    }
    return folder;
  }

  /** Java has no mkdirat, so a folder is made among the uploads and moved to its place. */
  private VfsFolder enterOrMake(VfsFolder above, String name, VfsFolder waiting)
      throws IOException {
    if (above.attributes(name).isEmpty()) {
      String made = UUID.randomUUID().toString();
      Files.createDirectory(waiting().resolve(made), OwnerOnly.folder());
      waiting.move(made, above, name);
    }
    return above.enter(name).orElseThrow(() -> new Problem(Problem.Kind.CONFLICT));
  }

  private Path waiting() throws IOException {
    Path waiting = settings.dir().resolve(WAITING);
    if (!Files.isDirectory(waiting)) {
      Files.createDirectories(waiting, OwnerOnly.folder());
    }
    if (!swept.getAndSet(true)) {
      sweep(waiting);
    }
    return waiting;
  }

  private static void sweep(Path waiting) throws IOException {
    Instant limit = Instant.now().minus(LEFT_BEHIND);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(waiting)) {
      for (Path entry : entries) {
        Instant modified = Files.getLastModifiedTime(entry, LinkOption.NOFOLLOW_LINKS).toInstant();
        if (modified.isBefore(limit)) {
          Files.deleteIfExists(entry);
        }
      }
    }
  }
}
