package dev.sessionmanager.conversation;

import dev.sessionmanager.database.Dialect;
import dev.sessionmanager.server.Peers;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
 * The append-only log of questions and answers. One thread writes: all appends that wait for it are
 * written and committed together, so that many share the price of one fsync. A call returns once
 * its append would survive a power cut. Any thread; the wait is not interruptible, because an
 * append that is handed over will be written.
 */
@Component
@DependsOnDatabaseInitialization
public class TurnLog {

  private static final Logger log = LoggerFactory.getLogger(TurnLog.class);

  /** Turns, received messages and deliveries are numbered together. */
  private static final String GREATEST_ID =
      """
      select max(id) from (select max(id) as id from turns union all select max(id) from arrivals
        union all select max(id) from deliveries) as ids\
      """;

  /** What one caller wants appended, and what the caller waits for: the commit. */
  private record Append(LogStatements.Statement statement, CompletableFuture<@Nullable Void> done) {

    Append(LogStatements.Statement statement) {
      this(statement, new CompletableFuture<>());
    }
  }

  private final DataSource database;
  private final Dialect dialect;
  private final LogSettings settings;
  private final Clock clock;
  private final Peers peers;
  private final AtomicLong lastId;
  private final BlockingQueue<Append> waiting = new LinkedBlockingQueue<>();
  private final DistributionSummary groups;
  private final Thread writer;
  private volatile boolean stopping;

  /** Used by the writing thread alone; null before its first commit. */
  private @Nullable LogStatements prepared;

  /** Whether the writing thread has ended: it takes no append from the queue any more. */
  private volatile boolean stopped;

  TurnLog(
      @Qualifier("writingDataSource") DataSource database,
      Dialect dialect,
      LogSettings settings,
      Peers peers,
      MeterRegistry meters,
      Clock clock) {
    this.database = database;
    this.dialect = dialect;
    this.settings = settings;
    this.peers = peers;
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
   * for again, so that no caller misses the outcome after a power cut.
   */
  public void endSoon(long turnId, NewTurn turn, Outcome outcome) {
    waiting.add(new Append(LogStatements.outcome(turnId, turn, outcome)));
  }

  /**
   * Microseconds since 1970, but always more than the last: unique also after rows are deleted, and
   * over all nodes.
   */
  public long nextId() {
    return nextIds(1);
  }

  /** The first of so many ids in a row, at most 64. */
  public long nextIds(int count) {
    long now = clock.millis() * 1000;
    return lastId.updateAndGet(last -> {
      long least = Math.max(Math.max(last, peers.greatest()) + 1, now);
      return peers.own(least, count) + count - 1;
    })
        - count
        + 1;
  }

  /** Runs any other statement of the log; its rows are on the disk when this returns. */
  public void append(LogStatements.Statement statement) {
    Append append = new Append(statement);
    waiting.add(append);
    if (stopped && waiting.remove(append)) {
      throw new LogFailure(new IllegalStateException("the service is stopping"));
    }
    try {
      append.done().join();
    } catch (CompletionException e) {
      throw new LogFailure(Objects.requireNonNullElse(e.getCause(), e));
    }
  }

  /** Writes to the log like {@link #append}; returns how many rows that has changed. */
  public int changed(LogStatements.Change change) {
    AtomicInteger rows = new AtomicInteger();
    append(statements -> rows.set(change.run(statements)));
    return rows.get();
  }

  private void write() {
    List<Append> group = new ArrayList<>();
    boolean busy = false;
    while (!stopping || !waiting.isEmpty()) {
      try {
        group.add(waiting.take());
        if (busy) {
          // More appends are on their way: after a short wait they share one fsync and one wake-up.
          LockSupport.parkNanos(settings.linger().toNanos());
        }
        waiting.drainTo(group, settings.groupMax() - 1);
      } catch (InterruptedException e) {
        continue; // told to stop: appends that wait are still written
      }
      try {
        busy = group.size() > 1;
        groups.record(group.size());
        writeTogether(group);
      } finally {
        group.forEach(append -> append.done().complete(null));
        group.clear();
      }
    }
    stopped = true;
    for (Append late = waiting.poll(); late != null; late = waiting.poll()) {
      late.done().completeExceptionally(new IllegalStateException("the service is stopping"));
    }
  }

  private void writeTogether(List<Append> group) {
    try {
      commit(group);
    } catch (SQLException | RuntimeException e) {
      if (group.size() == 1 || isAway(e)) {
        group.forEach(append -> append.done().completeExceptionally(e));
        if (isOfOthers(e)) {
          log.debug("Another node was first", e);
        } else {
          log.error("The log could not be written", e);
        }
        return;
      }
      // One append has failed the commit of all: written one by one, the others succeed.
      group.forEach(append -> writeTogether(List.of(append)));
    }
  }

  /** Whether the database is not reached: it would not be for each append alone either. */
  private static boolean isAway(Exception e) {
    String state = e instanceof SQLException failure ? failure.getSQLState() : null;
    return e instanceof SQLTransientConnectionException
        || (state != null && (state.startsWith("08") || state.startsWith("57P")));
  }

  /** Whether another node has the message, or has begun a turn of the conversation just now. */
  private static boolean isOfOthers(Exception e) {
    return e instanceof SentBefore
        || (e instanceof SQLException clash
            && "23505".equals(clash.getSQLState())
            && Objects.requireNonNullElse(clash.getMessage(), "").contains("pending_begun"));
  }

  private void commit(List<Append> group) throws SQLException {
    try (Connection lent = database.getConnection()) {
      // The driver's own connection is always the same one, so that prepared statements outlive the
      // loan from the pool.
      Connection connection = lent.unwrap(Connection.class);
      LogStatements kept = prepared;
      if (kept == null || !kept.areOf(connection)) {
        kept = new LogStatements(connection, dialect);
        prepared = kept;
      }
      lent.setAutoCommit(false);
      try {
        kept.fence();
        for (Append append : group) {
          append.statement().run(kept);
        }
        kept.countStored();
        lent.commit();
      } catch (SQLException | RuntimeException e) {
        // The driver leaves a statement that has failed unusable: the next commit prepares anew.
        prepared = null;
        rollback(lent, kept, e);
        throw e;
      } finally {
        if (!connection.isClosed()) {
          lent.setAutoCommit(true);
        }
      }
    }
  }

  /** By the pool's connection: the pool throws one away that cannot even do this. */
  private static void rollback(Connection lent, LogStatements kept, Exception why) {
    try {
      lent.rollback();
      kept.close();
    } catch (SQLException further) {
      why.addSuppressed(further);
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

  /** Writes the appends that are still waiting, then ends. */
  @PreDestroy
  void stop() throws InterruptedException {
    stopping = true;
    writer.interrupt();
    writer.join();
  }
}
