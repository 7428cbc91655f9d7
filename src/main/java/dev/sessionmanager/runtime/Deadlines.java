package dev.sessionmanager.runtime;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.concurrent.Cancellable;

/**
 * Cuts off exchanges that take too long as a whole; the HTTP client's own time-out starts anew with
 * each byte. One thread looks at all of them ten times a second: a timer for each would wake a
 * thread for every request, and so would a time-out on the socket, which is a timer as well where
 * the thread is virtual.
 */
final class Deadlines implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(100);

  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("runtime-deadlines").factory());

  Deadlines() {
    var _ =
        ticker.scheduleWithFixedDelay(
            this::look, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Cancels the exchange when its time is over, up to a tick late. Close it when it has ended. */
  Watch watch(Cancellable exchange, Duration time) {
    Watch watch = new Watch(exchange, System.nanoTime() + time.toNanos());
    watches.add(watch);
    return watch;
  }

  private void look() {
    long now = System.nanoTime();
    for (Watch watch : watches) {
      if (now - watch.deadline >= 0) {
        watch.expired = true;
        watch.exchange.cancel();
        watch.close();
      }
    }
  }

  final class Watch implements AutoCloseable {
    private final Cancellable exchange;
    private final long deadline;
    private volatile boolean expired;

    private Watch(Cancellable exchange, long deadline) {
      this.exchange = exchange;
      this.deadline = deadline;
    }

    boolean expired() {
      return expired;
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
