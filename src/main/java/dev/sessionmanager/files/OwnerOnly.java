package dev.sessionmanager.files;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Files and folders that other users of the machine may not open: modes 0600 and 0700. A file
 * system without POSIX modes keeps its own rules. Any thread.
 */
public final class OwnerOnly {

  private static final Set<PosixFilePermission> OF_OTHERS =
      PosixFilePermissions.fromString("---rwxrwx");

  private OwnerOnly() {}

  /** How a file is made. It is never wider and then narrowed: nobody can open it in between. */
  public static FileAttribute<?>[] file() {
    return mode("rw-------");
  }

  /** How a folder is made. */
  public static FileAttribute<?>[] folder() {
    return mode("rwx------");
  }

  private static FileAttribute<?>[] mode(String rights) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether files at this place have POSIX modes. */
  public static boolean hasModes(Path path) {
    return view(path) != null;
  }

  /**
   * Takes the rights of group and others from a folder and from all that is in it. Links are left
   * alone, and so is what lies in a folder that was closed already, where nobody else comes.
   *
   * @return those whose rights this user may not change
   */
  public static List<Path> close(Path folder) throws IOException {
    List<Path> failed = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path found, BasicFileAttributes attributes) {
            boolean wasOpen = closed(found);
            return wasOpen || found.equals(folder)
                ? FileVisitResult.CONTINUE
                : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path found, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              closed(found);
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path found, IOException deletedOrClosed) {
            return FileVisitResult.CONTINUE;
          }

          private boolean closed(Path found) {
            try {
              return closeOne(found);
            } catch (IOException notOurs) {
              failed.add(found);
              return true;
            }
          }
        });
    return failed;
  }

  /** Takes the rights of group and others from one file or folder; false where they had none. */
  public static boolean closeOne(Path path) throws IOException {
    PosixFileAttributeView view = view(path);
    if (view == null) {
      return false;
    }
    Set<PosixFilePermission> rights = view.readAttributes().permissions();
    boolean wasOpen = rights.removeAll(OF_OTHERS);
    if (wasOpen) {
      view.setPermissions(rights);
    }
    return wasOpen;
  }

  private static @Nullable PosixFileAttributeView view(Path path) {
    return Files.getFileAttributeView(
        path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
  }
}
