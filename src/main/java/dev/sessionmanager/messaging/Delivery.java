package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A part of a reply on its way to a provider, as the operator reads it, too.
 *
 * @param id in the order in which parts of one conversation go out
 * @param part from 0, within its turn's reply
 * @param conversation the channel's name for it
 * @param text {@code ""} for a handover
 * @param attempts how often it has failed
 * @param nextTry null once it is not tried any more
 * @param sentAt since when it is unknown whether it has arrived; null where it certainly has not
 * @param providerId the provider's id of it, once it has arrived
 * @param problem why it has not, the last time: one sentence for the operator
 */
public record Delivery(
    long id,
    @JsonProperty("turn_id") long turnId,
    int part,
    String channel,
    String conversation,
    Kind kind,
    String text,
    State state,
    int attempts,
    @JsonProperty("created_at") Instant createdAt,
    @JsonProperty("next_try") @Nullable Instant nextTry,
    @JsonIgnore @Nullable Instant sentAt,
    @JsonProperty("ended_at") @Nullable Instant endedAt,
    @JsonProperty("provider_id") @Nullable String providerId,
    @Nullable String problem) {

  /** What is delivered. */
  public enum Kind {
    TEXT,
    /** The conversation is given to a human. */
    HANDOVER,
    /** The last words to somebody who wants no messages. */
    LAST,
    /** The last words before the bot pauses, because it has answered so much. */
    PAUSE,
    /** That there is nobody, outside of the business hours. */
    CLOSED;

    /** Whether it says why the bot is silent from now on, and so is sent although it is. */
    boolean saysWhySilent() {
      return this == LAST || this == PAUSE;
    }

    @JsonValue
    String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
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
    DROPPED;

    /** Whether it may still go out. */
    boolean open() {
      return this == WAITING || this == SENDING;
    }

    @JsonValue
    String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** A delivery that is to be written with the end of its turn. */
  record New(String channel, String conversation, Kind kind, String text) {}

  /** Whether it may go out now. */
  boolean due(Instant now) {
    return nextTry != null && !nextTry.isAfter(now);
  }

  /** Our name for the delivery, the same whenever it is sent. */
  String reference() {
    return "sm-" + turnId + '-' + part;
  }

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Delivery[" + channel + ' ' + reference() + ", " + state + ']';
  }
}
