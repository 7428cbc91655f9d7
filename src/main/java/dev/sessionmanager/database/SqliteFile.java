package dev.sessionmanager.database;

import com.zaxxer.hikari.HikariDataSource;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TransactionMode;
import org.sqlite.SQLiteDataSource;

/**
 * Connections to the one SQLite file. One writes, because SQLite has one writer anyway and a second
 * would only wait inside the driver, where it pins its carrier thread. WAL lets readers go on while
 * it writes; synchronous FULL keeps an acknowledged change through a power cut.
 */
final class SqliteFile {

  private final DatabaseSettings settings;

  SqliteFile(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Refuses a file that cannot be used. */
  void check() {
    DatabaseFile file = new DatabaseFile(settings.path());
    file.prepare();
    file.check(sqlite(new SQLiteConfig()));
  }

  HikariDataSource writer() {
    SQLiteConfig writing = durable();
    writing.setTransactionMode(TransactionMode.IMMEDIATE);
    return pool("writer", writing, 1);
  }

  HikariDataSource readers() {
    SQLiteConfig reading = durable();
    reading.setTransactionMode(TransactionMode.DEFERRED);
    HikariDataSource readers = pool("readers", reading, settings.readers());
    readers.setConnectionInitSql("pragma query_only = 1");
    return readers;
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

  private DataSource sqlite(SQLiteConfig config) {
    config.setBusyTimeout((int) settings.timeout().toMillis());
    SQLiteDataSource source = new SQLiteDataSource(config);
    source.setUrl("jdbc:sqlite:" + settings.path().toAbsolutePath().normalize());
    return source;
  }

  private HikariDataSource pool(String name, SQLiteConfig config, int size) {
    HikariDataSource pool = new HikariDataSource();
    pool.setPoolName(name);
    pool.setDataSource(sqlite(config));
    pool.setMaximumPoolSize(size);
    pool.setMinimumIdle(1);
    // A file does not go away like a server does: a connection lives as long as the process.
    pool.setMaxLifetime(0);
    pool.setIdleTimeout(0);
    // Below 250 ms Hikari refuses; a caller waits for the writer as long as for the file's lock.
    pool.setConnectionTimeout(Math.max(250, settings.timeout().toMillis()));
    return pool;
  }
}
