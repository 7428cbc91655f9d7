package dev.sessionmanager.database;

import dev.sessionmanager.problem.WrongSetting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which process is the service on a PostgreSQL database: one at a time. It is a row with an end,
 * renewed while the process lives, by the database's clock; a process that was killed is followed
 * by the next once the end has come. One that was paused for longer writes nothing when it wakes:
 * see {@link Dialect#fence}. No session's lock, which a proxy in front of the database would lose.
 */
final class NodeLease {

  private static final Logger log = LoggerFactory.getLogger(NodeLease.class);

  /** How long it is good without being renewed. */
  private static final Duration LASTS = Duration.ofSeconds(10);

  private static final Duration RENEWED = Duration.ofSeconds(3);

  private static final Duration LOOK = Duration.ofMillis(250);

  private static final String TAKE =
      """
      insert into node_lease (one, holder, node, until, commits)
      values (1, ?, ?, now() + ? * interval '1 millisecond', 0)
      on conflict (one) do update set holder = excluded.holder, node = excluded.node, until = excluded.until
      where node_lease.until < now()\
      """;

  private static final String RENEW =
      "update node_lease set until = now() + ? * interval '1 millisecond' where holder = ?";

  private static final String RELEASE = "delete from node_lease where holder = ?";

  private final DataSource database;
  private final String holder;
  private final Runnable lost;
  private volatile boolean over;

  /**
   * @param holder an id of this process
   * @param lost told once when another process has taken over
   */
  NodeLease(DataSource database, String holder, Runnable lost) {
    this.database = database;
    this.holder = holder;
    this.lost = lost;
  }

  /**
   * Takes it, and keeps it until {@link #release}. Waits for the end of one that is not renewed.
   *
   * @param node this process, for the operator of another
   * @throws WrongSetting when another process has it
   */
  void take(String node) throws SQLException {
    long until = System.nanoTime() + LASTS.plus(RENEWED).toNanos();
    while (change(TAKE, holder, node, LASTS.toMillis()) == 0) {
      WrongSetting.when(
          System.nanoTime() > until,
          "another process, or another node, uses the database of DATABASE_URL, and only one may at"
              + " a time; stop it first, or name another database.");
      LockSupport.parkNanos(LOOK.toNanos());
    }
    Thread.ofVirtual().name("node-lease").start(this::renew);
  }

  private void renew() {
    while (!over) {
      LockSupport.parkNanos(RENEWED.toNanos());
      try {
        if (!over && change(RENEW, LASTS.toMillis(), holder) == 0 && !over) {
          log.error("Another process has taken over the database: nothing more is written here");
          over = true;
          lost.run();
        }
      } catch (SQLException unreachable) {
        log.warn("The database's lease could not be renewed: {}", unreachable.getMessage());
      }
    }
  }

  /** The next process need not wait for the end. */
  void release() {
    over = true;
    try {
      change(RELEASE, holder);
    } catch (SQLException unreachable) {
      log.warn("The database's lease could not be given back: {}", unreachable.getMessage());
    }
  }

  private int change(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
