package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.sessionmanager.handover.HandoverRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that waits for a human or that one holds, as the operator reads it.
 *
 * @param conversation the channel's name for it
 * @param by who holds it, or why: for the operator; {@code ""} while it waits
 * @param since when it waits, or is held
 * @param until when the bot has it again; null for until it is given back
 * @param waitingSeconds for how long it has waited; null for one that is held
 * @param person the customer's name, as far as it is known
 * @param reason why a human is wanted, {@code asked}, {@code storage} or a model's words
 * @param said the customer's last words then
 * @param summary a model's, of what is wanted; {@code ""} for none
 * @param problem why those could not be told who were to be; null for none
 */
record Handover(
    String channel,
    String conversation,
    State state,
    String by,
    Instant since,
    @Nullable Instant until,
    @JsonProperty("waiting_seconds") @Nullable Long waitingSeconds,
    String person,
    String agent,
    String reason,
    String said,
    String summary,
    @Nullable String problem) {

  /** Whether a human has come. */
  enum State {
    WAITING,
    HELD;

    @JsonValue
    String shown() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Handover held(
      String channel, String conversation, String by, Instant since, @Nullable Instant until) {
    return new Handover(
        channel, conversation, State.HELD, by, since, until, null, "", "", "", "", "", null);
  }

  static Handover of(HandoverRequest request, Instant now) {
    return new Handover(
        request.channel(),
        request.conversation(),
        State.WAITING,
        "",
        request.askedAt(),
        null,
        Math.max(0, Duration.between(request.askedAt(), now).toSeconds()),
        request.person(),
        request.agent(),
        request.reason(),
        request.said(),
        request.summary(),
        request.problem());
  }

  boolean isOfTheSame(Handover other) {
    return channel.equals(other.channel) && conversation.equals(other.conversation);
  }

  /** Without anybody's words, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Handover[" + channel + ' ' + conversation + ", " + state + ']';
  }
}
