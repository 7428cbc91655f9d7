package dev.sessionmanager.conversation;

import java.time.Instant;

/**
 * A thread of turns that belong together.
 *
 * @param owner a user's id, or the path of a guest or customer: see {@link Reach}
 * @param key the channel's name for the conversation, unique among its owner's open ones
 * @param agent who answers in the conversation
 * @param title its first question, shortened, until somebody renames it
 * @param open whether the conversation goes on; false after a reset
 */
public record Conversation(
    String id,
    String owner,
    String channel,
    String key,
    String agent,
    String title,
    Instant createdAt,
    Instant updatedAt,
    boolean open) {

  Conversation answeredBy(String other) {
    return new Conversation(id, owner, channel, key, other, title, createdAt, updatedAt, open);
  }

  /** Without the title, which quotes a message, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Conversation[" + id + ", " + channel + ", " + agent + ']';
  }
}
