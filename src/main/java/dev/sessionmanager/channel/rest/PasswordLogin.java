package dev.sessionmanager.channel.rest;

import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Ticket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name and a password as clients send them.
 *
 * @param device what the client calls itself, where the User-Agent does not say enough: each name
 *     has a session of its own, so that the tabs of one browser can be told apart
 */
record PasswordLogin(
    @Nullable String username, @Nullable String password, @Nullable String device) {

  /** Longer than any name or password can be; such input is a mistake or an attack. */
  private static final int MAX_CHARS = 1024;

  /** Characters of a device's name, as of a User-Agent header's. */
  private static final int DEVICE_MAX = 200;

  void check(Fields fields, String prefix) {
    fields.text(prefix + "username", username, MAX_CHARS);
    // A password of spaces is one; only an absent or an empty one is a mistake.
    if (password == null || password.isEmpty()) {
      fields.text(prefix + "password", password, MAX_CHARS);
    } else if (password.length() > MAX_CHARS) {
      fields.tooLong(prefix + "password", MAX_CHARS);
    }
    if (device != null) {
      fields.text(prefix + "device", device, DEVICE_MAX);
    }
  }

  /** In printable ASCII, like a User-Agent: it is shown to people and in terminals. */
  String deviceOr(String userAgent) {
    return device == null ? userAgent : device.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** Checks them and opens, or finds, the session of this client. */
  Ticket enter(Logins logins, Caller caller, String channel) {
    return logins.enter(
        Objects.requireNonNullElse(username, ""),
        Objects.requireNonNullElse(password, ""),
        caller.named(deviceOr(caller.device())),
        channel);
  }

  /** Without the password, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "PasswordLogin[" + username + ']';
  }
}
