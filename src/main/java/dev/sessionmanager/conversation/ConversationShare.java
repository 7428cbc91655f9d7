package dev.sessionmanager.conversation;

import java.time.Instant;

/**
 * A conversation as it was when its owner made a link to it.
 *
 * @param branch the one that was shown
 * @param lastTurn what came after it is not shared
 */
public record ConversationShare(
    String id, String conversationId, String title, long branch, long lastTurn, Instant createdAt) {

  /** Without the title, which quotes a message, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Share[" + id + ']';
  }
}
