package dev.sessionmanager.gateway;

import org.jspecify.annotations.Nullable;

/**
 * What an agent runtime is given to know the user it works for.
 *
 * @param token signed by this service, short-lived, which only names the user
 * @param password only with {@code sessions.forward-password=true}
 */
public record Credentials(String username, String token, @Nullable String password) {

  /** Without the secrets, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Credentials[" + username + ']';
  }
}
