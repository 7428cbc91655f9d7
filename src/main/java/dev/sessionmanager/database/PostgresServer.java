package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionmanager.problem.WrongSetting;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Connections to a PostgreSQL database. As on SQLite one connection writes: who counts first and
 * writes then is not overtaken, and messages that come at once share a commit.
 */
final class PostgresServer {

  /** The oldest version that is tried out and gets repairs. */
  private static final int VERSION_MIN = 14;

  private static final String DRIVER = "org.postgresql.Driver";

  /**
   * What a node of the service is called there, before its own mark; commands and whoever else
   * writes are not.
   */
  static final String NODE = "session-manager node ";

  private static final String COMMAND = "session-manager command";

  private static final String OTHER = "session-manager";

  /** Rows that the driver reads at once: a page that is full needs no more of them. */
  private static final String ROWS = "32";

  /** A connection that was cut off without a word is noticed, and what it waits for ends. */
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final String setting;
  private final DatabaseUrl url;
  private final DatabaseSettings settings;

  PostgresServer(String setting, String url, DatabaseSettings settings) {
    this.setting = setting;
    this.url = DatabaseUrl.of(setting, url);
    this.settings = settings;
  }

  /** The connection that writes, of a command. */
  HikariDataSource writer() {
    return pool("writer", COMMAND, 1);
  }

  /**
   * The connection that writes, of a node. Where the process is paused within a transaction the
   * server ends it, so that others need not wait for its rows.
   *
   * @param holder as {@link Nodes} has it
   * @param idle how long that may take
   */
  HikariDataSource writer(String holder, Duration idle) {
    HikariDataSource writer = pool("writer", holder, 1);
    writer.setConnectionInitSql(
        "set idle_in_transaction_session_timeout = '" + idle.toMillis() + "ms'");
    return writer;
  }

  /** Connections by which a node says that it lives, and hears what others say. */
  HikariDataSource beats(String holder, Duration lease) {
    HikariDataSource beats = pool("node", holder, 2);
    // A connection that was cut off without a word must not cost more than one lease.
    beats.addDataSourceProperty("socketTimeout", Long.toString(Math.max(1, lease.toSeconds())));
    return beats;
  }

  /**
   * Connections that read; each statement within a transaction, of which rows are read in parts.
   */
  HikariDataSource readers() {
    HikariDataSource pool = pool("readers", OTHER, settings.readers());
    pool.setReadOnly(true);
    pool.setAutoCommit(false);
    pool.addDataSourceProperty("defaultRowFetchSize", ROWS);
    return pool;
  }

  private HikariDataSource pool(String name, String program, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setDriverClassName(DRIVER);
    pool.setJdbcUrl(url.jdbc());
    Properties properties = properties(program);
    properties.setProperty("socketTimeout", Long.toString(SILENCE.toSeconds()));
    pool.setDataSourceProperties(properties);
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    pool.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
    // The start is refused by a sentence of ours, and a database that is away comes back.
    pool.setInitializationFailTimeout(-1);
    return pool;
  }

  /** Connections of their own for making tables, which takes more than one at once. */
  DataSource migrating() {
    DriverManagerDataSource plain = new DriverManagerDataSource(url.jdbc());
    plain.setDriverClassName(DRIVER);
    plain.setConnectionProperties(properties(OTHER));
    return plain;
  }

  private Properties properties(String program) {
    Properties properties = new Properties();
    if (url.user() != null) {
      properties.setProperty("user", url.user());
    }
    if (url.password() != null) {
      properties.setProperty("password", url.password());
    }
    properties.setProperty("ApplicationName", program);
    properties.setProperty("tcpKeepAlive", "true");
    properties.setProperty("reWriteBatchedInserts", "true");
    return properties;
  }

  /** Refuses what would fail later. */
  void check(HikariDataSource writer) {
    try (Connection connection = writer.getConnection()) {
      requireVersion(connection.getMetaData().getDatabaseMajorVersion());
      requireRights(connection);
    } catch (SQLException e) {
      throw new WrongSetting(
          "%s: the database %s cannot be used: %s".formatted(setting, url, reason(e)), e);
    }
  }

  /** The same, by a connection of its own. */
  void check() {
    try (HikariDataSource writer = writer()) {
      check(writer);
    }
  }

  void requireVersion(int version) {
    WrongSetting.when(
        version < VERSION_MIN,
        "%s names PostgreSQL %d; %d or newer is needed.".formatted(setting, version, VERSION_MIN));
  }

  private void requireRights(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select current_schema(), current_schema() is not null"
                    + " and has_schema_privilege(current_schema(), 'CREATE'), current_user,"
                    + " pg_is_in_recovery(), getdatabaseencoding()")) {
      row.next();
      WrongSetting.when(
          row.getBoolean(4),
          "%s: %s is a replica, which cannot be written to; name the primary."
              .formatted(setting, url));
      WrongSetting.unless(
          row.getBoolean(2),
          "%s: the user %s may not create tables in %s; grant it (GRANT CREATE ON SCHEMA %s TO %s), or name a database of its own."
              .formatted(
                  setting,
                  row.getString(3),
                  url,
                  row.getString(1) == null ? "public" : row.getString(1),
                  row.getString(3)));
      WrongSetting.unless(
          "UTF8".equals(row.getString(5)),
          "%s: the database %s has the encoding %s; UTF8 is needed."
              .formatted(setting, url, row.getString(5)));
    }
  }

  /** Host, port and name. */
  @Override
  public String toString() {
    return url.toString();
  }

  /** What the server says, or why it is not reached; neither holds the password. */
  private static String reason(SQLException failure) {
    Throwable deepest = failure;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException) {
        deepest = t;
      }
    }
    @Nullable String message = deepest.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse("") + '.';
  }
}
