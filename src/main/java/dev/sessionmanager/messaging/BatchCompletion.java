package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.ReplyCodec;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.messaging.MessagingFigures.Event;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
  private final Speaking speaking;
  private final ReplyParts parts;
  private final Deliveries deliveries;
  private final MessagingFigures figures;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  BatchCompletion(
      Inbox inbox,
      Outbox outbox,
      ReplyCodec codec,
      Speaking speaking,
      ReplyParts parts,
      Deliveries deliveries,
      MessagingFigures figures,
      Clock clock) {
    this.inbox = inbox;
    this.outbox = outbox;
    this.codec = codec;
    this.speaking = speaking;
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
   * @param own what of the service's own words the reply is; null for an agent's
   * @throws Problem why it is not, after all
   * @throws LogFailure when that could not be written
   */
  void answered(long turnId, NewTurn turn, Batch batch, Reply reply, @Nullable OwnWords own) {
    speaking
        .objection(batch)
        .ifPresent(kind -> {
          throw new Problem(kind);
        });
    List<Delivery.New> deliverable =
        new ArrayList<>(
            own == null
                ? parts.of(batch, reply, turn.agent())
                : parts.of(batch, reply, own.kind()));
    if (deliverable.isEmpty()) {
      throw new Problem(Kind.MODEL_SILENT);
    }
    Outcome outcome = codec.answered(turn, reply, clock.instant());
    // Asked for again while it waits, nobody is told again.
    boolean asks =
        own == null
            && reply.handsOver()
            && !speaking.desk().waits(batch.channel(), batch.conversation());
    if (asks) {
      deliverable.add(parts.handover(batch, HandoverRequest.ASKED));
      write(() ->
          outbox.end(
              turnId,
              turn,
              outcome,
              deliverable,
              speaking.desk().asks(batch, turn.agent(), reply.meta())));
      speaking.desk().programsToTell();
    } else {
      LogStatements.Statement effect = own == null ? statements -> {} : own.effect();
      write(() -> outbox.end(turnId, turn, outcome, deliverable, effect));
    }
    figures.count(Event.ANSWERED, batch.channel());
    if (own != null && own.kind() == Delivery.Kind.PAUSE) {
      figures.count(Event.PAUSED, batch.channel());
    }
    figures.count(Event.JOINED, batch.channel(), batch.rows().size() - 1);
    deliveries.wake(batch.channel());
  }

  /**
   * The turn has no answer. Its customer reads a sentence, unless nothing may be said to them, or
   * somebody has stopped the answer.
   *
   * @throws LogFailure when that could not be written
   */
  void refused(long turnId, NewTurn turn, Batch batch, Problem problem) {
    if (problem.kind() == Kind.STOPPING) {
      logger.debug("Turn {} is taken up again at the next start", turnId);
      return;
    }
    Kind silent = speaking.objection(batch).orElse(null);
    if (silent != null) {
      unanswered(turnId, turn, batch, silent);
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
    refused(turnId, turn, batch, new Problem(Kind.INTERRUPTED));
  }

  private void failed(long turnId, NewTurn turn, Batch batch, Problem problem) {
    Outcome outcome = codec.refused(problem, clock.instant());
    boolean told = outcome.status() == Outcome.Status.FAILED;
    if (told && problem.kind() == Kind.QUOTA_REACHED) {
      full(turnId, turn, batch, problem, outcome);
    } else {
      HandoverOutlook outlook = speaking.desk().outlook(batch.channel(), batch.conversation());
      List<Delivery.New> apology =
          told ? parts.apology(batch, problem, turn.agent(), outlook) : List.of();
      write(() -> outbox.end(turnId, turn, outcome, apology));
    }
    figures.count(Event.FAILED, batch.channel());
    deliveries.wake(batch.channel());
  }

  /** Of whom no more may be kept is a human's: trying again would not help, nor asking. */
  private void full(long turnId, NewTurn turn, Batch batch, Problem problem, Outcome outcome) {
    HandoverOutlook outlook = speaking.desk().outlook(batch.channel(), batch.conversation());
    List<Delivery.New> apology =
        new ArrayList<>(parts.apology(batch, problem, turn.agent(), outlook));
    apology.add(parts.handover(batch, HandoverRequest.STORAGE));
    Map<String, Object> meta = Map.of("reason", HandoverRequest.STORAGE);
    write(() ->
        outbox.end(
            turnId, turn, outcome, apology, speaking.desk().asks(batch, turn.agent(), meta)));
    speaking.desk().programsToTell();
  }

  /** What was written is kept, and nothing is said. */
  private void unanswered(long turnId, NewTurn turn, Batch batch, Kind why) {
    Outcome outcome = codec.refused(new Problem(why), clock.instant());
    write(() -> outbox.end(turnId, turn, outcome, List.of()));
    Event event = MessagingFigures.unanswered(why);
    if (event != null) {
      figures.count(event, batch.channel(), batch.rows().size());
      logger.info(
          "{} messages of {} are kept and not answered: {}",
          batch.rows().size(),
          batch.channel(),
          why.code());
    }
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
