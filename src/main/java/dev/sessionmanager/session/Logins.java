package dev.sessionmanager.session;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.Login;
import dev.sessionmanager.user.User;
import dev.sessionmanager.user.Users;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.stereotype.Component;

/**
 * Password in, session out, or the problem that says why not, by the same rules on every channel:
 * {@link dev.sessionmanager.user.Users#authenticate}. Every outcome is counted; logins and failures
 * are in the audit. Any thread.
 */
@Component
public class Logins {

  /** What clients do here, in the audit. */
  public static final String LOGIN = "login";

  private final Users users;
  private final Sessions sessions;
  private final BrowserLogins browsers;
  private final Counter granted;
  private final Counter refused;
  private final Counter throttled;

  Logins(Users users, Sessions sessions, BrowserLogins browsers, MeterRegistry meters) {
    this.users = users;
    this.sessions = sessions;
    this.browsers = browsers;
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
   * Logs a client in: a new session, with a token of its own.
   *
   * @throws Problem why they may not
   */
  public Ticket open(String username, String password, Caller caller, String channel) {
    return Audit.note(
        caller.actor(channel).named(username),
        LOGIN,
        username,
        () ->
            sessions
                .open(
                    verified(username, password, caller),
                    channel,
                    caller.device(),
                    caller.address(),
                    password)
                .orElseThrow(() -> new Problem(Kind.BAD_CREDENTIALS)));
  }

  /**
   * Logs a browser in, which stays logged in by a cookie.
   *
   * @throws Problem why they may not
   */
  public BrowserLogins.Opened openBrowser(String username, String password, Caller caller) {
    return Audit.note(
        caller.actor(Session.BROWSER).named(username),
        LOGIN,
        username,
        () ->
            browsers
                .open(
                    verified(username, password, caller),
                    caller.device(),
                    caller.address(),
                    password)
                .orElseThrow(() -> new Problem(Kind.BAD_CREDENTIALS)));
  }

  /**
   * The session of a client that shows its password with every message; the first time, and when
   * the session has ended, that is a new one.
   *
   * @throws Problem why they may not
   */
  public Ticket resume(String username, String password, Caller caller, String channel) {
    Audit.Actor client = caller.actor(channel).named(username);
    Ticket ticket =
        Audit.failures(
            client,
            LOGIN,
            username,
            () ->
                sessions
                    .resume(
                        verified(username, password, caller),
                        channel,
                        caller.device(),
                        caller.address(),
                        password)
                    .orElseThrow(() -> new Problem(Kind.BAD_CREDENTIALS)));
    if (ticket.opened()) {
      Audit.note(client, LOGIN, username, Audit.DONE);
    }
    return ticket;
  }

  /**
   * The user whose password this is.
   *
   * @param what they want with it, for the audit
   * @throws Problem why they may not have it
   */
  public User check(String username, String password, Caller caller, String channel, String what) {
    return Audit.failures(
        caller.actor(channel).named(username),
        what,
        username,
        () -> verified(username, password, caller));
  }

  private User verified(String username, String password, Caller caller) {
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
