package dev.sessionmanager.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** How a login becomes a session: one for each client, with a token that is renewed in time. */
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
  private final Cache<Client, Session> clients;

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
    live.onForgotten(session -> clients.asMap().values().remove(session));
  }

  /** See {@link Sessions#enter}. */
  Optional<Ticket> enter(
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
            .map(row -> live.shared(row, user))
            .orElseGet(() -> insert(user, client, now));
    live.keep(session);
    return session;
  }

  private Session insert(User user, Client client, Instant now) {
    makeRoom(user);
    Session session =
        new Session(
            user,
            client.channel(),
            client.device(),
            client.address(),
            now,
            now.plus(settings.ttl()));
    transaction.executeWithoutResult(status -> rows.save(session));
    endings.endIfDisabled(session);
    return session;
  }

  /** Ends the user's sessions seen longest ago, all but so many that one more may be opened. */
  private void makeRoom(User user) {
    queries.logins(user).stream()
        .skip(settings.perUserMax() - 1L)
        .forEach(old -> endings.end(old, Session.REPLACED));
  }

  /** A new session that is an API key; within the caller's transaction. */
  Session insertKey(User user, String name, String address) {
    return rows.save(new Session(user, Session.KEY, name, address, clock.instant(), Session.NEVER));
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
