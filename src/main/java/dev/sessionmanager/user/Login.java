package dev.sessionmanager.user;

import java.time.Duration;

/** What came of checking a name and a password. */
public sealed interface Login {

  record Granted(User user) implements Login {}

  /** Unknown name, wrong password or disabled user: no caller learns which. */
  record Refused() implements Login {}

  /** The password is right but published in the documentation, and the caller is not trusted. */
  record PresetPassword() implements Login {}

  /** Too many wrong tries; nothing was checked. */
  record Throttled(Duration retryAfter) implements Login {}
}
