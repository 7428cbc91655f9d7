package dev.sessionmanager.session;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes many rows of sessions without holding up messages: the file has one writer, and a message
 * that is to be accepted must not wait for ten thousand rows. So the rows are written in groups,
 * each with a commit of its own and a pause after it, in which waiting messages have their turn.
 * Any thread.
 */
final class SessionWrites {

  /** Rows a commit: some milliseconds, also where the disk or the processor is slow. */
  private static final int GROUP = 100;

  /** How many times longer than a commit took the pause after it lasts. */
  private static final int OTHERS = 2;

  /** The longest pause between two commits, however long the last one took. */
  private static final Duration PAUSE_MAX = Duration.ofMillis(100);

  private final JdbcOperations jdbc;
  private final TransactionOperations transaction;

  SessionWrites(JdbcOperations jdbc, TransactionOperations transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
  }

  /** Executes the same statement for each of these rows. */
  void write(String sql, List<Object[]> rows) {
    for (int from = 0; from < rows.size(); from += GROUP) {
      List<Object[]> group = rows.subList(from, Math.min(rows.size(), from + GROUP));
      long began = System.nanoTime();
      transaction.executeWithoutResult(status -> jdbc.batchUpdate(sql, group));
      if (from + GROUP < rows.size()) {
        long took = System.nanoTime() - began;
        LockSupport.parkNanos(Math.min(OTHERS * took, PAUSE_MAX.toNanos()));
      }
    }
  }
}
