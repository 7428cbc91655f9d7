package dev.sessionmanager.database;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayConfigurationCustomizer;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/** The steps that bring a database up to this version: those in SQL, and those that need code. */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE)
public final class Migrations implements FlywayConfigurationCustomizer {

  /** Adds the steps that need code to those that lie in the folder of the SQLite file's. */
  @Override
  public void customize(FluentConfiguration configuration) {
    configuration.javaMigrations(new SearchByOwner());
  }
}
