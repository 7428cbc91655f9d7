package dev.sessionmanager.model;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;
import org.jspecify.annotations.Nullable;

/**
 * Cuts off exchanges that take too long or whose thread is interrupted. A blocked read does not
 * notice an interrupt on a platform thread, and the HTTP client's own time-out starts anew with
 * each byte, and costs a virtual thread a timer for each read. One thread looks at all of them ten
 * times a second.
 */
final class Watches implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(100);

  /** How long a provider may take to end its answer's transfer after its last piece. */
  private static final Duration GRACE = Duration.ofMillis(200);

  /** Why an exchange was cut off. */
  enum Reason {
    WHOLE,
    FIRST_TOKEN,
    IDLE,
    INTERRUPTED,
    /** It was complete; only the connection was left hanging. */
    OVER
  }

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("model-deadlines").factory());
  private final long firstToken;
  private final long idle;

  Watches(Duration firstToken, Duration idle) {
    this.firstToken = firstToken.toNanos();
    this.idle = idle.toNanos();
    var _ =
        ticker.scheduleWithFixedDelay(
            this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Watches an exchange of this thread. Close it when it has ended. */
  Watch watch(Cancellable exchange, ProviderCall call) {
    Watch watch = new Watch(exchange, call);
    watches.add(watch);
    return watch;
  }

  private void look() {
    long now = System.nanoTime();
    for (Watch watch : watches) {
      Reason reason = watch.reasonAt(now);
      if (reason != null) {
        watch.cutOff = reason;
        watch.exchange.cancel();
        watch.close();
      }
    }
  }

  final class Watch implements AutoCloseable {
    private final Cancellable exchange;
    private final Thread thread = Thread.currentThread();
    private final boolean streaming;
    private final long deadline;
    private final long begun = System.nanoTime();
    private volatile long last;
    private volatile long over;
    private volatile @Nullable Reason cutOff;

    private Watch(Cancellable exchange, ProviderCall call) {
      this.exchange = exchange;
      this.streaming = call.streaming();
      this.deadline = call.deadline();
    }

    private @Nullable Reason reasonAt(long now) {
      if (thread.isInterrupted()) {
        return Reason.INTERRUPTED;
      }
      if (over != 0) {
        return now - over >= GRACE.toNanos() ? Reason.OVER : null;
      }
      if (now - deadline >= 0) {
        return Reason.WHOLE;
      }
      if (!streaming) {
        return null;
      }
      return last == 0
          ? (now - begun >= firstToken ? Reason.FIRST_TOKEN : null)
          : (now - last >= idle ? Reason.IDLE : null);
    }

    /** A piece of a stream has come. */
    void seen() {
      last = System.nanoTime();
    }

    /** The last piece has come. */
    void over() {
      over = System.nanoTime();
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
