package dev.sessionmanager.channel.socket;

/**
 * Why a connection closes: the code of RFC 6455, section 7.4.1, or one of 4000 to 4999, which are
 * ours to give; and its sentence in the message bundles.
 */
enum FrameClose {
  NORMAL(1000, "websocket.close.normal"),
  /** The service stops. */
  STOPPING(1001, "websocket.close.stopping"),
  PROTOCOL(1002, "websocket.close.protocol"),
  /** Binary messages: nothing here reads them. */
  NOT_TEXT(1003, "websocket.close.not_text"),
  NOT_UTF8(1007, "websocket.close.not_utf8"),
  TOO_MANY_FRAMES(1008, "websocket.close.too_many_frames"),
  /** No token came in time. */
  NO_TOKEN(1008, "websocket.close.no_token"),
  /** Too much waits to be read by the client. */
  SLOW_READER(1008, "websocket.close.slow_reader"),
  TOO_BIG(1009, "websocket.close.too_big"),
  INTERNAL(1011, "websocket.close.internal"),
  /** An operator, the user or a change of the user has ended the session. */
  ENDED(4001, "websocket.close.ended"),
  /** Nothing was said for {@code sessions.idle-websocket}. */
  IDLE(4002, "websocket.close.idle");

  private final int code;
  private final String key;

  FrameClose(int code, String key) {
    this.code = code;
    this.key = key;
  }

  int code() {
    return code;
  }

  String key() {
    return key;
  }
}
