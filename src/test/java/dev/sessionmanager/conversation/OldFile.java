package dev.sessionmanager.conversation;

import dev.sessionmanager.database.OldFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * A database file as releases of old had it.
 *
 * @param folder it lies in
 */
public record OldFile(Path folder) {

  private String url() {
    return "jdbc:sqlite:" + folder.resolve("old.db") + "?foreign_keys=true";
  }

  public void migrateTo(String version) {
    OldFiles.migrate(url(), version);
  }

  public Connection open() throws SQLException {
    return DriverManager.getConnection(url());
  }
}
