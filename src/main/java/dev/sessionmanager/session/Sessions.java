package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who is here now. Live sessions are kept in memory, so that a message costs no query; the file has
 * them too, so that a restart keeps them. The time a session was last seen is written in batches.
 * Any thread.
 */
@Component
public class Sessions {

  /** Why sessions end, as kept in the file. */
  private static final String LOGGED_OUT = "logged out";

  private static final String REPLACED = "too many sessions";
  private static final String REVOKED = "user changed";

  /** More than {@code SESSIONS_PER_USER_MAX} can be; a bound for one query. */
  private static final int LIST_MAX = 1000;

  private record Client(String userId, String channel, String device, String address) {}

  private final SessionRepository rows;
  private final Users users;
  private final Tokens tokens;
  private final KeySecrets keys;
  private final SessionSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final Cache<String, Session> live;
  private final Cache<Client, Session> clients;
  private final ConcurrentHashMap<String, Long> unsaved = new ConcurrentHashMap<>();
  private final List<Consumer<Session>> endings = new CopyOnWriteArrayList<>();

  Sessions(
      SessionRepository rows,
      Users users,
      Tokens tokens,
      KeySecrets keys,
      SessionSettings settings,
      TransactionOperations transaction,
      Clock clock) {
    this.rows = rows;
    this.users = users;
    this.tokens = tokens;
    this.keys = keys;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    this.clients = Caffeine.newBuilder().maximumSize(settings.liveMax()).build();
    this.live =
        Caffeine.newBuilder()
            .maximumSize(settings.liveMax())
            .removalListener((@Nullable String id, @Nullable Session session, RemovalCause cause) ->
                clients.asMap().values().remove(session))
            .build();
    users.onRevoked(userId -> endAll(userId, any -> true, REVOKED));
    users.onForeignChange(this::readAgain);
  }

  /** Told of every session that ends, after it has: whoever works for it stops. */
  public void onEnded(Consumer<Session> listener) {
    endings.add(listener);
  }

  /** What a client gets: the session, and a token that names it. */
  public record Ticket(Session session, String token) {}

  /**
   * The session of a user who has just shown a password: the live one of the same client (channel,
   * device and address) where there is one, else a new one.
   *
   * @param password kept in memory only with {@code RUNTIME_FORWARD_PASSWORD=true}
   * @return empty when the user has been disabled since the password was checked
   */
  public Optional<Ticket> enter(
      User user, String channel, String device, String address, String password) {
    Client client = new Client(user.id(), channel, device, address);
    Session session = clients.getIfPresent(client);
    if (session == null || !session.liveAt(clock.instant())) {
      session =
          clients
              .asMap()
              .compute(
                  client,
                  (key, known) ->
                      known != null && known.liveAt(clock.instant()) ? known : open(user, key));
    }
    if (!session.liveAt(clock.instant())) {
      return Optional.empty();
    }
    if (settings.forwardPassword()) {
      session.password(password);
    }
    return Optional.of(new Ticket(session, refresh(session)));
  }

  private Session open(User user, Client client) {
    Instant now = clock.instant();
    Session session =
        rows
            .findSame(
                client.userId(),
                client.channel(),
                client.device(),
                client.address(),
                now.toEpochMilli(),
                Limit.of(1))
            .stream()
            .findFirst()
            .map(row -> shared(row, user))
            .orElseGet(() -> insert(user, client, now));
    live.put(session.id(), session);
    return session;
  }

  private Session insert(User user, Client client, Instant now) {
    live(user, false).skip(settings.perUserMax() - 1L).toList().forEach(old -> end(old, REPLACED));
    Session session =
        new Session(
            user,
            client.channel(),
            client.device(),
            client.address(),
            now,
            now.plus(settings.ttl()));
    inTransaction(() -> rows.save(session));
    endIfDisabled(session);
    return session;
  }

  /**
   * Whoever disables a user does that first and ends the sessions then: one of us sees the other.
   */
  void endIfDisabled(Session session) {
    if (users.byId(session.userId()).filter(User::enabled).isEmpty()) {
      end(session, REVOKED);
    }
  }

  /** A new session that is an API key; within the caller's transaction. */
  Session insertKey(User user, String name, String address) {
    return rows.save(new Session(user, Session.KEY, name, address, clock.instant(), Session.NEVER));
  }

  /** The live sessions of a user that are API keys, the last seen first. */
  List<Session> keysOf(User user) {
    return live(user, true).map(row -> shared(row, user)).toList();
  }

  private Stream<Session> live(User user, boolean keys) {
    return rows.findLive(user.id(), clock.millis(), Limit.of(LIST_MAX)).stream()
        .filter(s -> s.isKey() == keys);
  }

  /** One object for each live session: what is in memory wins over a row just read. */
  private Session shared(Session row, User user) {
    Session known = live.getIfPresent(row.id());
    if (known != null) {
      return known;
    }
    row.user(user);
    return row;
  }

