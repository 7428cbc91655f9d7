package dev.sessionmanager.conversation;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.stereotype.Component;

/**
 * The append-only log of what was asked and answered. One thread writes; whatever waits for it when
 * it comes round is written and committed together, so that many share the price of one fsync. A
 * call returns once its append would survive a power cut. Any thread; the wait is not
 * interruptible, because what is handed over will be written.
 */
@Component
@DependsOnDatabaseInitialization
public class TurnLog {

  private static final Logger log = LoggerFactory.getLogger(TurnLog.class);

  /** Turns, received messages and deliveries are numbered together. */
  private static final String GREATEST_ID =
      """
      select max(coalesce((select max(id) from turns), 0), coalesce((select max(id) from arrivals), 0),
        coalesce((select max(id) from deliveries), 0))\
      """;

  /** What one caller wants appended, and the thread that waits for the commit. */
  private static final class Append {
    private final LogStatements.Statement statement;
    private final CountDownLatch done = new CountDownLatch(1);
    private volatile @Nullable Throwable failure;

    Append(LogStatements.Statement statement) {
      this.statement = statement;
    }
  }

  private final DataSource database;
  private final LogSettings settings;
  private final Clock clock;
  private final AtomicLong lastId;
  private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();
  private final DistributionSummary groups;
  private final Thread writer;
  private volatile boolean stopping;

  /** Used by the writing thread alone; null before its first commit. */
  private @Nullable LogStatements prepared;

  /** Nothing is taken from the queue any more. */
  private volatile boolean stopped;

  TurnLog(
      @Qualifier("writingDataSource") DataSource database,
      LogSettings settings,
      MeterRegistry meters,
      Clock clock) {
    this.database = database;
    this.settings = settings;
    this.clock = clock;
    this.lastId = new AtomicLong(greatestId());
    this.groups =
        DistributionSummary.builder("sessionmanager.log.group")
            .description("Appends that shared a commit")
            .register(meters);
    // A platform thread: SQLite blocks inside native code, where a virtual one would pin its
    // carrier.
    this.writer = Thread.ofPlatform().name("turn-log").daemon().start(this::write);
  }

  /**
   * Accepts a question; it is on the disk when this returns.
   *
   * @return the turn's id
   * @throws LogFailure when it is not on the disk
   */
  public long accept(NewTurn turn) {
    long id = nextId();
    append(LogStatements.question(id, turn));
    return id;
  }

  /**
   * Ends a turn, with everything that belongs to its answer; on the disk when this returns. A turn
   * that was deleted meanwhile stays deleted.
   *
   * @throws LogFailure when it is not on the disk
   */
  public void end(long turnId, NewTurn turn, Outcome outcome) {
    append(LogStatements.outcome(turnId, turn, outcome));
  }

  /**
   * Ends a turn without waiting until the outcome is on the disk: for a turn that no caller can ask
   * for again, so that nobody misses the outcome after a power cut.
   */
  public void endSoon(long turnId, NewTurn turn, Outcome outcome) {
    waiting.add(new Append(LogStatements.outcome(turnId, turn, outcome)));
  }

  /** Microseconds since 1970, but always more than the last: unique also after rows are deleted. */
  public long nextId() {
    return nextIds(1);
  }

  /** The first of so many in a row. */
  public long nextIds(int count) {
    long now = clock.millis() * 1000;
    return lastId.updateAndGet(last -> Math.max(last + 1, now) + count - 1) - count + 1;
  }

  /** Writes anything else that belongs to the log; on the disk when this returns. */
  public void append(LogStatements.Statement statement) {
    Append append = new Append(statement);
    waiting.add(append);
    if (stopped && waiting.remove(append)) {
      throw new LogFailure(new IllegalStateException("the service is stopping"));
    }
    await(append);
    Throwable failure = append.failure;
    if (failure != null) {
      throw new LogFailure(failure);
    }
  }

  /** The same, and how many rows that has changed. */
  public int changed(LogStatements.Change change) {
    AtomicInteger rows = new AtomicInteger();
    append(statements -> rows.set(change.run(statements)));
    return rows.get();
  }

  /** Without a time-out, which would cost more than the rest: every append is counted down. */
  private static void await(Append append) {
    boolean interrupted = false;
    while (true) {
      try {
        append.done.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void write() {
    List<Append> group = new ArrayList<>();
    boolean busy = false;
    while (!stopping || !waiting.isEmpty()) {
      try {
        group.add(waiting.take());
        if (busy) {
          // Others are on their way: a little patience, and they all share one fsync and one
          // wake-up.
          LockSupport.parkNanos(settings.linger().toNanos());
        }
        waiting.drainTo(group, settings.groupMax() - 1);
      } catch (InterruptedException e) {
        continue; // told to stop: what waits is still written
      }
      try {
        busy = group.size() > 1;
        groups.record(group.size());
        writeTogether(group);
      } finally {
        group.forEach(append -> append.done.countDown());
        group.clear();
      }
    }
    stopped = true;
    for (Append late = waiting.poll(); late != null; late = waiting.poll()) {
      late.failure = new IllegalStateException("the service is stopping");
      late.done.countDown();
    }
  }

  private void writeTogether(List<Append> group) {
    try {
      commit(group);
    } catch (SQLException | RuntimeException e) {
      if (group.size() == 1) {
        group.getFirst().failure = e;
        log.error("The log could not be written", e);
        return;
      }
      // One of them spoilt it for all: alone, the others are written.
      group.forEach(append -> writeTogether(List.of(append)));
    }
  }

  private void commit(List<Append> group) throws SQLException {
    try (Connection lent = database.getConnection()) {
      // The driver's own connection, which is always the same one: what is prepared on it outlives
      // the loan.
      Connection connection = lent.unwrap(Connection.class);
      LogStatements kept = prepared;
      if (kept == null || !kept.areOf(connection)) {
        kept = new LogStatements(connection);
        prepared = kept;
      }
      connection.setAutoCommit(false);
      try {
        for (Append append : group) {
          append.statement.run(kept);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        // The driver leaves a statement that has failed unusable: the next commit prepares anew.
        prepared = null;
        connection.rollback();
        kept.close();
        throw e;
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private long greatestId() {
    try (Connection connection = database.getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(GREATEST_ID)) {
      return row.next() ? row.getLong(1) : 0;
    } catch (SQLException e) {
      throw new LogFailure(e);
    }
  }

  /** Writes what is still waiting, then ends. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopping = true;
    writer.interrupt();
    writer.join();
  }
}
