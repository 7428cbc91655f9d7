package dev.sessionmanager.session;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.user.Login;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Password in, session out, or the problem that says why not, by the same rules on every channel:
 * {@link dev.sessionmanager.user.Users#authenticate}. Every outcome is counted. Any thread.
 */
@Component
public class Logins {

  private final Users users;
  private final Sessions sessions;
  private final Counter granted;
  private final Counter refused;
  private final Counter throttled;

  Logins(Users users, Sessions sessions, MeterRegistry meters) {
    this.users = users;
    this.sessions = sessions;
    this.granted = counter(meters, "granted");
    this.refused = counter(meters, "refused");
    this.throttled = counter(meters, "throttled");
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("sessionmanager.logins")
        .description("Names and passwords checked")
        .tag("outcome", outcome)
        .register(meters);
  }

  /**
   * The session of the client that logs in so, with its token.
   *
   * @throws Problem why they may not
   */
  public Ticket enter(String username, String password, Caller caller, String channel) {
    User user = check(username, password, caller);
    return sessions
        .enter(user, channel, caller.device(), caller.address(), password)
        .orElseThrow(() -> new Problem(Kind.BAD_CREDENTIALS));
  }

  /**
   * The user whose password this is.
   *
   * @throws Problem why they may not log in
   */
  public User check(String username, String password, Caller caller) {
    Login login = users.authenticate(username, password, caller.address(), caller.trusted());
    return switch (login) {
      case Login.Granted right -> {
        granted.increment();
        yield right.user();
      }
      case Login.Throttled wait -> {
        throttled.increment();
        throw new Problem(Kind.TOO_MANY_LOGINS).retryAfter(wait.retryAfter());
      }
      case Login.PresetPassword published -> {
        refused.increment();
        throw new Problem(Kind.PRESET_PASSWORD);
      }
      case Login.Refused wrong -> {
        refused.increment();
        throw new Problem(Kind.BAD_CREDENTIALS);
      }
    };
  }
}
