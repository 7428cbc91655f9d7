package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Nobody waits for an answer any more: the message is older than {@code MISSED_MAX_AGE} when its
 * turn comes, as after a provider was away for days, or a human has written in the conversation
 * since. Any thread.
 */
@Component
class StaleMessages implements AnswerRule {

  private final HumanReplies replies;
  private final Duration maxAge;
  private final Clock clock;

  StaleMessages(HumanReplies replies, MessengerSettings settings, Clock clock) {
    this.replies = replies;
    this.maxAge = settings.missedMaxAge();
    this.clock = clock;
  }

  /** Of messages of which one is to be answered, all are. */
  @Override
  public Optional<Kind> silent(Batch batch) {
    return among(batch).size() < batch.rows().size()
        ? Optional.empty()
        : Optional.of(
            isOld(batch.rows().getLast().message()) ? Kind.MESSAGE_OLD : Kind.HELD_BY_PERSON);
  }

  /** Those of the messages that are stale. */
  List<Arrival.Row> among(Batch batch) {
    Instant replied = replies.last(batch.channel(), batch.conversation()).orElse(Instant.MIN);
    return batch.rows().stream()
        .filter(row -> isOld(row.message()) || row.message().writtenAt().isBefore(replied))
        .toList();
  }

  private boolean isOld(Arrival message) {
    return !maxAge.isZero() && message.writtenAt().isBefore(clock.instant().minus(maxAge));
  }
}
