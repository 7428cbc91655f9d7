package dev.sessionmanager.channel.socket;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Does one connection's work in the order in which it came, on a virtual thread that lives as long
 * as there is some. Any thread.
 */
final class WebSocketInbox {

  private final int max;
  private @Nullable ArrayDeque<Runnable> waiting;
  private boolean working;

  /**
   * @param max of what may wait
   */
  WebSocketInbox(int max) {
    this.max = max;
  }

  /** Has this work done after what was offered before; false when too much waits already. */
  synchronized boolean offer(Runnable work) {
    if (waiting == null) {
      waiting = new ArrayDeque<>(2);
    }
    if (waiting.size() >= max) {
      return false;
    }
    waiting.add(work);
    if (!working) {
      working = true;
      Thread.startVirtualThread(this::work);
    }
    return true;
  }

  /** Drops the work that has not begun. */
  synchronized void clear() {
    waiting = null;
  }

  private void work() {
    Runnable next;
    while ((next = next()) != null) {
      next.run();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable next = waiting == null ? null : waiting.poll();
    if (next == null) {
      waiting = null;
      working = false;
    }
    return next;
  }
}
