package dev.sessionmanager.messaging;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of a reply on its way to a provider.
 *
 * @param id in the order in which parts of one conversation go out
 * @param part from 0, within its turn's reply
 * @param conversation the channel's name for it
 * @param text {@code ""} for a handover
 * @param attempts how often it has failed
 * @param sentAt since when it is unknown whether it has arrived; null where it certainly has not
 * @param providerId the provider's id of it, once it has arrived
 * @param problem why it has not, the last time: one sentence for the operator
 */
public record Delivery(
    long id,
    long turnId,
    int part,
    String channel,
    String conversation,
    Kind kind,
    String text,
    State state,
    int attempts,
    Instant nextTry,
    Instant createdAt,
    @Nullable Instant sentAt,
    @Nullable Instant endedAt,
    @Nullable String providerId,
    @Nullable String problem) {

  /** What is delivered. */
  public enum Kind {
    TEXT,
    /** The conversation is given to a human. */
    HANDOVER
  }

  /** How far it is. */
  public enum State {
    WAITING,
    /** Being sent; after a restart or a time-out, of unknown outcome. */
    SENDING,
    DELIVERED,
    /** A human held the conversation. */
    SILENCED,
    /** The provider will never take it. */
    REFUSED,
    /** Given up after hours of trying. */
    DEAD,
    /** By the operator. */
    DROPPED
  }

  /** One that is to be written with the end of its turn. */
  public record New(String channel, String conversation, Kind kind, String text) {}

  /** It may still go out. */
  public boolean open() {
    return state == State.WAITING || state == State.SENDING;
  }

  /** The same whenever it is sent. */
  public String reference() {
    return "sm-" + turnId + '-' + part;
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Delivery[" + channel + ' ' + reference() + ", " + state + ']';
  }
}
