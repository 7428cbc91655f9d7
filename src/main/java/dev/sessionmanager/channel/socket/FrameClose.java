package dev.sessionmanager.channel.socket;

import java.util.Locale;

/**
 * Why a WebSocket closes: the code of RFC 6455, section 7.4.1, or one of 4000 to 4999, which are
 * ours to give.
 */
enum FrameClose {
  NORMAL(1000),
  /** The client has said goodbye in plain text. */
  GOODBYE(1000),
  /** The service stops. */
  STOPPING(1001),
  PROTOCOL(1002),
  /** Binary messages: nothing here reads them. */
  NOT_TEXT(1003),
  NOT_UTF8(1007),
  TOO_MANY_FRAMES(1008),
  /** A message took too long to come. */
  TOO_SLOW(1008),
  /** A page opened from a file, without {@code WS_ALLOW_FILE_ORIGIN}. */
  FILE_ORIGIN(1008),
  /** No token came in time. */
  NO_TOKEN(1008),
  /** Too much waits to be read by the client. */
  SLOW_READER(1008),
  TOO_BIG(1009),
  INTERNAL(1011),
  /** Others needed the memory of an unfinished message more. */
  OVERLOADED(1013),
  /** An operator, the user or a change of the user has ended the session. */
  ENDED(4001),
  /** Nothing was said for {@code sessions.idle-websocket}. */
  IDLE(4002);

  private final int code;

  FrameClose(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  /** Of its sentence in the message bundles. */
  String key() {
    return "websocket.close." + name().toLowerCase(Locale.ROOT);
  }
}
