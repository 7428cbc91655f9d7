package dev.sessionmanager.channel.socket;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param port where the original clients connect, with any path ({@code WS_PORT}); 0 for none
 * @param address the interface of that port ({@code WS_BIND_ADDRESS})
 * @param agent who answers where a client chooses nobody ({@code WS_AGENT})
 * @param connectionsMax connections at once, those of the main port too ({@code
 *     WS_CONNECTIONS_MAX}); one more is refused with 503
 * @param strangersMax of them, those that have not shown a token yet ({@code WS_STRANGERS_MAX})
 * @param handshakeTimeout for the head of the HTTP request at that port ({@code
 *     WS_HANDSHAKE_TIMEOUT})
 * @param authTimeout for the token of a client that connected without ({@code WS_AUTH_TIMEOUT})
 * @param pingInterval how long a connection is silent before it is pinged ({@code
 *     WS_PING_INTERVAL}); one that says nothing for three times as long is dead
 * @param messageMax the largest message, whole or in fragments ({@code WS_MESSAGE_MAX_BYTES})
 * @param framesMax frames of one connection in a second ({@code WS_FRAMES_MAX})
 * @param pendingMax messages of one connection that wait to be taken ({@code WS_PENDING_MAX})
 * @param unreadMax bytes that wait for a slow reader ({@code WS_UNREAD_MAX_BYTES})
 * @param writeTimeout how long one frame may take to be read ({@code WS_WRITE_TIMEOUT})
 * @param messageMaxChars the longest message, in characters ({@code MESSAGE_MAX_CHARS})
 * @param allowFileOrigin whether pages opened from a file may connect without a token ({@code
 *     WS_ALLOW_FILE_ORIGIN})
 * @param stopTimeout for answers that are being made when the service stops ({@code
 *     SHUTDOWN_TIMEOUT})
 */
@ConfigurationProperties("websocket")
record WebSocketSettings(
    int port,
    String address,
    String agent,
    int connectionsMax,
    int strangersMax,
    Duration handshakeTimeout,
    Duration authTimeout,
    Duration pingInterval,
    DataSize messageMax,
    int framesMax,
    int pendingMax,
    DataSize unreadMax,
    Duration writeTimeout,
    int messageMaxChars,
    boolean allowFileOrigin,
    Duration stopTimeout) {

  WebSocketSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("WS_PORT must be from 0 to 65535; 0 turns it off.");
    }
    if (connectionsMax < 1 || strangersMax < 0 || framesMax < 1 || pendingMax < 1) {
      throw new IllegalArgumentException(
          "WS_CONNECTIONS_MAX, WS_FRAMES_MAX and WS_PENDING_MAX must be at least 1, and"
              + " WS_STRANGERS_MAX not negative.");
    }
    if (!handshakeTimeout.isPositive()
        || !authTimeout.isPositive()
        || !pingInterval.isPositive()
        || !writeTimeout.isPositive()) {
      throw new IllegalArgumentException(
          "WS_HANDSHAKE_TIMEOUT, WS_AUTH_TIMEOUT, WS_PING_INTERVAL and WS_WRITE_TIMEOUT must be"
              + " above 0.");
    }
    if (messageMax.toBytes() < 128 || messageMax.toBytes() > 16 << 20 || unreadMax.toBytes() < 1) {
      throw new IllegalArgumentException(
          "WS_MESSAGE_MAX_BYTES must be from 128B to 16MB, and WS_UNREAD_MAX_BYTES above 0.");
    }
  }

  int unreadBytesMax() {
    return (int) Math.min(unreadMax.toBytes(), Integer.MAX_VALUE / 2);
  }
}
