package dev.sessionmanager.vfs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An open folder in which every step is taken from the parent's open handle ({@code openat} with
 * {@code O_NOFOLLOW}), so that a link planted between a check and its use leads nowhere. Not for
 * use by two threads at once.
 */
final class VfsFolder implements Closeable {

  private final SecureDirectoryStream<Path> here;

  private VfsFolder(SecureDirectoryStream<Path> here) {
    this.here = here;
  }

  /** What {@link #walk} finds: never a folder. */
  interface Visitor {
    void visit(Deque<String> path, BasicFileAttributes attributes);
  }

  /** Opens the operator's own folder, the only place where links are followed. */
  @SuppressWarnings("StreamResourceLeak") // The folder closes it.
  static VfsFolder open(Path folder) throws IOException {
    return new VfsFolder(secure(Files.newDirectoryStream(folder.toRealPath())));
  }

  /** The folder below this one; empty when there is none, or something else has its name. */
  Optional<VfsFolder> enter(String name) throws IOException {
    if (attributes(name).filter(BasicFileAttributes::isDirectory).isEmpty()) {
      return Optional.empty();
    }
    Path path = Path.of(name);
    return Optional.of(
        new VfsFolder(secure(here.newDirectoryStream(path, LinkOption.NOFOLLOW_LINKS))));
  }

  /** The attributes of an entry, of a link itself; empty when there is no such entry. */
  Optional<BasicFileAttributes> attributes(String name) throws IOException {
    try {
      return Optional.of(
          here.getFileAttributeView(
                  Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  InputStream read(String name) throws IOException {
    return Channels.newInputStream(
        here.newByteChannel(
            Path.of(name), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)));
  }

  /** Moves an entry of this folder into the other one, atomically, over a file that is there. */
  void move(String name, VfsFolder target, String newName) throws IOException {
    here.move(Path.of(name), target.here, Path.of(newName));
  }

  void deleteFile(String name) throws IOException {
    here.deleteFile(Path.of(name));
  }

  /** Deletes the folder below this one if nothing is in it; false when something is. */
  boolean deleteIfEmpty(String name) throws IOException {
    try {
      here.deleteDirectory(Path.of(name));
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      return false;
    }
  }

  /** Visits everything that is not a folder, down to that depth, in no order. */
  void walk(int depth, Visitor visitor) throws IOException {
    walk(depth, new ArrayDeque<>(), visitor);
  }

  private void walk(int depth, Deque<String> path, Visitor visitor) throws IOException {
    for (String name : names()) {
      Optional<BasicFileAttributes> attributes = attributes(name);
      if (attributes.isEmpty()) {
        continue; // Deleted meanwhile.
      }
      path.addLast(name);
      if (!attributes.get().isDirectory()) {
        visitor.visit(path, attributes.get());
      } else if (depth > 1) {
        Optional<VfsFolder> below = enter(name);
        if (below.isPresent()) {
          try (VfsFolder folder = below.get()) {
            folder.walk(depth - 1, path, visitor);
          }
        }
      }
      path.removeLast();
    }
  }

  /** A directory stream lists once only, so each listing opens the folder anew. */
  private List<String> names() throws IOException {
    try (var again = here.newDirectoryStream(Path.of("."), LinkOption.NOFOLLOW_LINKS)) {
      List<String> names = new ArrayList<>();
      again.forEach(entry -> names.add(entry.getFileName().toString()));
      return names;
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    here.close();
  }

  private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> stream)
      throws IOException {
    if (stream instanceof SecureDirectoryStream<Path> secure) {
      return secure;
    }
    stream.close();
    throw new IOException(
        "runtime.embedded.vfs.dir lies on a file system that cannot open folders without following"
            + " links; the files of the vfs agent need Linux or macOS.");
  }
}
