package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;

/** The two kinds of database that the service can be on, each as a real, empty one. */
public enum TestDatabase {
  SQLITE,
  POSTGRESQL;

  /** One server for all tests of the JVM, which ends with it. */
  private static final Supplier<EmbeddedPostgres> SERVER =
      SingletonSupplier.of(TestDatabase::server);

  private static final String TEMPLATE = "template_of_tests";

  private static final AtomicInteger MADE = new AtomicInteger();

  /** A database with its tables. */
  public record Made(HikariDataSource writer, HikariDataSource reader, Dialect dialect) {}

  /** Makes one, of this version, as a service has it. */
  public Made make() {
    return switch (this) {
      case SQLITE -> sqlite();
      case POSTGRESQL -> postgresql(url("test_" + MADE.incrementAndGet(), TEMPLATE));
    };
  }

  private static Made sqlite() {
    try {
      Path file = Files.createTempDirectory("log").resolve("log.db");
      SqliteFile sqlite = new SqliteFile(settings(file));
      FluentConfiguration steps = Flyway.configure();
      Migrations.sqlite(steps);
      Made made = new Made(sqlite.writer(), sqlite.readers(), new SqliteDialect());
      steps.dataSource(made.writer()).load().migrate();
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One connection reads, so that one which is not given back is missed. */
  static DatabaseSettings settings(Path file) {
    return new DatabaseSettings(null, file, 5, 1, DataSize.ofGigabytes(1));
  }

  private static Made postgresql(String url) {
    PostgresServer server = server(url);
    HikariDataSource writer = server.writer("test", Duration.ofSeconds(5));
    PostgresDialect dialect = new PostgresDialect("test");
    try (Connection connection = writer.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into nodes (holder, name, version, slot, until) values ('test', 'test', '', 0,"
              + " now())");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return new Made(writer, server.readers(), dialect);
  }

  static PostgresServer server(String url) {
    return new PostgresServer("DATABASE_URL", url, settings(Path.of("none")));
  }

  /** An empty database; its address as DATABASE_URL has it. */
  public static String emptyPostgres() {
    return url("empty_" + MADE.incrementAndGet(), "template0");
  }

  private static String url(String name, String template) {
    sql("create database " + name + " template " + template);
    return address(name);
  }

  static String address(String name) {
    return "postgresql://postgres:any@localhost:" + SERVER.get().getPort() + '/' + name;
  }

  /** As the server's administrator. */
  static void sql(String... statements) {
    try (Connection connection = SERVER.get().getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      for (String one : statements) {
        statement.execute(one);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static EmbeddedPostgres server() {
    try {
      EmbeddedPostgres server =
          EmbeddedPostgres.builder()
              .setServerConfig("fsync", "off")
              .setServerConfig("max_connections", "300")
              .start();
      try (Connection connection = server.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("create database " + TEMPLATE);
      }
      FluentConfiguration steps =
          Flyway.configure().dataSource(server.getDatabase("postgres", TEMPLATE));
      Migrations.postgresql(steps);
      steps.load().migrate();
      return server;
    } catch (IOException | SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
