package dev.sessionmanager.server;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Begins what is due, on a thread of its own: when it is woken, and every 250 ms while something
 * waits for its time. Any thread.
 */
public final class Dispatcher {

  /** Time is looked at again and again: a clock can be set, a machine can sleep. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Between two looks at whether what was begun has ended. */
  private static final Duration DRAIN_LOOK = Duration.ofMillis(20);

  private final String name;
  private final BooleanSupplier dispatch;
  private volatile boolean running;
  private @Nullable Thread thread;

  /**
   * A dispatcher that has not started yet.
   *
   * @param dispatch begins what is due, and throws nothing; whether something will be due without a
   *     wake-up
   */
  public Dispatcher(String name, BooleanSupplier dispatch) {
    this.name = name;
    this.dispatch = dispatch;
  }

  public void start() {
    running = true;
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  private void run() {
    while (running) {
      if (dispatch.getAsBoolean()) {
        LockSupport.parkNanos(this, LOOK.toNanos());
      } else {
        LockSupport.park(this);
      }
    }
  }

  /** Something may have become due. */
  public void wake() {
    LockSupport.unpark(thread);
  }

  /** Begins nothing any more; what was begun goes on. */
  public void stop() {
    running = false;
    wake();
  }

  /** Blocks until what has begun is over. */
  public static void await(BooleanSupplier over) {
    while (!over.getAsBoolean()) {
      LockSupport.parkNanos(DRAIN_LOOK.toNanos());
    }
  }
}
