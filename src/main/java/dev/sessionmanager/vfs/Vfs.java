package dev.sessionmanager.vfs;

import dev.sessionmanager.problem.Problem;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;

/**
 * A folder for each user, with quotas, out of which no path and no link leads. It may be used from
 * any thread; writes and deletions of one user take turns, so that the quotas hold. That nothing is
 * there is an empty answer; every other no is a {@link Problem}.
 */
public final class Vfs {

  /** Locks shared out by user: enough that two users seldom wait for each other. */
  private static final int LOCKS = 64;

  private final VfsSettings settings;
  private final VfsUploads uploads;
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);

  public Vfs(VfsSettings settings) {
    this.settings = settings;
    this.uploads = new VfsUploads(settings);
  }

  /** An open file; whoever gets it closes it. */
  public record Download(VfsFile file, InputStream content) implements Closeable {
    @Override
    public void close() throws IOException {
      content.close();
    }
  }

  /** The user's files by path; names that this class did not write are left out. */
  public List<VfsFile> list(String username) throws IOException {
    try (VfsFolder folder = folder(username)) {
      List<VfsFile> files = new ArrayList<>();
      if (folder != null) {
        folder.walk(
            settings.maxDepth(),
            (path, attributes) -> {
              if (attributes.isRegularFile() && files.size() < settings.maxFiles()) {
                decoded(path).ifPresent(name -> files.add(VfsFile.of(name, attributes)));
              }
            });
      }
      files.sort(Comparator.comparing(VfsFile::path));
      return List.copyOf(files);
    }
  }

  /** Opens a file; empty when there is none, or a folder or a link has that name. */
  public Optional<Download> read(String username, String path) throws IOException {
    VfsPath wanted = VfsPath.parse(path, settings.maxDepth());
    try (VfsFolder folder = parent(username, wanted)) {
      Optional<BasicFileAttributes> attributes = regular(folder, wanted);
      if (folder == null || attributes.isEmpty()) {
        return Optional.empty();
      }
      InputStream content = folder.read(VfsPath.encode(wanted.fileName()));
      return Optional.of(new Download(VfsFile.of(wanted.toString(), attributes.get()), content));
    }
  }

  /**
   * Stores a file whole or not at all, replacing one of that name. The body is read to its end, but
   * never further than runtime.embedded.vfs.max-file-bytes.
   *
   * @throws Problem INVALID for a bad path, TOO_LARGE when the file or all of them would be too
   *     large, CONFLICT when there are too many files or a folder is in the way, TOO_MANY_TRANSFERS
   *     or OVERLOADED when too many files of the user, or of all, are being received, TOO_SLOW when
   *     this one takes too long
   */
  public VfsFile.Written write(String username, String path, InputStream body) throws IOException {
    VfsPath wanted = VfsPath.parse(path, settings.maxDepth());
    String owner = folderName(username);
    try (VfsUploads.Upload upload = uploads.receive(owner, body)) {
      ReentrantLock lock = lock(owner);
      lock.lock();
      try {
        return upload.place(owner, wanted);
      } finally {
        lock.unlock();
      }
    }
  }

  /** Deletes a file, and the folders that it leaves empty. False when there is none. */
  public boolean delete(String username, String path) throws IOException {
    VfsPath wanted = VfsPath.parse(path, settings.maxDepth());
    ReentrantLock lock = lock(folderName(username));
    lock.lock();
    try (VfsFolder top = folder(username);
        VfsFolder folder = parent(username, wanted)) {
      if (top == null || folder == null || regular(folder, wanted).isEmpty()) {
        return false;
      }
      folder.deleteFile(VfsPath.encode(wanted.fileName()));
      prune(top, wanted.onDisk());
      return true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * A readable beginning, and the SHA-256 of the name: two users never share a folder, and no name
   * is a path, a reserved word or too long.
   */
  static String folderName(String username) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(username)) {
      throw new Problem(Problem.Kind.NOT_FOUND);
    }
    StringBuilder readable = new StringBuilder();
    username
        .toLowerCase(Locale.ROOT)
        .chars()
        .limit(32)
        .map(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_')
        .forEach(c -> readable.append((char) c));
    return readable.append('-').append(DigestUtils.sha256Hex(username)).toString();
  }

  private @Nullable VfsFolder folder(String username) throws IOException {
    Path dir = settings.dir();
    if (!Files.isDirectory(dir)) {
      return null;
    }
    try (VfsFolder all = VfsFolder.open(dir)) {
      return all.enter(folderName(username)).orElse(null);
    }
  }

  /** The folder a file is in, or would be. */
  private @Nullable VfsFolder parent(String username, VfsPath file) throws IOException {
    VfsFolder folder = folder(username);
    List<String> names = file.onDisk();
    for (String name : names.subList(0, names.size() - 1)) {
      if (folder == null) {
        return null;
      }
      try (VfsFolder above = folder) {
        folder = above.enter(name).orElse(null);
      }
    }
    return folder;
  }

  private static Optional<BasicFileAttributes> regular(@Nullable VfsFolder folder, VfsPath file)
      throws IOException {
    return folder == null
        ? Optional.empty()
        : folder
            .attributes(VfsPath.encode(file.fileName()))
            .filter(BasicFileAttributes::isRegularFile);
  }

  /** From the deepest folder up, as long as they are empty. */
  private static boolean prune(VfsFolder folder, List<String> names) throws IOException {
    if (names.size() < 2) {
      return true;
    }
    String first = names.getFirst();
    Optional<VfsFolder> below = folder.enter(first);
    if (below.isPresent()) {
      try (VfsFolder next = below.get()) {
        if (!prune(next, names.subList(1, names.size()))) {
          return false;
        }
      }
    }
    return folder.deleteIfEmpty(first);
  }

  private static Optional<String> decoded(Deque<String> path) {
    List<String> parts = path.stream().flatMap(name -> VfsPath.decode(name).stream()).toList();
    return parts.size() < path.size() ? Optional.empty() : Optional.of(String.join("/", parts));
  }

  private ReentrantLock lock(String owner) {
    return locks[Math.floorMod(owner.hashCode(), LOCKS)];
  }
}
