package dev.sessionmanager.database;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A backup's archive on its way back: as {@link Backup} makes it, or packed anew by {@code zip -r},
 * with entries for folders and perhaps all of it in a folder. Whatever it claims of itself, no more
 * is unpacked than the bound, the disk and its names allow.
 */
final class Archive {

  /** Rights of restored files: the signing key is among them, and what people have written. */
  private static final FileAttribute<?> OWNER_ALONE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /** Rights of the folders that they are in. */
  static final FileAttribute<?> OWNERS_FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** What even an empty file takes of a disk, in bytes. */
  private static final int FILE_LEAST = 4096;

  private static final int BUFFER = 1 << 16;

  private final Path path;
  private final DataFiles files;

  /** Bytes that may still be unpacked. */
  private long left;

  /** Why nothing is restored: the sentence that the operator reads. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String sentence) {
      super(sentence);
    }
  }

  Archive(Path path, DataFiles files) {
    this.path = path;
    this.files = files;
    this.left = files.restoreMax();
  }

  /** Unpacks it below an empty folder, under the names that a backup has. */
  void unpack(Path into) throws IOException, Refused {
    if (!Files.isRegularFile(path)) {
      throw new Refused("There is no file " + path + '.');
    }
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<? extends ZipEntry> entries = zip.stream().toList();
      String folder = folder(entries);
      requireRoom(entries, into);
      for (ZipEntry entry : entries) {
        if (!entry.isDirectory() || !folder.startsWith(entry.getName())) { // else it leads there
          unpack(zip, entry, folder, into);
        }
      }
    } catch (ZipException | EOFException broken) {
      throw new Refused(path + " is damaged, or no backup: " + broken.getMessage() + '.');
    } catch (FileAlreadyExistsException twice) {
      throw new Refused(path + " holds " + into.relativize(Path.of(twice.getFile())) + " twice.");
    }
  }

  /** The folder that all of it is in, with its slash: where the database is. */
  private String folder(List<? extends ZipEntry> entries) throws Refused {
    List<String> candidates =
        entries.stream()
            .map(ZipEntry::getName)
            .filter(name -> ('/' + name).endsWith('/' + DataFiles.DATABASE))
            .map(name -> name.substring(0, name.length() - DataFiles.DATABASE.length()))
            .sorted(Comparator.comparingLong(Archive::depth))
            .toList();
    if (candidates.isEmpty()) {
      throw new Refused(
          path + " is no backup of this service: there is no " + DataFiles.DATABASE + " in it.");
    }
    String first = candidates.getFirst();
    if (candidates.size() > 1 && depth(candidates.get(1)) == depth(first)) {
      throw new Refused(path + " holds more than one " + DataFiles.DATABASE + '.');
    }
    return first;
  }

  private static long depth(String folder) {
    return folder.chars().filter(c -> c == '/').count();
  }

  /** By what the archive says of itself; what it really unpacks to is counted as it comes. */
  private void requireRoom(List<? extends ZipEntry> entries, Path into)
      throws IOException, Refused {
    long room = Files.getFileStore(into).getUsableSpace();
    long needed = 0;
    for (ZipEntry entry : entries) {
      needed += Math.max(FILE_LEAST, entry.getSize());
      if (needed < 0 || needed > left) {
        throw tooLarge();
      }
    }
    if (needed > room) {
      throw new Refused(
          "%s needs %d MB on the disk of %s, which has %d MB."
              .formatted(path, needed >> 20, files.database(), room >> 20));
    }
  }

  private Refused tooLarge() {
    return new Refused(
        "%s holds more than %d MB, the most that is restored (database.restore-max)."
            .formatted(path, files.restoreMax() >> 20));
  }

  /** Null for a name that leads elsewhere, or is none on this system. */
  private static @Nullable Path target(String name, Path into) {
    try {
      Path target = into.resolve(name).normalize();
      return target.startsWith(into) && !target.equals(into) ? target : null;
    } catch (InvalidPathException noName) {
      return null;
    }
  }

  private void unpack(ZipFile zip, ZipEntry entry, String folder, Path into)
      throws IOException, Refused {
    String shown = entry.getName().replaceAll("\\p{Cntrl}", "?");
    if (!entry.getName().startsWith(folder)) {
      throw new Refused(path + " holds " + shown + ", which is not in " + folder + '.');
    }
    String name = entry.getName().substring(folder.length());
    Path target = target(name, into);
    if (target == null || !files.isKept(name)) {
      throw new Refused(path + " holds " + shown + ", which no backup has.");
    }
    if (entry.isDirectory()) {
      Files.createDirectories(target, OWNERS_FOLDER);
      return;
    }
    Files.createDirectories(target.getParent(), OWNERS_FOLDER);
    CRC32 sum = new CRC32();
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(Files.createFile(target, OWNER_ALONE))) {
      left -= FILE_LEAST;
      byte[] buffer = new byte[BUFFER];
      for (int n; (n = in.read(buffer)) >= 0; ) {
        left -= n;
        if (left < 0) {
          throw tooLarge();
        }
        sum.update(buffer, 0, n);
        out.write(buffer, 0, n);
      }
    }
    if (entry.getCrc() != sum.getValue()) {
      throw new Refused(path + " is damaged: " + shown + " is not what was packed.");
    }
  }
}
