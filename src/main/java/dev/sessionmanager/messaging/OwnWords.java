package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogStatements;

/**
 * What the service itself says in an agent's place.
 *
 * @param text what the customer reads
 * @param kind as what it is delivered
 * @param effect what is true from the commit on that says so; runs in it, before the words are
 *     written to the outbox
 */
record OwnWords(String text, Delivery.Kind kind, LogStatements.Statement effect) {

  /** Words after which nothing changes. */
  OwnWords(String text, Delivery.Kind kind) {
    this(text, kind, statements -> {});
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "OwnWords[" + kind + ']';
  }
}
