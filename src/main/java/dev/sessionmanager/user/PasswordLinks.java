package dev.sessionmanager.user;

import dev.sessionmanager.database.Sql;
import dev.sessionmanager.problem.WrongSetting;
import dev.sessionmanager.text.SecretToken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Links that an administrator gives to people, by which they choose a password of their own: good
 * once, for {@code users.link-ttl}, and only the last one made for a user. The old password, where
 * there is one, is good until then, so that nobody is locked out by a link that goes astray. Any
 * thread.
 */
@Component
public class PasswordLinks {

  private final Sql sql;
  private final Users users;
  private final TransactionOperations transaction;
  private final Duration ttl;
  private final Clock clock;

  PasswordLinks(
      Sql sql,
      Users users,
      TransactionOperations transaction,
      @Value("${users.link-ttl}") Duration ttl,
      Clock clock) {
    WrongSetting.when(!ttl.isPositive(), "users.link-ttl must be above 0.");
    this.sql = sql;
    this.users = users;
    this.transaction = transaction;
    this.ttl = ttl;
    this.clock = clock;
  }

  /**
   * A link.
   *
   * @param token what opens it, kept nowhere
   */
  public record Link(String token, Instant expiresAt) {

    /** Without the token, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "Link[" + expiresAt + ']';
    }
  }

  /** Whose password a link is to choose, and until when. */
  public record Opened(User user, Instant expiresAt) {}

  /** Makes a link; those made for the user before are good no longer. */
  public Link make(User user) {
    String token = SecretToken.fresh();
    Instant until = Instant.ofEpochMilli(clock.instant().plus(ttl).toEpochMilli());
    transaction.executeWithoutResult(status -> {
      sql.write(
          "delete from password_links where user_id = ? or expires_at <= ?",
          user.id(),
          clock.millis());
      sql.write(
          "insert into password_links (hash, user_id, expires_at) values (?, ?, ?)",
          SecretToken.hash(token),
          user.id(),
          until.toEpochMilli());
    });
    return new Link(token, until);
  }

  /**
   * What a token opens; empty where it was used, is too old, or is none, or its user may not log
   * in.
   */
  public Optional<Opened> find(String token) {
    if (!SecretToken.isOne(token)) {
      return Optional.empty();
    }
    return sql.read(
            "select user_id, expires_at from password_links where hash = ? and expires_at > ?")
        .params(SecretToken.hash(token), clock.millis())
        .query((row, number) -> Map.entry(row.getString(1), row.getLong(2)))
        .optional()
        .flatMap(link ->
            users
                .byId(link.getKey())
                .filter(User::enabled)
                .map(user -> new Opened(user, Instant.ofEpochMilli(link.getValue()))));
  }

  /**
   * Gives the link's user this password and uses the link up; of two calls at once one wins. Every
   * session of the user ends.
   *
   * @param password an acceptable one
   * @return empty where the link opens nothing
   */
  public Optional<User> use(String token, String password) {
    Optional<Opened> opened = find(token);
    if (opened.isEmpty()
        || sql.write("delete from password_links where hash = ?", SecretToken.hash(token)) == 0) {
      return Optional.empty();
    }
    return users.change(opened.get().user().username(), new Users.Change(password, null, null));
  }
}
