package dev.sessionmanager.http;

import dev.sessionmanager.http.CallFailure.Reason;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off calls that take too long as a whole, whose stream is silent for too long, or whose
 * thread is interrupted, which a blocked read of a platform thread does not notice. The HTTP
 * client's own time-out starts anew with each byte. One thread looks at all calls ten times a
 * second: a timer for each would wake a thread for every request, and so would a time-out on the
 * socket, which is a timer as well where the thread is virtual.
 */
final class Deadlines implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(100);

  /** How long an answer's transfer may take to end after the last piece of its stream. */
  private static final Duration GRACE = Duration.ofMillis(200);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("http-deadlines").factory());

  Deadlines() {
    var _ =
        ticker.scheduleWithFixedDelay(
            this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Watches a call of this thread. Close the watch when the call has ended. */
  Watch watch(HttpCall call, Object caller) {
    Watch watch = new Watch(call, caller);
    watches.add(watch);
    return watch;
  }

  private void look() {
    long now = System.nanoTime();
    for (Watch watch : watches) {
      Reason reason = watch.reasonAt(now);
      if (reason != null) {
        watch.end(reason);
      }
    }
  }

  /** Ends every call of a caller that is closed. */
  void end(Object caller) {
    for (Watch watch : watches) {
      if (watch.caller.equals(caller)) {
        watch.end(Reason.BROKE_OFF);
      }
    }
  }

  /** One call under way. */
  final class Watch implements AutoCloseable {
    private final HttpCall call;
    private final Object caller;
    private final Thread thread = Thread.currentThread();
    private final long begun = System.nanoTime();
    private volatile long last;
    private volatile long over;
    private volatile @Nullable Reason cutOff;
    private boolean answered;

    private Watch(HttpCall call, Object caller) {
      this.call = call;
      this.caller = caller;
    }

    private @Nullable Reason reasonAt(long now) {
      if (thread.isInterrupted()) {
        return Reason.INTERRUPTED;
      }
      if (over != 0) {
        return now - over >= GRACE.toNanos() ? Reason.SILENT : null;
      }
      if (now - call.deadline >= 0) {
        return Reason.TOO_LATE;
      }
      if (last == 0) {
        return now - begun >= call.firstPiece ? Reason.NO_FIRST_PIECE : null;
      }
      return now - last >= call.silence ? Reason.SILENT : null;
    }

    private void end(Reason reason) {
      cutOff = reason;
      call.cancel();
      close();
    }

    /** The head of the answer has come. */
    void answered() {
      answered = true;
    }

    boolean isAnswered() {
      return answered;
    }

    /** A piece of a stream has come. */
    void seen() {
      last = System.nanoTime();
    }

    /** The last piece of a stream has come. */
    void over() {
      over = System.nanoTime();
    }

    /** Closes the connection: nobody wants what is still to come. */
    void drop() {
      call.cancel();
    }

    @Nullable Reason cutOff() {
      return cutOff;
    }

    @Override
    public void close() {
      watches.remove(this);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
