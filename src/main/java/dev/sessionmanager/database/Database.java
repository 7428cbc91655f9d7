package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.server.OnlyNode;
import dev.sessionmanager.server.Peers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where everything is kept: the one SQLite file or, where {@code DATABASE_URL} names one, a
 * PostgreSQL database. A single connection writes and a few read, joined so that a read-only
 * transaction takes a reader. Which it is, a start decides, not the build.
 */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE + " & !" + DataFiles.COPY)
class Database extends LazyConnectionDataSourceProxy implements DisposableBean {

  /** The exit code when other nodes have taken over: EX_TEMPFAIL of BSD's sysexits.h. */
  private static final int TAKEN_OVER = 75;

  private final HikariDataSource writer;
  private final HikariDataSource readers;
  private final Dialect dialect;

  /** This process among those on the database. */
  private final Peers peers;

  private final @Nullable PostgresServer server;

  Database(
      DatabaseSettings settings,
      NodeSettings node,
      Environment environment,
      ObjectProvider<BuildProperties> build) {
    String url = settings.url();
    if (url == null) {
      SqliteFile file = new SqliteFile(settings);
      file.check();
      writer = file.writer();
      readers = file.readers();
      dialect = new SqliteDialect();
      peers = new OnlyNode();
      server = null;
      setDefaultTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    } else {
      boolean command = environment.matchesProfiles("command");
      String holder = PostgresServer.NODE + UUID.randomUUID();
      server = new PostgresServer("DATABASE_URL", url, settings);
      writer = command ? server.writer() : server.writer(holder, node.lease());
      try {
        server.check(writer);
      } catch (WrongSetting refused) {
        writer.close();
        throw refused;
      }
      readers = server.readers();
      dialect = new PostgresDialect(holder);
      BuildProperties known = build.getIfAvailable();
      String built = known == null ? null : known.getVersion();
      String version = built == null ? "development" : built;
      peers =
          command
              ? new OnlyNode()
              : new Nodes(
                  server.beats(holder, node.lease()),
                  holder,
                  node,
                  version,
                  () -> System.exit(TAKEN_OVER));
      setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    }
    setTargetDataSource(writer);
    setReadOnlyDataSource(readers);
    setDefaultAutoCommit(true);
  }

  /**
   * Only the connections that read, for queries outside any transaction, and only the one that
   * writes.
   */
  @Configuration(proxyBeanMethods = false)
  @Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE + " & !" + DataFiles.COPY)
  static class Pools {

    // Not the pools themselves, which Spring would close before whatever writes at the stop; that
    // destroyMethod is empty is lost where beans are prepared at the build. Database closes them.
    @Bean(defaultCandidate = false)
    DataSource readingDataSource(Database database) {
      return new DelegatingDataSource(database.readers);
    }

    @Bean(defaultCandidate = false)
    DataSource writingDataSource(Database database) {
      return new DelegatingDataSource(database.writer);
    }

    /** How the database is asked what the two say differently. */
    @Bean
    Dialect dialect(Database database) {
      return database.dialect;
    }

    /** The other nodes on the database. */
    @Bean
    Peers peers(Database database) {
      return database.peers;
    }

    /** For several statements that belong together. */
    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
      return new TransactionTemplate(manager);
    }
  }

  /** Where the tables are made, when that is not by the connection that writes; null for that. */
  @Nullable DataSource migrating() {
    return server == null ? null : server.migrating();
  }

  /** Tables are about to be made. */
  void migrating(Flyway flyway) {
    try {
      if (peers instanceof Nodes nodes) {
        nodes.requireNoneOfBefore();
        WrongSetting.when(
            Arrays.stream(flyway.info().applied()).anyMatch(step -> !step.getState().isResolved()),
            "the database of DATABASE_URL is of a newer version of the service; start that one.");
      }
    } catch (SQLException e) {
      throw new WrongSetting("the database of DATABASE_URL cannot be read.", e);
    }
  }

  /** The tables are there: from here on this process is a node of the service. */
  void migrated() {
    try {
      if (peers instanceof Nodes nodes) {
        nodes.join();
      }
    } catch (SQLException e) {
      throw new WrongSetting("the database of DATABASE_URL cannot be written to.", e);
    }
  }

  @Override
  public void destroy() {
    if (peers instanceof Nodes nodes) {
      nodes.release();
    }
    readers.close();
    writer.close();
  }
}
