package dev.sessionmanager.gateway;

import org.jspecify.annotations.Nullable;

/**
 * By what an agent runtime knows the user it works for.
 *
 * @param token of ours, short-lived, good for nothing but to name the user
 * @param password only with {@code sessions.forward-password=true}
 */
public record Credentials(String username, String token, @Nullable String password) {

  /** Without the secrets, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Credentials[" + username + ']';
  }
}
