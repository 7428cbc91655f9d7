package dev.sessionmanager.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The steps that bring a database up to this version: those in SQL, and those that need code. */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE + " & !" + DataFiles.COPY)
final class Migrations implements FlywayConfigurationCustomizer, FlywayMigrationStrategy {

  private static final String FOLDER = "classpath:db/migration/";

  private final Database database;

  Migrations(Database database) {
    this.database = database;
  }

  @Override
  public void customize(FluentConfiguration configuration) {
    DataSource own = database.migrating();
    if (own == null) {
      sqlite(configuration);
    } else {
      postgresql(configuration.dataSource(own));
    }
  }

  /** The steps of a SQLite file. */
  static void sqlite(FluentConfiguration configuration) {
    configuration.locations(FOLDER + "sqlite").javaMigrations(new SearchByOwner());
  }

  /** The steps of a PostgreSQL database. */
  static void postgresql(FluentConfiguration configuration) {
    configuration.locations(FOLDER + "postgresql");
  }

  @Override
  public void migrate(Flyway flyway) {
    database.migrating(flyway);
    flyway.migrate();
    database.migrated();
  }
}
