package dev.sessionmanager.channel.socket;

/** What a client has sent, whole: the fragments of a text are joined. */
sealed interface Frame {

  /** A message. */
  record Text(String text) implements Frame {}

  /** Wants the same bytes back, at most 125 of them. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  record Ping(byte[] bytes) implements Frame {}

  /** Answers a ping of ours. */
  record Pong() implements Frame {}

  /** Nothing follows. */
  record Close() implements Frame {}
}
