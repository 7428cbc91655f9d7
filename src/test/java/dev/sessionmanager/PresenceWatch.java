package dev.sessionmanager;

import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits for what happens to a connection's session. */
final class PresenceWatch {

  private PresenceWatch() {}

  /** Waits until a session has ended. */
  static void awaitEnd(Service service, String id) throws InterruptedException {
    Sessions sessions = service.bean(Sessions.class);
    CountDownLatch ended = new CountDownLatch(1);
    sessions.onEnded((Session session) -> {
      if (session.id().equals(id)) {
        ended.countDown();
      }
    });
    if (sessions.byId(id).isEmpty()) {
      return;
    }
    if (!ended.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("the session goes on");
    }
  }
}
