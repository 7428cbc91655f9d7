package dev.sessionmanager.session;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** When sessions were last seen, written in batches. Any thread. */
final class LastSeen {

  private static final String TOUCH =
      "update sessions set last_seen = max(last_seen, ?) where id = ?";

  private final Map<String, Long> unsaved = new ConcurrentHashMap<>();
  private final SessionWrites batches;

  LastSeen(SessionWrites batches) {
    this.batches = batches;
  }

  void touch(Session session, Instant now) {
    // A second is exact enough for people, and keeps two threads from writing the same line.
    if (now.toEpochMilli() - session.lastSeenMillis() >= 1000) {
      session.seen(now);
      unsaved.put(session.id(), now.toEpochMilli());
    }
  }

  void forget(Session session) {
    unsaved.remove(session.id());
  }

  void write() {
    Map<String, Long> all = Map.copyOf(unsaved);
    batches.write(
        TOUCH, all.entrySet().stream().map(e -> new Object[] {e.getValue(), e.getKey()}).toList());
    all.forEach(unsaved::remove);
  }
}
