package dev.sessionmanager.channel.socket;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param port where people talk to agents line by line ({@code ECOBOT_SOCKET_PORT}, else {@code
 *     APP_PORT}); 0: nowhere
 * @param bindAddress the interface it listens on ({@code SOCKET_BIND_ADDRESS}, else {@code
 *     APP_HOST})
 * @param agent who answers until somebody else is chosen ({@code SOCKET_AGENT})
 * @param language of greetings and answers, a BCP 47 tag ({@code SOCKET_LANGUAGE})
 * @param sslBundle the Spring SSL bundle of its certificate ({@code SOCKET_SSL_BUNDLE}); empty: no
 *     TLS
 * @param connectionsMax open at once ({@code SOCKET_CONNECTIONS_MAX})
 * @param lineTimeout from a line's first byte to its end ({@code SOCKET_LINE_TIMEOUT})
 * @param loginTimeout for the login that is demanded from outside ({@code SOCKET_LOGIN_TIMEOUT})
 * @param writeTimeout for a client to take what is written to it ({@code SOCKET_WRITE_TIMEOUT})
 * @param linesMax unfinished lines of all connections together ({@code SOCKET_LINES_MAX_BYTES})
 * @param messageMaxChars the longest message, in characters ({@code MESSAGE_MAX_CHARS})
 */
@ConfigurationProperties("tcp")
record TcpSettings(
    int port,
    String bindAddress,
    String agent,
    String language,
    @Nullable String sslBundle,
    int connectionsMax,
    Duration lineTimeout,
    Duration loginTimeout,
    Duration writeTimeout,
    DataSize linesMax,
    int messageMaxChars) {

  TcpSettings {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(
          "ECOBOT_SOCKET_PORT and APP_PORT must be from 0 to 65535.");
    }
    if (connectionsMax < 1 || linesMax.toBytes() < 4096) {
      throw new IllegalArgumentException(
          "SOCKET_CONNECTIONS_MAX must be at least 1 and SOCKET_LINES_MAX_BYTES at least 4KB.");
    }
    if (!lineTimeout.isPositive() || !loginTimeout.isPositive() || !writeTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "SOCKET_LINE_TIMEOUT, SOCKET_LOGIN_TIMEOUT and SOCKET_WRITE_TIMEOUT must be above 0.");
    }
  }
}
