package dev.sessionmanager.database;

import dev.sessionmanager.trace.Audit;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * The command {@code restore FILE}: puts everything back as a {@link Backup} has it. The service
 * must be stopped. The archive is unpacked and its database checked before anything is touched, and
 * what was there is set aside, not deleted.
 */
@Component
@Profile(DataFiles.RESTORE)
final class Restore implements ApplicationRunner, ExitCodeGenerator {

  /** Endings of the database's files: all but the first are gone when no process has it open. */
  private static final List<String> DATABASE_FILES = List.of("", "-wal", "-shm", "-journal");

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private final DataFiles files;
  private final Clock clock;
  private int exitCode = 1;

  Restore(DataFiles files, Clock clock) {
    this.files = files;
    this.clock = clock;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    List<String> words = arguments.getNonOptionArgs();
    if (words.size() != 2) {
      System.err.println("Usage: session-manager restore FILE (of session-manager backup)");
      return;
    }
    String elsewhere = files.elsewhere();
    if (elsewhere != null) {
      System.err.println(elsewhere);
      return;
    }
    Path archive = Path.of(words.get(1)).toAbsolutePath().normalize();
    try {
      Path unpacked = Files.createTempDirectory(home(), ".restore-");
      try {
        new Archive(archive, files).unpack(unpacked);
        check(unpacked.resolve(DataFiles.DATABASE));
        requireStopped();
        exchange(unpacked);
        exitCode = 0;
      } finally {
        FileSystemUtils.deleteRecursively(unpacked);
      }
    } catch (Archive.Refused refused) {
      System.err.println(refused.getMessage() + " Nothing was changed.");
    } catch (IOException failure) {
      System.err.println("The backup could not be restored: " + DataFiles.sentence(failure));
    }
    Audit.note(
        Audit.Actor.operator("command"),
        "restore",
        archive.toString(),
        exitCode == 0 ? Audit.DONE : "failed");
  }

  /** The database's folder: a file that is unpacked there gets its place in one step. */
  private Path home() throws IOException {
    Path folder = files.database().getParent();
    if (folder == null) {
      throw new IOException(files.database() + " has no folder.");
    }
    return Files.createDirectories(folder, Archive.OWNERS_FOLDER);
  }

  private void check(Path database) throws Archive.Refused {
    try (Connection connection = files.open(database);
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery("pragma integrity_check(1)")) {
      if (answer.next() && "ok".equals(answer.getString(1))) {
        requireUsers(connection);
        return;
      }
    } catch (SQLException damaged) {
      // said below
    }
    throw new Archive.Refused("The database in the archive is damaged.");
  }

  /** Even the original's has them; an empty file is a sound database as well. */
  private static void requireUsers(Connection connection) throws SQLException, Archive.Refused {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "select 1 from sqlite_master where type = 'table' and name = 'users'")) {
      if (!found.next()) {
        throw new Archive.Refused("The database in the archive is not one of this service.");
      }
    }
  }

  private void requireStopped() throws Archive.Refused {
    if (files.inUse()) {
      throw new Archive.Refused(
          "The service is running, or something else has the database open: stop it.");
    }
  }

  /** Sets aside the files that are there and puts the archive's in place; the database last. */
  private void exchange(Path unpacked) throws IOException {
    String stamp = ".before-" + STAMP.format(clock.instant());
    List<Path> aside = new ArrayList<>();
    for (DataFiles.Place place : files.others()) {
      aside.add(putAside(place.path(), stamp));
      put(unpacked.resolve(place.name()), place.path());
    }
    for (String ending : DATABASE_FILES) {
      Path database = files.database();
      aside.add(putAside(database.resolveSibling(database.getFileName() + ending), stamp));
    }
    put(unpacked.resolve(DataFiles.DATABASE), files.database());
    System.out.println("Restored. Start the service.");
    for (Path old : aside) {
      if (old != null) {
        System.out.println("What was there before: " + old);
      }
    }
  }

  private static @Nullable Path putAside(Path path, String stamp) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    return Files.move(path, path.resolveSibling(path.getFileName() + stamp));
  }

  /** Moves file by file, not by a rename: a setting may have put the place on another disk. */
  private static void put(Path from, Path to) throws IOException {
    if (!Files.exists(from)) {
      return;
    }
    if (to.getParent() != null) {
      Files.createDirectories(to.getParent(), Archive.OWNERS_FOLDER);
    }
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(folder)), Archive.OWNERS_FOLDER);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.move(file, file.equals(from) ? to : to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
