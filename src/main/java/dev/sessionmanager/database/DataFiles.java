package dev.sessionmanager.database;

import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/**
 * What a backup holds: everything that the service keeps, each under a name of its own in the
 * archive, whatever the settings call it on the disk.
 */
@Component
@Profile({DataFiles.BACKUP, DataFiles.RESTORE, DataFiles.COPY})
final class DataFiles {

  /** First argument of the commands on the command line, and the profiles that they switch on. */
  static final String BACKUP = "backup";

  static final String RESTORE = "restore";

  static final String COPY = "copy-to";

  /** The archive's name for the database. */
  static final String DATABASE = "session_manager.db";

  /**
   * A file or a folder.
   *
   * @param name in the archive; what is below a folder follows after a slash
   * @param setting where it lies on the disk
   * @param folder whether it is one
   */
  private record Kept(String name, String setting, boolean folder) {}

  private static final List<Kept> OTHERS =
      List.of(
          new Kept("jwt.key", "sessions.key-file", false),
          new Kept("vfs", "runtime.embedded.vfs.dir", true),
          new Kept("agents", "agents.dir", true),
          new Kept("knowledge", "knowledge.dir", true),
          new Kept("catalogue.csv", "catalogue.file", false));

  private final DatabaseSettings database;
  private final Environment environment;

  DataFiles(DatabaseSettings database, Environment environment) {
    this.database = database;
    this.environment = environment;
  }

  /** Why there is no file to copy or bring back; null where there is one. */
  @Nullable String elsewhere() {
    return database.url() == null
        ? null
        : "The database is PostgreSQL's (DATABASE_URL): pg_dump and pg_restore copy it, and a copy"
            + " of DATA_DIR the rest; see docs/scaling.md.";
  }

  /** A file or a folder, which need not exist. */
  record Place(String name, Path path) {}

  Path database() {
    return database.path().toAbsolutePath().normalize();
  }

  /** What is unpacked at most, in bytes. */
  long restoreMax() {
    return database.restoreMax().toBytes();
  }

  /** Whether an archive may have a file, or with a slash at its end a folder, of this name. */
  boolean isKept(String name) {
    return name.equals(DATABASE)
        || OTHERS.stream()
            .anyMatch(kept ->
                kept.folder() ? name.startsWith(kept.name() + '/') : name.equals(kept.name()));
  }

  /** Opens a database file; waits for whoever has locked it as long as DB_CONN_TIMEOUT says. */
  Connection open(Path file) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setBusyTimeout((int) database.timeout().toMillis());
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + file);
    return source.getConnection();
  }

  /**
   * Whether another process has the database open: SQLite then cannot leave WAL mode. A file that
   * is damaged is not in use.
   */
  boolean inUse() {
    if (!Files.exists(database())) {
      return false;
    }
    try (Connection connection = open(database());
        Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = delete");
      return false;
    } catch (SQLException failure) {
      return failure.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code;
    }
  }

  /** Why a file could not be read or written, for the operator. */
  static String sentence(Exception failure) {
    return switch (failure) {
      case AccessDeniedException denied -> denied.getFile() + " may not be read or written.";
      case NoSuchFileException missing -> missing.getFile() + " is not there.";
      default -> String.valueOf(failure.getMessage());
    };
  }

  /** Everything but the database. */
  List<Place> others() {
    List<Place> places = new ArrayList<>();
    for (Kept kept : OTHERS) {
      String path = environment.getRequiredProperty(kept.setting());
      places.add(new Place(kept.name(), Path.of(path).toAbsolutePath().normalize()));
    }
    return places;
  }
}
