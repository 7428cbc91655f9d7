package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.Limit;
import org.springframework.jdbc.core.JdbcOperations;
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

  /** Why sessions end, as kept in the file: at their owner's wish. */
  public static final String LOGGED_OUT = "logged out";

  /** Why sessions end: their user has opened more than may be. */
  public static final String REPLACED = "too many sessions";

  /** Why sessions end: their user's password, role or right to be here has changed. */
  public static final String REVOKED = "user changed";

  /** Why sessions end: they were silent for longer than their channel allows. */
  public static final String IDLE = "idle";

  private static final String RESTARTED = "service restarted";

  /** More than {@code SESSIONS_PER_USER_MAX} can be; a bound for one query. */
  private static final int LIST_MAX = 1000;

  private final SessionRepository rows;
  private final Users users;
  private final Tokens tokens;
  private final KeySecrets keys;
  private final SessionSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;
  private final Cache<String, Session> live;
  private final LoginSessions entrance;
  private final ConnectionSessions presences;
  private final LastSeen lastSeen;
  private final SessionQueries listing;
  private final List<Consumer<Session>> endings = new CopyOnWriteArrayList<>();

  Sessions(
      SessionRepository rows,
      Users users,
      Tokens tokens,
      KeySecrets keys,
      SessionSettings settings,
      JdbcOperations jdbc,
      TransactionOperations transaction,
      Clock clock) {
    this.rows = rows;
    this.users = users;
    this.tokens = tokens;
    this.keys = keys;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    this.entrance = new LoginSessions(this, rows, tokens, settings, transaction, clock);
    SessionWrites batches = new SessionWrites(jdbc, transaction);
    this.presences = new ConnectionSessions(rows, settings, batches, clock);
    this.lastSeen = new LastSeen(batches);
    this.listing = new SessionQueries(this, rows, users, clock);
    this.live =
        Caffeine.newBuilder()
            .maximumSize(settings.liveMax())
            .removalListener((@Nullable String id, @Nullable Session session, RemovalCause cause) ->
                Optional.ofNullable(session).ifPresent(entrance::forget))
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
    return entrance.enter(user, channel, device, address, password);
  }

  /**
   * A presence of its own, never shared with another client: a connection, or a conversation of a
   * messaging service. It is here at once; its row is written with the next flush.
   *
   * @param channel {@code tcp}, {@code websocket}, {@code chatwoot}, {@code whatsapp}
   * @param device what the client calls itself, at most 200 characters
   * @param user null for a guest
   */
  public Session arrive(String channel, String device, String address, @Nullable User user) {
    Session session = presences.arrive(channel, device, address, user);
    if (user != null) {
      endIfDisabled(session);
    }
    return session;
  }

  /** A presence is over; nothing happens where it is over already. */
  public void leave(Session session, String reason) {
    end(session, reason);
  }

  /** Somebody was heard of: starts its idle time anew. */
  public void seen(Session session) {
    lastSeen.touch(session, clock.instant());
  }

  /** Ends those of a user seen longest ago, all but so many. */
  void makeRoom(User user, long kept) {
    live(user, false).skip(kept).toList().forEach(old -> end(old, REPLACED));
  }

  void keep(Session session) {
    live.put(session.id(), session);
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
  Session shared(Session row, User user) {
    Session known = known(row.id());
    if (known != null) {
      return known;
    }
    row.user(user);
    return row;
  }

  @Nullable Session known(String id) {
    Session present = presences.get(id);
    return present == null ? live.getIfPresent(id) : present;
  }

  /** The live session that a token names or an API key is, seen now; empty when there is none. */
  public Optional<Session> find(String token) {
    Optional<String> id =
        token.startsWith(KeySecrets.PREFIX) ? keys.sessionId(token) : tokens.sessionId(token);
    Optional<Session> session = id.flatMap(this::byId);
    session.ifPresent(this::seen);
    return session;
  }

  /** A token by which the runtime knows who is asking, for {@code RUNTIME_TOKEN_TTL}. */
  public String runtimeToken(Session session) {
    return tokens.forRuntime(session, clock.instant().plus(settings.runtimeTokenTtl()));
  }

  /** The live session of this id. */
  @SuppressWarnings("NullAway") // Caffeine takes null for "nothing to keep"
  public Optional<Session> byId(String id) {
    Session present = presences.get(id);
    Session session = present == null ? live.get(id, this::load) : present;
    return session != null && session.liveAt(clock.instant())
        ? Optional.of(session)
        : Optional.empty();
  }

  private @Nullable Session load(String id) {
    Session session = presences.hasLeft(id) ? null : rows.findById(id).orElse(null);
    if (session == null || !session.liveAt(clock.instant())) {
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

  /** Live sessions of a user, the last seen first; {@link ApiKeys} has the others. */
  public List<Session> of(User user) {
    presences.write();
    return live(user, false).map(row -> shared(row, user)).toList();
  }

  /** Live sessions on every channel in the order of their ids, those after the given one. */
  public List<Session> list(String after, int limit) {
    presences.write();
    return listing.of(rows.findAllLive(clock.millis(), after, Limit.of(limit)));
  }

  /** How many live sessions each channel has. One query. */
  public Map<String, Long> countByChannel() {
    presences.write();
    return rows.countLive(clock.millis()).stream()
        .collect(Collectors.toMap(row -> (String) row[0], row -> ((Number) row[1]).longValue()));
  }

  /**
   * Live sessions on every channel whose ids begin so: at most 100, none for what no id begins
   * with.
   */
  public List<Session> startingWith(String prefix) {
    presences.write();
    return listing.startingWith(prefix);
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
    boolean ended = byId(id).map(s -> end(s, reason)).orElse(false);
    presences.write();
    return ended;
  }

  private int endAll(String userId, Predicate<Session> which, String reason) {
    List<Session> all = new ArrayList<>();
    presences.all().stream().filter(s -> s.userId().equals(userId)).forEach(all::add);
    for (Session row : rows.findLive(userId, clock.millis(), Limit.unlimited())) {
      Session known = known(row.id());
      all.add(known == null ? row : known);
    }
    return (int) all.stream().filter(s -> which.test(s) && end(s, reason)).count();
  }

  private boolean end(Session given, String reason) {
    Session known = known(given.id());
    Session session = known == null ? given : known;
    Instant now = clock.instant();
    boolean first = presences.leave(session, now, reason);
    if (!first) {
      if (session.endedMillis() != null) {
        return false;
      }
      first =
          Boolean.TRUE.equals(
              transaction.execute(
                  status -> rows.end(session.id(), now.toEpochMilli(), reason) > 0));
      session.end(now, reason);
    }
    live.invalidate(session.id());
    lastSeen.forget(session);
    endings.forEach(listener -> listener.accept(session));
    return first;
  }

  /** The file knows better: sessions are read from it again, and those that it has ended stop. */
  private void readAgain() {
    flush();
    keys.forget();
    for (Session session : List.copyOf(live.asMap().values())) {
      live.invalidate(session.id());
      entrance.forget(session);
      if (byId(session.id()).isEmpty()) {
        session.end(clock.instant(), REVOKED);
        endings.forEach(listener -> listener.accept(session));
      }
    }
    presences.all().stream().filter(s -> !s.guest()).forEach(this::endIfDisabled);
  }

  /** Once, at the service's start: connections of the process before have ended with it. */
  public void endLeftOver() {
    rows.endConnections(clock.millis(), RESTARTED);
  }

  /** Writes down who came, who went, and who was seen when: many in one commit. */
  @Scheduled(
      fixedDelayString = "${sessions.flush-interval}",
      initialDelayString = "${sessions.flush-interval}")
  @PreDestroy
  void flush() {
    presences.write();
    lastSeen.write();
  }

  /** Ends the presences that were silent for longer than their channel allows. */
  @Scheduled(
      fixedDelayString = "${sessions.idle-check}",
      initialDelayString = "${sessions.idle-check}")
  void endIdle() {
    presences.idle().forEach(session -> end(session, IDLE));
  }

  /** Removes rows of sessions that ended longer ago than {@code SESSION_HISTORY}. */
  @Scheduled(fixedDelayString = "PT6H", initialDelayString = "PT1M")
  void forgetOld() {
    long before = clock.instant().minus(settings.history()).toEpochMilli();
    transaction.executeWithoutResult(status -> rows.forget(before));
  }
}
