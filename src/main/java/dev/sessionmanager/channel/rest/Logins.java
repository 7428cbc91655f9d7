package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.user.Login;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Objects;
import org.springframework.stereotype.Component;

/** Password in, session out, or the problem that says why not; every outcome is counted. */
@Component
class Logins {

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

  Sessions.Ticket enter(PasswordLogin login, Caller caller, String channel) {
    String password = Objects.requireNonNullElse(login.password(), "");
    User user = check(Objects.requireNonNullElse(login.username(), ""), password, caller);
    return sessions
        .enter(user, channel, login.deviceOr(caller.device()), caller.address(), password)
        .orElseThrow(() -> new Problem(Kind.BAD_CREDENTIALS));
  }

  /** The user whose password this is. */
  User check(String username, String password, Caller caller) {
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
