package dev.sessionmanager.session;

import dev.sessionmanager.user.User;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who is here now: what the other rooms ask about sessions, and how they begin and end them. Any
 * thread.
 */
@Component
public class Sessions {

  private static final String RESTARTED = "service restarted";

  private final LiveSessions live;
  private final SessionEndings endings;
  private final LoginSessions logins;
  private final SessionQueries queries;
  private final SessionRepository rows;
  private final Tokens tokens;
  private final KeySecrets keys;
  private final Clock clock;

  Sessions(
      LiveSessions live,
      SessionEndings endings,
      LoginSessions logins,
      SessionQueries queries,
      SessionRepository rows,
      Tokens tokens,
      KeySecrets keys,
      Clock clock) {
    this.live = live;
    this.endings = endings;
    this.logins = logins;
    this.queries = queries;
    this.rows = rows;
    this.tokens = tokens;
    this.keys = keys;
    this.clock = clock;
  }

  /** Told of every session that ends, after it has: whoever works for it stops. */
  public void onEnded(Consumer<Session> listener) {
    endings.onEnded(listener);
  }

  /**
   * A new session, with a token of its own, for a user who has just logged in.
   *
   * @param password kept in memory only with {@code sessions.forward-password=true}
   * @return empty when the user has been disabled since the password was checked
   */
  public Optional<Ticket> open(
      User user, String channel, String device, String address, String password) {
    return logins.open(user, channel, device, address, password);
  }

  /**
   * The session of a client that shows its password with every message: the one that this has
   * opened before for the same client (user, channel, device and address), as long as it lives.
   * Parameters and result as for {@link #open}.
   */
  public Optional<Ticket> resume(
      User user, String channel, String device, String address, String password) {
    return logins.resume(user, channel, device, address, password);
  }

  /**
   * A session of its own, never shared with another client: a connection's, or that of a
   * conversation of a messaging service. It is here at once; its row is written with the next
   * flush.
   *
   * @param channel {@code tcp}, {@code websocket}, {@code chatwoot}, {@code whatsapp}
   * @param device what the client calls itself, at most 200 characters
   * @param user null for a guest
   */
  public Session arrive(String channel, String device, String address, @Nullable User user) {
    return arrive(channel, device, address, user, null);
  }

  /**
   * As above, for a connection that came with another session's token: it may ask whom that session
   * may ask.
   */
  public Session arrive(
      String channel, String device, String address, @Nullable User user, @Nullable Session login) {
    Session session = live.connections().arrive(channel, device, address, user);
    if (login != null) {
      session.cameWith(login); // it is among the connections already: a change of the key finds it
    }
    if (user != null) {
      endings.endIfDisabled(session);
    }
    return session;
  }

  /** Ends a session; nothing happens where it has ended already. */
  public void leave(Session session, String reason) {
    endings.end(session, reason);
  }

  /** The session was heard of: its idle time starts anew. */
  public void seen(Session session) {
    live.seen(session);
  }

  /** The live session that a token names or an API key is, seen now; empty when there is none. */
  public Optional<Session> find(String token) {
    Optional<String> id =
        token.startsWith(KeySecrets.PREFIX) ? keys.sessionId(token) : tokens.sessionId(token);
    Optional<Session> session = id.flatMap(live::byId);
    session.ifPresent(live::seen);
    return session;
  }

  /** A token by which the runtime knows who is asking, for {@code sessions.runtime-token-ttl}. */
  public String runtimeToken(Session session) {
    return tokens.forRuntime(session);
  }

  /** The live session of this id. */
  public Optional<Session> byId(String id) {
    return live.byId(id);
  }

  /** Live sessions of a user, the last seen first; {@link ApiKeys} has those that are keys. */
  public List<Session> of(User user) {
    return queries.of(user);
  }

  /** Live sessions on every channel in the order of their ids, those after the given one. */
  public List<Session> list(String after, int limit) {
    return queries.list(after, limit);
  }

  /** How many live sessions each channel has. One query. */
  public Map<String, Long> countByChannel() {
    return queries.countByChannel();
  }

  /**
   * Live sessions on every channel whose ids begin so: at most 100, none for what no id begins
   * with.
   */
  public List<Session> startingWith(String prefix) {
    return queries.startingWith(prefix);
  }

  /** Ends a session at its owner's wish; false when it is not a live one of this user. */
  public boolean logOut(User user, String id) {
    return endings.logOut(user, id);
  }

  /**
   * Ends every session of a user but one, and but their API keys.
   *
   * @return how many
   */
  public int logOutOthers(Session kept) {
    return endings.endAll(
        kept.userId(), s -> !s.isKey() && !s.id().equals(kept.id()), Session.LOGGED_OUT);
  }

  /** Ends anybody's session; false when there is no such live one. */
  public boolean kill(String id, String reason) {
    boolean ended = live.byId(id).map(s -> endings.end(s, reason)).orElse(false);
    live.connections().write();
    return ended;
  }

  /**
   * At the service's start, and where a node has gone: connections of a process have ended with it.
   */
  public void endLeftOver() {
    rows.endConnections(clock.millis(), RESTARTED, live.shared());
  }
}
