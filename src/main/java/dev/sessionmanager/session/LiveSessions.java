package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Live sessions in memory, one object for each, so that a message costs no query; the file has them
 * too, so that a restart keeps them. The time a session was last seen is written in batches. Any
 * thread.
 */
@Component
final class LiveSessions {

  private static final String SEEN =
      """
      update sessions set last_seen = case when last_seen < ? then ? else last_seen end where id = ?\
      """;

  /** Idle logins that are ended at a time. */
  private static final int IDLE_MAX = 500;

  private final SessionRepository rows;
  private final Users users;
  private final SessionSettings settings;
  private final Peers peers;
  private final Clock clock;
  private final ConnectionSessions connections;
  private final SessionWrites writes;

  /** When sessions were last seen, in milliseconds, by their ids: what is not in the file yet. */
  private final Map<String, Long> seen = new ConcurrentHashMap<>();

  /** Logins, API keys, and conversations of messaging services that began before a restart. */
  private final Cache<String, Session> known;

  LiveSessions(
      SessionRepository rows,
      Users users,
      SessionSettings settings,
      JdbcOperations jdbc,
      TransactionOperations transaction,
      Peers peers,
      Clock clock) {
    this.rows = rows;
    this.users = users;
    this.settings = settings;
    this.peers = peers;
    this.clock = clock;
    this.writes = new SessionWrites(jdbc, transaction);
    this.connections = new ConnectionSessions(rows, settings, writes, peers, clock);
    this.known = Caffeine.newBuilder().maximumSize(settings.liveMax()).build();
  }

  /** The sessions of connections and messaging conversations. */
  ConnectionSessions connections() {
    return connections;
  }

  /** Whether other nodes have sessions, too. */
  boolean shared() {
    return peers.shared();
  }

  void keep(Session session) {
    known.put(session.id(), session);
  }

  /** The session of this id, if it is in memory. */
  @Nullable Session inMemory(String id) {
    Session connection = connections.get(id);
    return connection == null ? known.getIfPresent(id) : connection;
  }

  /** One object for each live session: what is in memory wins over a row just read. */
  Session shared(Session row, User user) {
    Session session = inMemory(row.id());
    if (session != null) {
      return session;
    }
    row.user(user);
    return row;
  }

  /** The live session of this id. */
  @SuppressWarnings("NullAway") // Caffeine takes null for "nothing to keep"
  Optional<Session> byId(String id) {
    Session connection = connections.get(id);
    Session session = connection == null ? known.get(id, this::load) : connection;
    if (connection == null && session != null && peers.shared() && !live(session)) {
      known.asMap().remove(id, session); // another node may have seen or extended it since
      session = known.get(id, this::load);
    }
    return session != null && live(session) ? Optional.of(session) : Optional.empty();
  }

  /** A session that was silent for too long is none, even before somebody has ended it. */
  private boolean live(Session session) {
    Instant now = clock.instant();
    return session.liveAt(now) && !settings.idleAt(session, now);
  }

  private @Nullable Session load(String id) {
    Session session = connections.hasLeft(id) ? null : rows.findById(id).orElse(null);
    if (session == null) {
      return null;
    }
    session.seen(lastSeen(session));
    if (!live(session)) {
      return null;
    }
    if (session.guest()) {
      return session;
    }
    User user = users.byId(session.userId()).filter(User::enabled).orElse(null);
    if (user == null) {
      return null;
    }
    session.user(user);
    return session;
  }

  /** A key may ask these agents from now on, and so may the connections that came with it. */
  void ask(Session key, @Nullable List<String> agents) {
    key.asks(agents);
    connections.all().stream()
        .filter(connection -> connection.hasComeWith(key))
        .forEach(connection -> connection.asks(agents));
  }

  /** The session was heard of: its idle time starts anew. */
  void seen(Session session) {
    Instant now = clock.instant();
    // A second is exact enough for people, and keeps two threads from writing the same line.
    if (now.toEpochMilli() - session.lastSeenMillis() >= 1000) {
      session.seen(now);
      seen.put(session.id(), now.toEpochMilli());
    }
  }

  /** Later than its row says, where that has not been written yet. */
  private Instant lastSeen(Session row) {
    return Instant.ofEpochMilli(Math.max(row.lastSeenMillis(), seen.getOrDefault(row.id(), 0L)));
  }

  /** The sessions that were silent for longer than their channel allows. */
  List<Session> idle() {
    List<Session> idle = new ArrayList<>(connections.idle());
    Instant now = clock.instant();
    idle.addAll(idle(Session.LOGIN, now));
    idle.addAll(idle(Session.BROWSER, now));
    return idle;
  }

  private List<Session> idle(String channel, Instant now) {
    Duration allowed = settings.idle(channel);
    if (!allowed.isPositive()) {
      return List.of();
    }
    List<Session> idle = new ArrayList<>();
    for (Session row : rows.findIdleLogins(channel, now.minus(allowed).toEpochMilli(), IDLE_MAX)) {
      Session known = inMemory(row.id());
      row.seen(lastSeen(row));
      if (settings.idleAt(known == null ? row : known, now)) {
        idle.add(row);
      }
    }
    return idle;
  }

  /** The session has ended. */
  void remove(Session session) {
    known.invalidate(session.id());
    seen.remove(session.id());
  }

  /**
   * Forgets all sessions but those of connections, so that they are read again.
   *
   * @return the forgotten ones
   */
  List<Session> forgetAll() {
    List<Session> all = List.copyOf(known.asMap().values());
    known.invalidateAll();
    return all;
  }

  /**
   * Writes down which connections came and went, and when each session was seen: many in one
   * commit. At the stop after all parts of the service that might still end sessions.
   */
  @PreDestroy
  @Scheduled(
      fixedDelayString = "${sessions.flush-interval}",
      initialDelayString = "${sessions.flush-interval}")
  void write() {
    connections.write();
    Map<String, Long> all = Map.copyOf(seen);
    writes.write(
        SEEN,
        all.entrySet().stream()
            .map(e -> new Object[] {e.getValue(), e.getValue(), e.getKey()})
            .toList());
    all.forEach(seen::remove);
  }
}
