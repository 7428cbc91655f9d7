package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers being made, so that ending a session, or stopping the service, stops them: the thread is
 * interrupted, which closes its connection to whatever it waits for.
 */
final class Running {

  /** For callers who do not wait on a connection, and so cannot go away. */
  static final BooleanSupplier STAYS = () -> false;

  private static final class Work {
    private final Thread thread = Thread.currentThread();
    private final @Nullable Session session;
    private final long turnId;
    private final BooleanSupplier gone;
    private @Nullable Kind cancelled;
    private boolean over;

    Work(@Nullable Session session, long turnId, BooleanSupplier gone) {
      this.session = session;
      this.turnId = turnId;
      this.gone = gone;
    }

    synchronized boolean cancel(Kind why) {
      if (over) {
        return false;
      }
      if (cancelled == null) {
        cancelled = why;
        thread.interrupt();
      }
      return true;
    }

    /**
     * Asks whether the caller has gone only while the work goes on: afterwards the caller's
     * connection carries the answer.
     */
    synchronized void cancelIfCallerGone() {
      if (!over && cancelled == null && gone.getAsBoolean()) {
        cancel(Kind.ANSWER_STOPPED);
      }
    }

    /** Ends the work: the thread is not interrupted from here on. Returns why it was, if so. */
    synchronized @Nullable Kind finish() {
      over = true;
      if (cancelled != null) {
        // The interrupt was for this work; what the thread does next must not see the flag.
        Thread.interrupted();
      }
      return cancelled;
    }
  }

  private final Set<Work> works = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  /** Does the work on this thread; throws the reason when it was cancelled. */
  <T> T run(@Nullable Session session, long turnId, BooleanSupplier gone, Supplier<T> supplier) {
    Work work = new Work(session, turnId, gone);
    works.add(work);
    if (stopping) {
      work.cancel(Kind.STOPPING);
    }
    try {
      T result = supplier.get();
      Kind cancelled = work.finish();
      if (cancelled != null) {
        throw new Problem(cancelled);
      }
      return result;
    } catch (RuntimeException failure) {
      Kind cancelled = work.finish();
      throw cancelled == null ? failure : new Problem(cancelled).causedBy(failure);
    } finally {
      work.finish();
      works.remove(work);
    }
  }

  int count() {
    return works.size();
  }

  void cancel(Session session) {
    for (Work work : works) {
      if (work.session != null && work.session.id().equals(session.id())) {
        work.cancel(Kind.SESSION_ENDED);
      }
    }
  }

  /** Stops the answer to this turn; false when none is being made. */
  boolean cancel(long turnId) {
    for (Work work : works) {
      if (work.turnId == turnId) {
        return work.cancel(Kind.ANSWER_STOPPED);
      }
    }
    return false;
  }

  void cancelForGoneCallers() {
    works.forEach(Work::cancelIfCallerGone);
  }

  void stop() {
    stopping = true;
    works.forEach(work -> work.cancel(Kind.STOPPING));
  }
}
