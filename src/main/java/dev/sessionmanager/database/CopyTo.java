package dev.sessionmanager.database;

import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.trace.Audit;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * The command {@code copy-to DATABASE_URL}: copies the SQLite file of a stopped service to an empty
 * PostgreSQL database, all or nothing. Without an argument it goes where the setting of that name
 * says, so that no password stands in the list of processes. The file is left as it is, but brought
 * up to this version.
 */
@Component
@Profile(DataFiles.COPY)
final class CopyTo implements ApplicationRunner, ExitCodeGenerator {

  private final DataFiles files;
  private final DatabaseSettings settings;
  private int exitCode = 1;

  CopyTo(DataFiles files, DatabaseSettings settings) {
    this.files = files;
    this.settings = settings;
  }

  @Override
  public void run(ApplicationArguments arguments) {
    List<String> words = arguments.getNonOptionArgs();
    String url = words.size() == 2 ? words.get(1) : settings.url();
    if (words.size() > 2 || url == null) {
      System.err.println(
          "Usage: session-manager copy-to DATABASE_URL"
              + " (postgresql://user:password@host:port/name)");
      return;
    }
    if (!Files.isRegularFile(files.database())) {
      System.err.println(
          "There is no database at " + files.database() + ": check DATA_DIR and DB_PATH.");
      return;
    }
    String place = "";
    try {
      PostgresServer server = new PostgresServer("DATABASE_URL", url, settings);
      place = server.toString();
      copy(server);
    } catch (WrongSetting | FlywayException | SQLException refused) {
      System.err.println(DataFiles.sentence(refused) + " Nothing was copied.");
    }
    Audit.note(
        Audit.Actor.operator("command"),
        DataFiles.COPY,
        place,
        exitCode == 0 ? Audit.DONE : "failed");
  }

  private void copy(PostgresServer server) throws SQLException {
    WrongSetting.when(
        files.inUse(), "The service is running, or something else has the database open: stop it.");
    server.check();
    DataSource target = server.migrating();
    requireEmpty(target, server);
    FluentConfiguration old =
        Flyway.configure()
            .dataSource("jdbc:sqlite:" + files.database(), null, null)
            .baselineOnMigrate(true)
            .baselineVersion("0");
    Migrations.sqlite(old);
    old.load().migrate();
    FluentConfiguration tables = Flyway.configure().dataSource(target).cleanDisabled(false);
    Migrations.postgresql(tables);
    Flyway made = tables.load();
    boolean whole = false;
    try {
      made.migrate();
      Map<String, Long> rows = copy(target);
      whole = true;
      rows.forEach((table, count) -> System.out.printf("%,12d %s%n", count, table));
      System.out.println(
          "Copied. Start the service with DATABASE_URL, and the same DATA_DIR: keys and people's"
              + " files stay there.");
      exitCode = 0;
    } finally {
      if (!whole) {
        made.clean(); // the schema was empty
      }
    }
  }

  private static void requireEmpty(DataSource target, PostgresServer server) throws SQLException {
    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from information_schema.tables where table_schema ="
                    + " current_schema()")) {
      row.next();
      WrongSetting.when(
          row.getLong(1) > 0,
          "DATABASE_URL: the database " + server + " is not empty; name one without tables.");
    }
  }

  private Map<String, Long> copy(DataSource target) throws SQLException {
    try (Connection from = files.open(files.database());
        Connection to = target.getConnection()) {
      from.setAutoCommit(false); // all tables as of one moment
      to.setAutoCommit(false);
      Map<String, Long> rows = new TableCopy(from, to).run();
      to.commit();
      to.setAutoCommit(true);
      analyze(to);
      return rows;
    }
  }

  /** Otherwise the first queries would be planned for empty tables. */
  private static void analyze(Connection to) throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute("analyze");
    }
  }

  @Override
  public int getExitCode() {
    return exitCode;
  }
}
