package dev.sessionmanager.channel.socket;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for the unfinished lines of all connections together: thousands of clients that send half
 * a line each must not fill the heap. Any thread.
 */
final class LineBudget {

  private final AtomicLong taken = new AtomicLong();
  private final long max;

  LineBudget(long maxBytes) {
    this.max = maxBytes;
  }

  /** Takes so many bytes; false when there are not so many left. */
  boolean take(int bytes) {
    if (taken.addAndGet(bytes) <= max) {
      return true;
    }
    taken.addAndGet(-bytes);
    return false;
  }

  void give(int bytes) {
    taken.addAndGet(-bytes);
  }

  long taken() {
    return taken.get();
  }
}
