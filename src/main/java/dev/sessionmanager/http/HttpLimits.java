package dev.sessionmanager.http;

import java.time.Duration;

/**
 * What one caller may take of the service's connections and memory.
 *
 * @param connectTimeout for a connection, and for the wait until one is free
 * @param connectionsMax connections to one address at once
 * @param answerMax bytes of one answer's body
 */
public record HttpLimits(Duration connectTimeout, int connectionsMax, long answerMax) {

  /** For two callers of one address: both get what they were given. */
  HttpLimits together(HttpLimits other) {
    return new HttpLimits(
        connectTimeout.compareTo(other.connectTimeout) > 0 ? connectTimeout : other.connectTimeout,
        connectionsMax + other.connectionsMax,
        Math.max(answerMax, other.answerMax));
  }
}
