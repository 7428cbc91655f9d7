package dev.sessionmanager.channel.rest;

import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.BrowserLogins;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Ticket;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password as clients send them. A password of spaces is one.
 *
 * @param device what the client calls itself, where the User-Agent does not say enough: each name
 *     is shown with its session, so that the tabs of one browser can be told apart
 * @param cookie whether a browser is to stay logged in by a cookie, in place of a token
 */
record PasswordLogin(
    @Text(max = MAX_CHARS) String username,
    @NotNull(message = "required")
        @Size(min = 1, message = "blank")
        @Size(max = MAX_CHARS, message = "too_long")
        String password,
    @Text(required = false, max = DEVICE_MAX) @Nullable String device,
    @JsonMember(Boolean.class) @Nullable Object cookie) {

  /** Longer than any name or password can be; such input is a mistake or an attack. */
  private static final int MAX_CHARS = 1024;

  /** Characters of a device's name, as of a User-Agent header's. */
  static final int DEVICE_MAX = 200;

  /** In printable ASCII, like a User-Agent: it is shown to people and in terminals. */
  static String device(@Nullable String given, String userAgent) {
    return given == null ? userAgent : given.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** Checks them and opens a session. */
  Ticket open(Logins logins, Caller caller, String channel) {
    return logins.open(username, password, as(caller), channel);
  }

  /** Whether the browser is to stay logged in by a cookie. */
  boolean stays() {
    return Boolean.TRUE.equals(cookie);
  }

  /** Checks them and logs the browser in. */
  BrowserLogins.Opened openBrowser(Logins logins, Caller caller) {
    return logins.openBrowser(username, password, as(caller));
  }

  /** Checks them and goes on with the session of this client, which shows them all the time. */
  Ticket resume(Logins logins, Caller caller, String channel) {
    return logins.resume(username, password, as(caller), channel);
  }

  private Caller as(Caller caller) {
    return caller.named(device(device, caller.device()));
  }

  /** Without the password, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "PasswordLogin[" + username + ']';
  }
}
