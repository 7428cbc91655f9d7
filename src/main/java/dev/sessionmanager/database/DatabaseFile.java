package dev.sessionmanager.database;

import dev.sessionmanager.files.OwnerOnly;
import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Looks at the database file before anything else does, so that a file which is not ours to write
 * to is refused with one sentence and never overwritten.
 */
final class DatabaseFile {

  /** The first 16 bytes of every SQLite 3 file: https://www.sqlite.org/fileformat.html#magic. */
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);

  /**
   * Above this size a full check would delay the start by seconds; then only the schema is read.
   */
  private static final long FULL_CHECK_MAX_BYTES = 256L * 1024 * 1024;

  private static final Logger log = LoggerFactory.getLogger(DatabaseFile.class);

  private final Path path;

  DatabaseFile(Path path) {
    this.path = path.toAbsolutePath().normalize();
  }

  /** Creates the folder where there is none, and refuses what cannot be a SQLite file of ours. */
  void prepare() {
    Path folder = path.getParent();
    try {
      if (folder != null) {
        Files.createDirectories(folder, OwnerOnly.folder());
      }
    } catch (IOException e) {
      throw new WrongSetting(
          "the folder of DB_PATH, " + folder + ", cannot be created; create it or set DB_PATH.", e);
    }
    if (!Files.exists(path)) {
      if (folder != null && !Files.isWritable(folder)) {
        throw new WrongSetting(
            "the folder of DB_PATH, "
                + folder
                + ", cannot be written to; make it writable for this user or set DB_PATH.",
            null);
      }
      make();
      return;
    }
    if (!Files.isRegularFile(path) || !Files.isReadable(path) || !Files.isWritable(path)) {
      throw unreadable(null);
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] start = in.readNBytes(MAGIC.length);
      if (start.length > 0 && !Arrays.equals(start, MAGIC)) {
        throw new WrongSetting(
            "DB_PATH, "
                + path
                + ", is not a SQLite database; it was left as it is. Set DB_PATH to another file.",
            null);
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    close();
  }

  /** An empty file, which SQLite takes as it is, and whose mode its other files get. */
  private void make() {
    try {
      Files.createFile(path, OwnerOnly.file());
    } catch (FileAlreadyExistsException another) {
      // Another process on the same folder was quicker.
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** DB_PATH may lie outside of DATA_DIR, whose files are closed anyway. */
  private void close() {
    for (String ending : List.of("", "-wal", "-shm", "-journal")) {
      try {
        OwnerOnly.closeOne(path.resolveSibling(path.getFileName() + ending));
      } catch (NoSuchFileException none) {
        // only the first is always there
      } catch (IOException notOurs) {
        log.warn("DB_PATH stays as open to other users as it is: {}", notOurs.toString());
      }
    }
  }

  /** Asks SQLite whether the file is whole and whether it can be written to now. */
  void check(DataSource writer) {
    try (Connection connection = writer.getConnection();
        Statement statement = connection.createStatement()) {
      boolean small = Files.size(path) <= FULL_CHECK_MAX_BYTES;
      String question = small ? "pragma quick_check(1)" : "select count(*) from sqlite_master";
      try (ResultSet answer = statement.executeQuery(question)) {
        if (small && answer.next() && !"ok".equals(answer.getString(1))) {
          throw corrupt(null);
        }
      }
      statement.execute("begin immediate");
      statement.execute("rollback");
    } catch (SQLException e) {
      throw translate(e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private WrongSetting translate(SQLException e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SQLiteException sqlite) {
        SQLiteErrorCode code = sqlite.getResultCode();
        return switch (code.code & 0xff) {
          case 5, 6 ->
              new WrongSetting(
                  "DB_PATH, "
                      + path
                      + ", is locked by another process; stop that one, or raise"
                      + " DB_CONN_TIMEOUT.",
                  e);
          case 11, 26 -> corrupt(e);
          case 8, 14 -> unreadable(e);
          default ->
              new WrongSetting(
                  "DB_PATH, " + path + ", cannot be used: SQLite says " + code + ".", e);
        };
      }
    }
    return new WrongSetting("DB_PATH, " + path + ", cannot be opened.", e);
  }

  private WrongSetting corrupt(@Nullable Throwable cause) {
    return new WrongSetting(
        "DB_PATH, "
            + path
            + ", is damaged; it was left as it is. Restore it from a backup or set"
            + " DB_PATH to another file.",
        cause);
  }

  private WrongSetting unreadable(@Nullable Throwable cause) {
    return new WrongSetting(
        "DB_PATH, " + path + ", cannot be read and written by this user; check whose it is.",
        cause);
  }
}
