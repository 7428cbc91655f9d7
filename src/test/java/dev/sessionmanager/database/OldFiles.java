package dev.sessionmanager.database;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/** Brings a SQLite file up to a version of old. */
public final class OldFiles {

  private OldFiles() {}

  public static void migrate(String url, String version) {
    FluentConfiguration steps =
        Flyway.configure()
            .dataSource(url, null, null)
            .target(MigrationVersion.fromVersion(version));
    Migrations.sqlite(steps);
    steps.load().migrate();
  }
}
