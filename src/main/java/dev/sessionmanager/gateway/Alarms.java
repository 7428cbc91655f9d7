package dev.sessionmanager.gateway;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits with an end, for virtual threads that wait often. The JDK's own timed park starts a timer
 * and cancels it, and each of the two wakes the thread of the timers: twice the cost of the wait
 * itself. Here one thread looks at all who wait every few milliseconds, and sleeps when there are
 * none. Any thread.
 */
public final class Alarms {

  /** How late an alarm may be. */
  private static final Duration TICK = Duration.ofMillis(5);

  private static final Map<Thread, Long> DUE = new ConcurrentHashMap<>();
  private static final Thread CLOCK =
      Thread.ofPlatform().daemon().name("alarms").start(Alarms::run);

  private static volatile boolean asleep;

  private Alarms() {}

  /**
   * Like {@link LockSupport#parkUntil}: returns when somebody unparks this thread, when it is
   * interrupted, soon after the deadline, or for no reason.
   *
   * @param deadline by {@link System#nanoTime}
   */
  public static void park(Object blocker, long deadline) {
    Thread thread = Thread.currentThread();
    DUE.put(thread, deadline);
    try {
      if (asleep) {
        LockSupport.unpark(CLOCK);
      }
      LockSupport.park(blocker);
    } finally {
      DUE.remove(thread);
    }
  }

  /** Like {@link Thread#sleep(Duration)}, and up to a few milliseconds longer. */
  public static void sleep(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - deadline < 0) {
      park(Alarms.class, deadline);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static void run() {
    while (true) {
      if (DUE.isEmpty()) {
        asleep = true; // then looked at again: who comes after that sees it
        if (DUE.isEmpty()) {
          LockSupport.park();
        }
        asleep = false;
      }
      LockSupport.parkNanos(TICK.toNanos());
      long now = System.nanoTime();
      DUE.forEach((thread, due) -> {
        if (now - due >= 0) {
          LockSupport.unpark(thread);
        }
      });
    }
  }
}
