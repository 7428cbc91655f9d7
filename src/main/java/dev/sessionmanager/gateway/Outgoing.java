package dev.sessionmanager.gateway;

import java.io.IOException;
import java.io.OutputStream;

/** Requests on their way to a runtime or a model. */
public final class Outgoing {

  private Outgoing() {}

  /**
   * Sends a request's body, and lets other threads go first: with many under way the answer is
   * there when this thread's turn comes, and it need not be parked and woken for it. With nothing
   * else to run it goes on at once. Any thread.
   */
  @SuppressWarnings("ThreadPriorityCheck") // nothing depends on it
  public static void send(byte[] body, OutputStream out) throws IOException {
    out.write(body);
    out.flush();
    Thread.yield();
  }
}