  /** The token of a session; renewed, session and token, once half its time is over. */
  private String refresh(Session session) {
    Instant now = clock.instant();
    touch(session, now);
    String token = session.token();
    boolean young =
        Duration.between(now, session.expiresAt()).compareTo(settings.ttl().dividedBy(2)) > 0;
    if (token == null || !young) {
      if (!young) {
        session.extend(now.plus(settings.ttl()));
        inTransaction(() -> rows.extend(session.id(), session.expiresAt().toEpochMilli()));
      }
      token = tokens.forClient(session);
      session.token(token);
    }
    return token;
  }

  /** The live session that a token names or an API key is, seen now; empty when there is none. */
  public Optional<Session> find(String token) {
    Optional<String> id =
        token.startsWith(KeySecrets.PREFIX) ? keys.sessionId(token) : tokens.sessionId(token);
    Optional<Session> session = id.flatMap(this::byId);
    session.ifPresent(s -> touch(s, clock.instant()));
    return session;
  }

  /** A token by which the runtime knows who is asking, for {@code RUNTIME_TOKEN_TTL}. */
  public String runtimeToken(Session session) {
    return tokens.forRuntime(session, clock.instant().plus(settings.runtimeTokenTtl()));
  }

  /** The live session of this id. */
  @SuppressWarnings("NullAway") // Caffeine takes null for "nothing to keep"
  public Optional<Session> byId(String id) {
    Session session = live.get(id, this::load);
    return session != null && session.liveAt(clock.instant())
        ? Optional.of(session)
        : Optional.empty();
  }

  private @Nullable Session load(String id) {
    Session session = rows.findById(id).orElse(null);
    if (session == null || !session.liveAt(clock.instant())) {
      return null;
    }
    User user = users.byId(session.userId()).filter(User::enabled).orElse(null);
    if (user == null) {
      return null;
    }
    session.user(user);
    return session;
  }

  /** Live sessions of a user, the last seen first; {@link ApiKeys} has the others. */
  public List<Session> of(User user) {
    return live(user, false).map(row -> shared(row, user)).toList();
  }

  /** Live sessions of everybody in the order of their ids, those after the given one. */
  public List<Session> list(String after, int limit) {
    return rows.findAllLive(clock.millis(), after, Limit.of(limit)).stream()
        .map(row -> byId(row.id()).orElse(null))
        .filter(Objects::nonNull)
        .toList();
  }

  /** Ends a session at its owner's wish; false when it is not a live one of this user. */
  public boolean logOut(User user, String id) {
    return byId(id)
        .filter(s -> s.userId().equals(user.id()))
        .map(s -> end(s, LOGGED_OUT))
        .orElse(false);
  }

  /**
   * Ends every session of a user but one, and but their API keys.
   *
   * @return how many
   */
  public int logOutOthers(Session kept) {
    return endAll(kept.userId(), s -> !s.isKey() && !s.id().equals(kept.id()), LOGGED_OUT);
  }

  /** Ends anybody's session; false when there is no such live one. */
  public boolean kill(String id, String reason) {
    return byId(id).map(s -> end(s, reason)).orElse(false);
  }

  private int endAll(String userId, Predicate<Session> which, String reason) {
    int ended = 0;
    for (Session row : rows.findLive(userId, clock.millis(), Limit.unlimited())) {
      Session known = live.getIfPresent(row.id());
      if (which.test(row) && end(known == null ? row : known, reason)) {
        ended++;
      }
    }
    return ended;
  }

  private boolean end(Session session, String reason) {
    Instant now = clock.instant();
    boolean first =
        Boolean.TRUE.equals(
            transaction.execute(status -> rows.end(session.id(), now.toEpochMilli(), reason) > 0));
    session.end(now, reason);
    live.invalidate(session.id());
    unsaved.remove(session.id());
    endings.forEach(listener -> listener.accept(session));
    return first;
  }

  private void touch(Session session, Instant now) {
    // A second is exact enough for people, and keeps two threads from writing the same line.
    if (now.toEpochMilli() - session.lastSeenMillis() >= 1000) {
      session.seen(now);
      unsaved.put(session.id(), now.toEpochMilli());
    }
  }

  /** The file knows better: sessions are read from it again, and those that it has ended stop. */
  private void readAgain() {
    flush();
    keys.forget();
    for (Session session : List.copyOf(live.asMap().values())) {
      live.invalidate(session.id());
      clients.asMap().values().remove(session);
      if (byId(session.id()).isEmpty()) {
        session.end(clock.instant(), REVOKED);
        endings.forEach(listener -> listener.accept(session));
      }
    }
  }

  /** Writes down who was seen when, all in one commit. */
  @Scheduled(
      fixedDelayString = "${sessions.flush-interval}",
      initialDelayString = "${sessions.flush-interval}")
  @PreDestroy
  void flush() {
    if (!unsaved.isEmpty()) {
      inTransaction(() ->
          unsaved.forEach((id, seen) -> {
            rows.touch(id, seen);
            unsaved.remove(id, seen);
          }));
    }
  }

  /** Removes rows of sessions that ended longer ago than {@code SESSION_HISTORY}. */
  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT1M")
  void forgetOld() {
    long before = clock.instant().minus(settings.history()).toEpochMilli();
    inTransaction(() -> rows.forget(before));
  }

  private void inTransaction(Runnable work) {
    transaction.executeWithoutResult(status -> work.run());
  }
}
