package dev.sessionmanager.database;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.trace.Audit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The command {@code backup FILE}: one archive of everything that the service keeps. The database
 * is copied as of one moment, by SQLite itself, while the service goes on reading and writing. The
 * archive holds the signing key, so that only its owner may read it.
 */
@Component
@Profile(DataFiles.BACKUP)
final class Backup implements ApplicationRunner, ExitCodeGenerator {

  /** The option that saves the processor's time, and takes room on the disk for it. */
  private static final String NO_COMPRESSION = "no-compression";

  private static final int BUFFER = 1 << 16;

  private final DataFiles files;
  private int exitCode = 1;

  Backup(DataFiles files) {
    this.files = files;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    List<String> words = arguments.getNonOptionArgs();
    if (words.size() != 2) {
      System.err.println(
          "Usage: session-manager backup [--no-compression] FILE (FILE is made, a .zip)");
      return;
    }
    String elsewhere = files.elsewhere();
    if (elsewhere != null) {
      System.err.println(elsewhere);
      return;
    }
    Path target = Path.of(words.get(1)).toAbsolutePath().normalize();
    if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
      System.err.println(target + " exists; it was left as it is. Name another file.");
      return;
    }
    if (!Files.isRegularFile(files.database())) {
      System.err.println(
          "There is no database at " + files.database() + ": check DATA_DIR and DB_PATH.");
      return;
    }
    try {
      int level =
          arguments.containsOption(NO_COMPRESSION)
              ? Deflater.NO_COMPRESSION
              : Deflater.DEFAULT_COMPRESSION;
      long bytes = write(target, level);
      Audit.note(Audit.Actor.operator("command"), "backup", target.toString(), Audit.DONE);
      System.out.println(target + " holds the backup, " + bytes / 1024 + " KiB. It is secret.");
      exitCode = 0;
    } catch (IOException | SQLException failure) {
      Audit.note(Audit.Actor.operator("command"), "backup", target.toString(), "failed");
      System.err.println("The backup could not be made: " + DataFiles.sentence(failure));
    }
  }

  /** Writes the archive; it gets its name when it is complete and on the disk. */
  private long write(Path target, int level) throws IOException, SQLException {
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Path copy = target.resolveSibling(target.getFileName() + ".db.part");
    try (FileChannel channel =
        FileChannel.open(
            part,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            OwnerOnly.file())) {
      snapshot(copy);
      OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
      ZipOutputStream zip = new ZipOutputStream(out);
      zip.setLevel(level);
      add(zip, DataFiles.DATABASE, copy);
      for (DataFiles.Place place : files.others()) {
        addAll(zip, place);
      }
      zip.finish();
      out.flush();
      channel.force(true);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
      return channel.size();
    } finally {
      Files.deleteIfExists(copy);
      Files.deleteIfExists(part);
    }
  }

  /**
   * A copy as of one moment: https://www.sqlite.org/lang_vacuum.html#vacuum_with_an_into_clause.
   */
  private void snapshot(Path copy) throws IOException, SQLException {
    Files.createFile(copy, OwnerOnly.file()); // empty: SQLite takes it as it is, with its rights
    try (Connection connection = files.open(files.database());
        PreparedStatement vacuum = connection.prepareStatement("vacuum into ?")) {
      vacuum.setString(1, copy.toString());
      vacuum.execute();
    }
  }

  private static void addAll(ZipOutputStream zip, DataFiles.Place place) throws IOException {
    if (Files.isRegularFile(place.path(), LinkOption.NOFOLLOW_LINKS)) {
      add(zip, place.name(), place.path());
    } else if (Files.isDirectory(place.path())) {
      Files.walkFileTree(
          place.path(),
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
              if (attributes.isRegularFile()) {
                Path below = place.path().relativize(file);
                add(zip, place.name() + '/' + below.toString().replace('\\', '/'), file);
              }
              return FileVisitResult.CONTINUE;
            }

            // A user may delete a file while it is being read: then it is not in the backup.
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure)
                throws IOException {
              if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
              }
              throw failure;
            }
          });
    }
  }

  private static void add(ZipOutputStream zip, String name, Path file) throws IOException {
    InputStream opened;
    try {
      opened = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException deleted) {
      return;
    }
    try (InputStream in = opened) {
      zip.putNextEntry(new ZipEntry(name));
      in.transferTo(zip);
      zip.closeEntry();
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
