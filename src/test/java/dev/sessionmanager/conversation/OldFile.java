package dev.sessionmanager.conversation;

import dev.sessionmanager.database.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

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
    FluentConfiguration migrations =
        Flyway.configure()
            .dataSource(url(), null, null)
            .locations("classpath:db/migration/sqlite")
            .target(MigrationVersion.fromVersion(version));
    new Migrations().customize(migrations);
    migrations.load().migrate();
  }

  public Connection open() throws SQLException {
    return DriverManager.getConnection(url());
  }
}
