package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.Logins;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Sessions;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A name and a password as clients send them. */
record PasswordLogin(@Nullable String username, @Nullable String password) {

  /** Longer than any name or password can be; such input is a mistake or an attack. */
  private static final int MAX_CHARS = 1024;

  void check(Fields fields, String prefix) {
    fields.text(prefix + "username", username, MAX_CHARS);
    // A password of spaces is one; only an absent or an empty one is a mistake.
    if (password == null || password.isEmpty()) {
      fields.text(prefix + "password", password, MAX_CHARS);
    } else if (password.length() > MAX_CHARS) {
      fields.tooLong(prefix + "password", MAX_CHARS);
    }
  }

  /** Checks them and opens, or finds, the session of this client. */
  Sessions.Ticket enter(Logins logins, Caller caller, String channel) {
    return logins.enter(
        Objects.requireNonNullElse(username, ""),
        Objects.requireNonNullElse(password, ""),
        caller,
        channel);
  }

  /** Without the password, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "PasswordLogin[" + username + ']';
  }
}
