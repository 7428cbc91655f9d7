package dev.sessionmanager.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.transaction.support.TransactionOperations;

/** When sessions were last seen, written in batches. Any thread. */
final class LastSeen {

  /** Rows a commit: what others write meanwhile waits no longer than for these. */
  private static final int GROUP = 500;

  private final Map<String, Long> unsaved = new ConcurrentHashMap<>();
  private final SessionRepository rows;
  private final TransactionOperations transaction;

  LastSeen(SessionRepository rows, TransactionOperations transaction) {
    this.rows = rows;
    this.transaction = transaction;
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
    List<Map.Entry<String, Long>> all = new ArrayList<>(Map.copyOf(unsaved).entrySet());
    for (int from = 0; from < all.size(); from += GROUP) {
      List<Map.Entry<String, Long>> group = all.subList(from, Math.min(all.size(), from + GROUP));
      transaction.executeWithoutResult(
          status -> group.forEach(entry -> rows.touch(entry.getKey(), entry.getValue())));
      group.forEach(entry -> unsaved.remove(entry.getKey(), entry.getValue()));
    }
  }
}
