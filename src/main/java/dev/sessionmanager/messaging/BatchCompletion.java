package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.ReplyCodec;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * How the turns of messaging channels begin and end in the log: with the messages that they were
 * made of, and together with what is to be delivered, so that an answer that is known is sent, and
 * sent once. Any thread.
 */
@Component
class BatchCompletion {

  private static final Logger logger = LoggerFactory.getLogger(BatchCompletion.class);

  /** A customer does not ask a second time: the end of their turn must be written. */
  private static final int TRIES = 60;

  private static final long RETRY_SECONDS = 5;

  private final Inbox inbox;
  private final Outbox outbox;
  private final ReplyCodec codec;
  private final HumanTakeover humans;
  private final ReplyParts parts;
  private final Deliveries deliveries;
  private final MessagingFigures figures;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  BatchCompletion(
      Inbox inbox,
      Outbox outbox,
      ReplyCodec codec,
      HumanTakeover humans,
      ReplyParts parts,
      Deliveries deliveries,
      MessagingFigures figures,
      Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.codec = codec;
    this.humans = humans;
    this.parts = parts;
    this.deliveries = deliveries;
    this.figures = figures;
    this.clock = clock;
  }

  /**
   * The turn in which a batch is answered, on the disk when this returns.
   *
   * @throws LogFailure when it is not, or one of the messages does not wait any more
   */
  long accept(NewTurn turn, Batch batch) {
    return inbox.join(turn, batch.ids());
  }

  /**
   * The turn is answered.
   *
   * @throws Problem why it is not, after all
   * @throws LogFailure when that could not be written
   */
  void answered(long turnId, NewTurn turn, Batch batch, Reply reply) {
    if (held(batch)) {
      throw new Problem(Kind.HELD_BY_PERSON);
    }
    List<Delivery.New> deliverable = parts.of(batch, reply);
    if (deliverable.isEmpty()) {
      throw new Problem(Kind.MODEL_SILENT);
    }
    Outcome outcome = codec.answered(turn, reply, clock.instant());
    write(() -> outbox.end(turnId, turn, outcome, deliverable));
    figures.count(Event.ANSWERED, batch.channel());
    figures.count(Event.JOINED, batch.channel(), batch.rows().size() - 1);
    deliveries.wake(batch.channel());
  }

  /**
   * The turn has no answer. Its customer reads a sentence, unless a human holds the conversation,
   * or somebody has stopped the answer.
   *
   * @throws LogFailure when that could not be written
   */
  void refused(long turnId, NewTurn turn, Batch batch, Problem problem) {
    if (problem.kind() == Kind.STOPPING) {
      logger.debug("Turn {} is taken up again at the next start", turnId);
    } else if (held(batch)) {
      Outcome outcome = codec.refused(new Problem(Kind.HELD_BY_PERSON), clock.instant());
      write(() -> outbox.end(turnId, turn, outcome, List.of()));
    } else if (problem.kind() == Kind.ANSWER_STOPPED && batch.superseded()) {
      Outcome outcome = codec.refused(problem, clock.instant());
      write(() -> inbox.reopen(turnId, turn, outcome));
      batch.reopen();
    } else {
      failed(turnId, turn, batch, problem);
    }
  }

  /**
   * A turn of a process that is gone, which nobody can answer any more.
   *
   * @throws LogFailure when that could not be written
   */
  void interrupted(long turnId, NewTurn turn, Batch batch) {
    failed(turnId, turn, batch, new Problem(Kind.INTERRUPTED));
  }

  private void failed(long turnId, NewTurn turn, Batch batch, Problem problem) {
    Outcome outcome = codec.refused(problem, clock.instant());
    boolean told = outcome.status() == Outcome.Status.FAILED;
    List<Delivery.New> apology = told ? parts.apology(batch, problem) : List.of();
    write(() -> outbox.end(turnId, turn, outcome, apology));
    figures.count(Event.FAILED, batch.channel());
    deliveries.wake(batch.channel());
  }

  private boolean held(Batch batch) {
    return humans.holder(batch.channel(), batch.conversation()).isPresent();
  }

  /**
   * Writes the end of a turn, again and again while the disk is full, say; until the service stops.
   */
  private void write(Runnable end) {
    for (int tries = 1; ; tries++) {
      try {
        end.run();
        return;
      } catch (LogFailure failure) {
        if (tries == TRIES || stoppedWithin(RETRY_SECONDS)) {
          throw failure;
        }
      }
    }
  }

  private boolean stoppedWithin(long seconds) {
    try {
      return stopping.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @PreDestroy
  void stop() {
    stopping.countDown();
  }
}
