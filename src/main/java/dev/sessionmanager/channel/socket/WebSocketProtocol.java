package dev.sessionmanager.channel.socket;

import org.jspecify.annotations.Nullable;

/** What is said over one connection: plain text or JSON. No method may block. */
sealed interface WebSocketProtocol permits WebSocketPlainProtocol, WebSocketJsonProtocol {

  /** The connection is open. */
  void begin();

  /** A message has come; on the thread that reads. */
  void heard(String text);

  /** What is said before the close frame; null for nothing. */
  @Nullable String bye(FrameClose why, String sentence);

  /** The connection is over; may be told twice. */
  void closed();

  /** Whether an answer is being made; what waits to be taken was promised nothing. */
  boolean busy();

  /** Whether the client should have shown a token by this time. */
  boolean overdue(long now);
}
