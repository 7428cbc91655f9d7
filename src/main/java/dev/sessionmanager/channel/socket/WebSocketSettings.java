package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.util.unit.DataSize;

/**
 * @param port where the original clients connect, with any path ({@code WS_PORT}); 0 for none
 * @param address the interface of that port ({@code WS_BIND_ADDRESS})
 * @param agent who answers where a client chooses nobody ({@code WS_AGENT})
 * @param connectionsMax connections at once, those of the main port too ({@code
 *     websocket.connections-max}); one more is refused with 503
 * @param strangersMax of them, those that have not shown a token yet ({@code
 *     websocket.strangers-max})
 * @param handshakeTimeout for the head of the HTTP request at that port ({@code
 *     websocket.handshake-timeout})
 * @param authTimeout for the token of a client that connected without ({@code
 *     websocket.auth-timeout})
 * @param pingInterval how long a connection is silent before it is pinged ({@code
 *     websocket.ping-interval}); one that says nothing for three times as long is dead
 * @param messageMax the largest message, whole or in fragments ({@code websocket.message-max})
 * @param messageTimeout from a message's first byte to its last ({@code websocket.message-timeout})
 * @param framesMax frames of one connection in a second, and of one message ({@code
 *     websocket.frames-max})
 * @param pendingMax messages of one connection that wait to be taken ({@code
 *     websocket.pending-max})
 * @param unreadMax bytes that wait for a slow reader ({@code websocket.unread-max})
 * @param writeTimeout how long one frame may take to be read ({@code websocket.write-timeout})
 * @param allowFileOrigin whether pages opened from a file may connect without a token ({@code
 *     WS_ALLOW_FILE_ORIGIN})
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
    Duration messageTimeout,
    int framesMax,
    int pendingMax,
    DataSize unreadMax,
    Duration writeTimeout,
    boolean allowFileOrigin) {

  WebSocketSettings {
    WrongSetting.when(port < 0 || port > 65535, "WS_PORT must be from 0 to 65535; 0 turns it off.");
    WrongSetting.when(
        connectionsMax < 1 || strangersMax < 0 || framesMax < 1 || pendingMax < 1,
        "websocket.connections-max, websocket.frames-max and websocket.pending-max must be at"
            + " least 1, and websocket.strangers-max not negative.");
    WrongSetting.when(
        !handshakeTimeout.isPositive()
            || !authTimeout.isPositive()
            || !pingInterval.isPositive()
            || !messageTimeout.isPositive()
            || !writeTimeout.isPositive(),
        "websocket.handshake-timeout, websocket.auth-timeout, websocket.ping-interval,"
            + " websocket.message-timeout and websocket.write-timeout must be above 0.");
    WrongSetting.when(
        messageMax.toBytes() < 128 || messageMax.toBytes() > 16 << 20 || unreadMax.toBytes() < 1,
        "websocket.message-max must be from 128B to 16MB, and websocket.unread-max above 0.");
  }

  int unreadBytesMax() {
    return (int) Math.min(unreadMax.toBytes(), Integer.MAX_VALUE / 2);
  }
}
