package dev.sessionmanager.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * Waits for the last of something to end, connections or answers, and looks only when one has
 * ended. Any thread.
 */
public final class Drain {

  private final BooleanSupplier empty;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();

  /**
   * @param empty whether none is left
   */
  public Drain(BooleanSupplier empty) {
    this.empty = empty;
  }

  /** One of them has ended; called after it counts no longer. */
  public void ended() {
    if (empty.getAsBoolean()) {
      lock.lock();
      try {
        ended.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  /** Waits until none is left; false when that took longer. */
  public boolean await(Duration atMost) throws InterruptedException {
    long left = atMost.toNanos();
    lock.lock();
    try {
      while (!empty.getAsBoolean()) {
        if (left <= 0) {
          return false;
        }
        left = ended.awaitNanos(left);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
