package dev.sessionmanager.session;

import dev.sessionmanager.user.User;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * API keys, for programs that talk on a user's behalf. A key is a session that nobody has logged in
 * to: it is found, seen, ended and forgotten like every other, and expires only where its user has
 * said so. It ends with its user's password, role or right to be here, as all sessions do. Any
 * thread.
 */
@Component
public class ApiKeys {

  private static final int HINT_CHARS = 4;

  private final ApiKeyRepository rows;
  private final KeySecrets secrets;
  private final LoginSessions logins;
  private final SessionQueries queries;
  private final SessionEndings endings;
  private final SessionSettings settings;
  private final TransactionOperations transaction;

  ApiKeys(
      ApiKeyRepository rows,
      KeySecrets secrets,
      LoginSessions logins,
      SessionQueries queries,
      SessionEndings endings,
      SessionSettings settings,
      TransactionOperations transaction) {
    this.rows = rows;
    this.secrets = secrets;
    this.logins = logins;
    this.queries = queries;
    this.endings = endings;
    this.settings = settings;
    this.transaction = transaction;
  }

  /**
   * A key as its user sees it.
   *
   * @param id its session's
   * @param hint the last four characters of its secret
   * @param lastSeen when it was used last; when it was made, if never
   * @param expiresAt null for a key that does not expire
   * @param agents the names of the agents that it may ask; null for all
   * @param limits what its user has said about its limits
   */
  public record Key(
      String id,
      String name,
      String hint,
      Instant createdAt,
      Instant lastSeen,
      @Nullable Instant expiresAt,
      @Nullable List<String> agents,
      KeyLimits limits) {}

  /**
   * A new key with its secret, which is shown this once and kept nowhere.
   *
   * @param secret {@code sm-} and 43 characters
   */
  public record Made(Key key, String secret) {

    /** Without the secret, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Made[" + key.id() + ']';
    }
  }

  /**
   * Makes a key.
   *
   * @param name what its user calls it, at most 100 characters
   * @param address where they made it
   * @param lasts how long it is good; null for ever
   * @param agents the names of the agents that it may ask; null for all
   * @param limits what is said about its limits
   * @return empty when the user has {@code sessions.keys-per-user-max} of them
   */
  public Optional<Made> make(
      User user,
      String name,
      String address,
      @Nullable Duration lasts,
      @Nullable List<String> agents,
      KeyLimits limits) {
    String secret = secrets.fresh();
    String hint = secret.substring(secret.length() - HINT_CHARS);
    // One transaction: there is one writer, so that two requests at once cannot both be the last.
    @Nullable Session session =
        transaction.execute(status -> {
          if (queries.keysOf(user).size() >= settings.keysPerUserMax()) {
            return null;
          }
          Session made = logins.insertKey(user, name, address, lasts, agents, limits);
          long createdAt = made.startedAt().toEpochMilli();
          rows.insert(new ApiKey(made.id(), KeySecrets.hash(secret), hint, createdAt));
          return made;
        });
    if (session == null) {
      return Optional.empty();
    }
    endings.endIfDisabled(session);
    return Optional.of(new Made(key(session, hint, session.startedAt()), secret));
  }

  /** The user's keys, the last seen first. */
  public List<Key> of(User user) {
    return of(queries.keysOf(user));
  }

  /** Those of these sessions that are keys, in their order. */
  public List<Key> of(List<Session> live) {
    Map<String, ApiKey> known =
        rows.findBySessionIds(live.stream().map(Session::id).toList()).stream()
            .collect(Collectors.toMap(ApiKey::sessionId, Function.identity()));
    return live.stream()
        .flatMap(s ->
            Optional.ofNullable(known.get(s.id()))
                .map(k -> key(s, k.hint(), Instant.ofEpochMilli(k.createdAt())))
                .stream())
        .toList();
  }

  private static Key key(Session session, String hint, Instant createdAt) {
    Instant end = session.expiresAt();
    return new Key(
        session.id(),
        session.device(),
        hint,
        createdAt,
        session.lastSeen(),
        end.equals(Session.NEVER) ? null : end,
        session.agents(),
        session.limits());
  }

  /**
   * Says whom a key may ask, from its next message on, and on the connections that came with it.
   *
   * @param agents their names; null for all
   * @return empty when it is not one of this user's
   */
  public Optional<Key> change(User user, String id, @Nullable List<String> agents) {
    return logins.ask(user, id, agents) ? find(user, id) : Optional.empty();
  }

  /**
   * Changes what a request says of a key, from its next message on.
   *
   * @return empty when it is not one of this user's
   */
  public Optional<Key> change(User user, String id, KeyChange change) {
    KeyLimits limits = change.limits();
    boolean mine =
        (change.agents() == null || logins.ask(user, id, AgentNames.Rule.read(change.agents())))
            && (limits.isEmpty() || logins.limit(user, id, limits));
    return mine ? find(user, id) : Optional.empty();
  }

  private Optional<Key> find(User user, String id) {
    return of(user).stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** Ends a key at once, with whatever it is doing; false when it is not one of this user's. */
  public boolean revoke(User user, String id) {
    return queries.keysOf(user).stream().anyMatch(s -> s.id().equals(id))
        && endings.logOut(user, id);
  }
}
