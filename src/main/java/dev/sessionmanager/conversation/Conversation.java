package dev.sessionmanager.conversation;

import java.time.Instant;

/**
 * A thread of turns that belong together.
 *
 * @param owner a user's id, or the path of a guest or customer: see {@link Reach}
 * @param key the channel's name for the conversation, unique among its owner's open ones
 * @param agent who answers in the conversation
 * @param title its first question, shortened, until its agent or somebody renames it
 * @param open whether the conversation goes on; false after a reset
 * @param pinned whether its owner has it above the others
 * @param archived whether its owner has put it away
 * @param titleBy whose words the title is
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
    boolean open,
    boolean pinned,
    boolean archived,
    TitleBy titleBy) {

  /** Whose words a title is; a person's is nobody else's to change. */
  public enum TitleBy {
    QUESTION,
    AGENT,
    PERSON
  }

  Conversation answeredBy(String other) {
    return new Conversation(
        id, owner, channel, key, other, title, createdAt, updatedAt, open, pinned, archived,
        titleBy);
  }

  /** Without the title, which quotes a message, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Conversation[" + id + ", " + channel + ", " + agent + ']';
  }
}
