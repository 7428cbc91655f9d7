package dev.sessionmanager.database;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * What a backup holds: everything that the service keeps, each under a name of its own in the
 * archive, whatever the settings call it on the disk.
 */
@Component
@Profile({Backup.COMMAND, Restore.COMMAND})
final class DataFiles {

  /** The archive's name for the database. */
  static final String DATABASE = "session_manager.db";

  /**
   * A file or a folder.
   *
   * @param name in the archive; what is below a folder follows after a slash
   * @param setting where it lies on the disk
   */
  private record Kept(String name, String setting) {}

  private static final List<Kept> OTHERS =
      List.of(
          new Kept("jwt.key", "sessions.key-file"),
          new Kept("vfs", "runtime.embedded.vfs.dir"),
          new Kept("agents", "agents.dir"),
          new Kept("knowledge", "knowledge.dir"),
          new Kept("catalogue.csv", "catalogue.file"));

  private final DatabaseSettings database;
  private final Environment environment;

  DataFiles(DatabaseSettings database, Environment environment) {
    this.database = database;
    this.environment = environment;
  }

  /** A file or a folder, which need not exist. */
  record Place(String name, Path path) {}

  Path database() {
    return database.path().toAbsolutePath().normalize();
  }

  int busyTimeoutMillis() {
    return (int) database.timeout().toMillis();
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
