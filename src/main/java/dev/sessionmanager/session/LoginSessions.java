package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How a login becomes a session. Each login opens one of its own. A client that shows its password
 * with every message goes on with the one that its first message has opened, and whose token is
 * renewed in time. Any thread.
 */
@Component
final class LoginSessions {

  private record Client(String userId, String channel, String device, String address) {}

  private final LiveSessions live;
  private final SessionEndings endings;
  private final SessionQueries queries;
  private final SessionRepository rows;
  private final Tokens tokens;
  private final SessionSettings settings;
  private final TransactionOperations transaction;
  private final Clock clock;

  /** The ids of the sessions that clients go on with. */
  private final Cache<Client, String> clients;

  LoginSessions(
      LiveSessions live,
      SessionEndings endings,
      SessionQueries queries,
      SessionRepository rows,
      Tokens tokens,
      SessionSettings settings,
      TransactionOperations transaction,
      Clock clock) {
    this.live = live;
    this.endings = endings;
    this.queries = queries;
    this.rows = rows;
    this.tokens = tokens;
    this.settings = settings;
    this.transaction = transaction;
    this.clock = clock;
    this.clients = Caffeine.newBuilder().maximumSize(settings.liveMax()).build();
  }

  /** See {@link Sessions#open}. */
  Optional<Ticket> open(User user, String channel, String device, String address, String password) {
    return ticket(insert(user, new Client(user.id(), channel, device, address)), true, password);
  }

  /** See {@link Sessions#resume}. */
  Optional<Ticket> resume(
      User user, String channel, String device, String address, String password) {
    Client client = new Client(user.id(), channel, device, address);
    String known = live(clients.getIfPresent(client));
    if (known != null) {
      return ticket(known, false, password);
    }
    AtomicBoolean opened = new AtomicBoolean();
    String id =
        clients
            .asMap()
            .compute(
                client,
                (key, other) -> {
                  String live = live(other);
                  opened.set(live == null);
                  return live == null ? insert(user, key) : live;
                });
    return ticket(id, opened.get(), password);
  }

  /** The id where it is that of a live session; else null. */
  private @Nullable String live(@Nullable String id) {
    return id == null || live.byId(id).isEmpty() ? null : id;
  }

  /** Empty where the session has ended at once: its user was disabled meanwhile. */
  private Optional<Ticket> ticket(String id, boolean opened, String password) {
    Optional<Session> session = live.byId(id);
    if (settings.forwardPassword()) {
      session.ifPresent(s -> s.password(password));
    }
    return session.map(s -> new Ticket(s, refresh(s), opened));
  }

  private String insert(User user, Client client) {
    Instant now = clock.instant();
    Instant until = now.plus(settings.ttl());
    Session session =
        new Session(user, client.channel(), client.device(), client.address(), now, until);
    insert(session);
    return session.id();
  }

  private void insert(Session session) {
    makeRoom(session.user());
    transaction.executeWithoutResult(status -> rows.insert(session));
    live.keep(session);
    endings.endIfDisabled(session);
  }

  /**
   * A new session of a browser's tab.
   *
   * @param browser the hash of the cookie of the tab's login
   * @param until when that login ends
   * @return empty where the user was disabled meanwhile
   */
  Optional<Session> insertTab(
      User user, String device, String address, String browser, Instant until) {
    Session tab = new Session(user, Session.BROWSER, device, address, clock.instant(), until);
    tab.browser(browser);
    insert(tab);
    return live.byId(tab.id());
  }

  /** Ends the user's sessions seen longest ago, all but so many that one more may be opened. */
  private void makeRoom(User user) {
    queries.logins(user).stream()
        .skip(settings.perUserMax() - 1L)
        .forEach(old -> endings.end(old, Session.REPLACED));
  }

  /** A new session that is an API key, null for ever; within the caller's transaction. */
  Session insertKey(
      User user,
      String name,
      String address,
      @Nullable Duration lasts,
      @Nullable List<String> agents,
      KeyLimits limits) {
    Instant now = clock.instant();
    Instant end = lasts == null ? Session.NEVER : now.plus(lasts);
    Session key = new Session(user, Session.KEY, name, address, now, end);
    key.asks(agents);
    key.limits(limits);
    rows.insert(key);
    return key;
  }

  /** Says whom a key may ask; null for all. False where this user has no such key. */
  boolean ask(User user, String id, @Nullable List<String> agents) {
    Optional<Session> key = key(user, id);
    key.ifPresent(known -> {
      transaction.executeWithoutResult(status -> rows.ask(id, Session.asLines(agents)));
      live.ask(known, agents);
    });
    return key.isPresent();
  }

  /** Changes what is said of a key's limits. False where this user has no such key. */
  boolean limit(User user, String id, KeyLimits change) {
    Optional<Session> key = key(user, id);
    key.ifPresent(known -> {
      KeyLimits limits = known.limits().changed(change);
      transaction.executeWithoutResult(status -> rows.limit(id, limits));
      known.limits(limits);
    });
    return key.isPresent();
  }

  /** In memory first: what another thread loads meanwhile would be as it was before a change. */
  private Optional<Session> key(User user, String id) {
    return live.byId(id).filter(s -> s.isKey() && s.userId().equals(user.id()));
  }

  /** The token of a session; both are renewed once half the session's time is over. */
  private String refresh(Session session) {
    Instant now = clock.instant();
    live.seen(session);
    String token = session.token();
    boolean young =
        Duration.between(now, session.expiresAt()).compareTo(settings.ttl().dividedBy(2)) > 0;
    if (token == null || !young) {
      if (!young) {
        session.extend(now.plus(settings.ttl()));
        transaction.executeWithoutResult(
            status -> rows.extend(session.id(), session.expiresAt().toEpochMilli()));
      }
      token = tokens.forClient(session);
      session.token(token);
    }
    return token;
  }
}
