package dev.sessionmanager.messaging;

import dev.sessionmanager.messaging.BusinessHours.Now;
import dev.sessionmanager.problem.Problem.Kind;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Outside of the business hours the text of their file is said, once in a conversation until it
 * opens again, where the file has one; else the bot answers. Any thread.
 */
@Component
class HoursRule implements AnswerRule {

  private final BusinessHours hours;
  private final Outbox outbox;

  HoursRule(BusinessHours hours, Outbox outbox) {
    this.hours = hours;
    this.outbox = outbox;
  }

  @Override
  public Optional<Kind> silent(Batch batch) {
    Now now = hours.now(batch.first().language());
    return now.text() != null && said(batch, now)
        ? Optional.of(Kind.OUTSIDE_HOURS)
        : Optional.empty();
  }

  @Override
  public Optional<OwnWords> words(Batch batch) {
    return Optional.ofNullable(hours.now(batch.first().language()).text())
        .map(text -> new OwnWords(text, Delivery.Kind.CLOSED));
  }

  /** When people are back, a sentence; empty while they are there, and where nobody knows. */
  Optional<String> back(Batch batch) {
    return hours.back(batch.first().language());
  }

  private boolean said(Batch batch, Now now) {
    Instant since = Objects.requireNonNullElse(now.since(), Instant.EPOCH);
    return outbox.any(
        "channel = ? and conversation = ? and created_at >= ? and kind = 'CLOSED' and state <>"
            + " 'SILENCED'",
        batch.channel(),
        batch.conversation(),
        since.toEpochMilli());
  }
}
