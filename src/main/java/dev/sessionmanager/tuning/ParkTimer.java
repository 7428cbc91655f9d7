package dev.sessionmanager.tuning;

import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits with an end, for virtual threads that wait often. The JDK's own timed park starts a timer
 * and cancels it, and each of the two wakes the thread of the timers: twice the cost of the wait
 * itself. Here one thread looks every few milliseconds for those whose time is over, and sleeps
 * when nobody waits. Switched off, it is the JDK's own park. Any thread.
 */
public final class ParkTimer {

  /** How late an alarm may be. */
  private static final Duration LATE = Duration.ofMillis(5);

  /** The clock's shortest sleep: what is due within it is woken together. */
  private static final Duration TICK = Duration.ofMillis(1);

  /**
   * So many of the woken may be on their way. After a pause of the whole process all would be due
   * at once, and whoever comes anew would wait behind them.
   */
  private static final int AT_ONCE = 4 * Runtime.getRuntime().availableProcessors();

  private record Alarm(long due, Thread thread) implements Comparable<Alarm> {
    @Override
    public int compareTo(Alarm other) {
      int order = Long.signum(due - other.due);
      return order == 0 ? Long.compare(thread.threadId(), other.thread.threadId()) : order;
    }
  }

  private static final ConcurrentSkipListSet<Alarm> ALARMS = new ConcurrentSkipListSet<>();
  private static final Thread CLOCK =
      Thread.ofPlatform().daemon().name("alarms").start(ParkTimer::run);

  private static volatile boolean asleep;
  private static volatile boolean on = true;

  private ParkTimer() {}

  /** Whether waits that begin from here on are ended by this clock, or by the JDK's timers. */
  static void use(boolean timer) {
    on = timer;
  }

  /**
   * Like {@link LockSupport#parkUntil}: returns when somebody unparks this thread, when it is
   * interrupted, soon after the deadline, or for no reason.
   *
   * @param deadline by {@link System#nanoTime}
   */
  public static void park(Object blocker, long deadline) {
    if (!on) {
      LockSupport.parkNanos(blocker, deadline - System.nanoTime());
      return;
    }
    Alarm alarm = new Alarm(deadline, Thread.currentThread());
    ALARMS.add(alarm);
    try {
      if (asleep) {
        LockSupport.unpark(CLOCK);
      }
      LockSupport.park(blocker);
    } finally {
      ALARMS.remove(alarm);
    }
  }

  /** Like {@link Thread#sleep(Duration)}, and up to a few milliseconds longer. */
  public static void sleep(Duration time) throws InterruptedException {
    long deadline = System.nanoTime() + time.toNanos();
    while (System.nanoTime() - deadline < 0) {
      park(ParkTimer.class, deadline);
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
    }
  }

  private static void run() {
    while (true) {
      if (ALARMS.isEmpty()) {
        asleep = true; // then looked at again: who comes after that sees it
        if (ALARMS.isEmpty()) {
          LockSupport.park();
        }
        asleep = false;
      }
      LockSupport.parkNanos(untilNext());
      wakeDue();
    }
  }

  /** An earlier alarm may come in meanwhile: never long. */
  private static long untilNext() {
    Iterator<Alarm> first = ALARMS.iterator();
    long next = first.hasNext() ? first.next().due - System.nanoTime() : 0;
    return Math.clamp(next, TICK.toNanos(), LATE.toNanos());
  }

  /** Those woken before stand first until they run. */
  private static void wakeDue() {
    long now = System.nanoTime();
    int woken = 0;
    for (Alarm alarm : ALARMS) {
      if (now - alarm.due < 0 || woken++ == AT_ONCE) {
        return;
      }
      LockSupport.unpark(alarm.thread);
    }
  }
}
