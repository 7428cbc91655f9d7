package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * The one SQLite file: a single connection that writes and a few that read, joined so that a
 * read-only transaction takes a reader. One writer, because SQLite has one anyway and a second
 * would only wait inside the driver, where it pins its carrier thread. WAL lets readers go on while
 * it writes; synchronous FULL keeps an acknowledged change through a power cut.
 */
@Component
@Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE)
class Database extends LazyConnectionDataSourceProxy implements DisposableBean {

  private final HikariDataSource writer;
  private final HikariDataSource readers;

  Database(DatabaseSettings settings) {
    DatabaseFile file = new DatabaseFile(settings.path());
    file.prepare();
    file.check(sqlite(settings, new SQLiteConfig()));

    SQLiteConfig writing = durable();
    writing.setTransactionMode(TransactionMode.IMMEDIATE);
    writer = pool("writer", settings, writing, 1);

    SQLiteConfig reading = durable();
    reading.setTransactionMode(TransactionMode.DEFERRED);
    readers = pool("readers", settings, reading, settings.readers());
    readers.setConnectionInitSql("pragma query_only = 1");

    setTargetDataSource(writer);
    setReadOnlyDataSource(readers);
    setDefaultAutoCommit(true);
    setDefaultTransactionIsolation(java.sql.Connection.TRANSACTION_SERIALIZABLE);
  }

  private static SQLiteConfig durable() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    // Ids are given, not asked for; the driver would ask after each row.
    config.setGetGeneratedKeys(false);
    return config;
  }

  private static DataSource sqlite(DatabaseSettings settings, SQLiteConfig config) {
    config.setBusyTimeout((int) settings.timeout().toMillis());
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + settings.path().toAbsolutePath().normalize());
    return source;
  }

  private static HikariDataSource pool(
      String name, DatabaseSettings settings, SQLiteConfig config, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setDataSource(sqlite(settings, config));
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    // A file does not go away like a server does: a connection lives as long as the process.
    pool.setMaxLifetime(0);
    pool.setIdleTimeout(0);
    // Below 250 ms Hikari refuses; a caller waits for the writer as long as for the file's lock.
    pool.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
    return pool;
  }

  /**
   * Only the connections that read, for queries outside any transaction, and only the one that
   * writes.
   */
  @Configuration(proxyBeanMethods = false)
  @Profile("!" + DataFiles.BACKUP + " & !" + DataFiles.RESTORE)
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

    /** For several statements that belong together. */
    @Bean
    TransactionTemplate transactionTemplate(PlatformTransactionManager manager) {
      return new TransactionTemplate(manager);
    }
  }

  @Override
  public void destroy() {
    readers.close();
    writer.close();
  }
}
