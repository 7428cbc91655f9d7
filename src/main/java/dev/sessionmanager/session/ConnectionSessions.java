package dev.sessionmanager.session;

import dev.sessionmanager.server.Peers;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Sessions that begin without a login: those of connections and of messaging conversations. Such a
 * session is in memory at once; its row is written, and later marked as ended, with the next flush,
 * many rows in one commit, and a session that has ended before its first flush is never written.
 * How many there are is bounded by their channels. Any thread.
 */
final class ConnectionSessions {

  private static final String INSERT =
      """
      insert into sessions (id, user_id, channel, device, address, started_at, last_seen, expires_at, node)
      values (?, (select id from users where id = ?), ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
      """;

  private static final String END =
      "update sessions set ended_at = ?, end_reason = ? where id = ? and ended_at is null";

  /** Idle sessions that are read from the file at a time. */
  private static final int IDLE_MAX = 500;

  private final SessionRepository rows;
  private final SessionSettings settings;
  private final SessionWrites batches;
  private final Peers peers;
  private final Clock clock;
  private final Map<String, Session> here = new ConcurrentHashMap<>();

  /** Sessions that have no row in the file yet. */
  private final Map<String, Session> fresh = new ConcurrentHashMap<>();

  /** Sessions that have ended while their row says that they live. */
  private final Map<String, Session> gone = new ConcurrentHashMap<>();

  private final ReentrantLock writing = new ReentrantLock();

  ConnectionSessions(
      SessionRepository rows,
      SessionSettings settings,
      SessionWrites batches,
      Peers peers,
      Clock clock) {
    this.rows = rows;
    this.settings = settings;
    this.batches = batches;
    this.peers = peers;
    this.clock = clock;
  }

  Session arrive(String channel, String device, String address, @Nullable User user) {
    Session session = new Session(user, channel, device, address, clock.instant(), Session.NEVER);
    fresh.put(session.id(), session);
    here.put(session.id(), session);
    return session;
  }

  @Nullable Session get(String id) {
    return here.get(id);
  }

  Collection<Session> all() {
    return here.values();
  }

  /**
   * Ends a session in memory; false when it began with a login, or when another thread has ended it
   * already.
   */
  boolean leave(Session session, Instant now, String reason) {
    boolean[] first = new boolean[1];
    here.computeIfPresent(
        session.id(),
        (id, present) -> {
          present.end(now, reason);
          if (fresh.remove(id) == null) {
            gone.put(id, present);
          }
          first[0] = true;
          return null;
        });
    return first[0];
  }

  /** Whether the session of this id has ended, whatever its row says. */
  boolean hasLeft(String id) {
    return gone.containsKey(id);
  }

  /** Writes the sessions that began or ended since the last flush. */
  void write() {
    writing.lock();
    try {
      // A session that ends from here on has a row to be marked; one that ended before has none.
      insert(fresh.values().stream().filter(s -> fresh.remove(s.id()) != null).toList());
      List<Session> over = List.copyOf(gone.values());
      batches.write(END, over.stream().map(ConnectionSessions::end).toList());
      over.forEach(session -> gone.remove(session.id()));
    } finally {
      writing.unlock();
    }
  }

  private void insert(List<Session> all) {
    boolean written = false;
    try {
      batches.write(INSERT, all.stream().map(this::row).toList());
      written = true;
    } finally {
      if (!written) {
        all.forEach(session -> fresh.put(session.id(), session));
      }
    }
  }

  private Object[] row(Session session) {
    return new Object[] {
      session.id(),
      session.userId(), // none for a guest's ""
      session.channel(),
      session.device(),
      session.address(),
      session.startedAt().toEpochMilli(),
      session.lastSeenMillis(),
      session.expiresAt().toEpochMilli(),
      peers.number()
    };
  }

  private static Object[] end(Session session) {
    return new Object[] {
      Objects.requireNonNull(session.endedMillis()),
      Objects.requireNonNull(session.endReason()),
      session.id()
    };
  }

  /**
   * Sessions that were not seen for the time that their channel allows: those in memory, and
   * messaging conversations from before a restart, which are in the file alone.
   */
  List<Session> idle() {
    Instant now = clock.instant();
    List<Session> idle =
        new ArrayList<>(here.values().stream().filter(s -> settings.idleAt(s, now)).toList());
    Duration messaging = settings.idle("");
    if (messaging.isPositive()) {
      rows.findIdle(now.minus(messaging).toEpochMilli(), IDLE_MAX).stream()
          .filter(row -> !here.containsKey(row.id()))
          .forEach(idle::add);
    }
    return idle;
  }
}
