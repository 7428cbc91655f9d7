package dev.sessionmanager.conversation;

/**
 * A message was not accepted, because another node has a turn of its sender's with the same id,
 * which is answered, or will be.
 */
public final class SentBefore extends RuntimeException {

  private static final long serialVersionUID = 1;

  SentBefore() {
    super("another node has this message");
  }
}
