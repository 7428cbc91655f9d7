package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.messaging.Batch;
import dev.sessionmanager.messaging.Deliveries;
import dev.sessionmanager.messaging.Delivery;
import dev.sessionmanager.messaging.DeliverySettings;
import dev.sessionmanager.messaging.Handovers;
import dev.sessionmanager.messaging.MessageFigures;
import dev.sessionmanager.messaging.MessageFigures.Event;
import dev.sessionmanager.messaging.Messengers;
import dev.sessionmanager.messaging.ReplySplitter;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * How turns end in the log: answered or not; of a messaging channel together with what is to be
 * delivered, so that an answer that is known is sent, and sent once. Any thread.
 */
@Component
class TurnCompletion {

  private static final Logger logger = LoggerFactory.getLogger(TurnCompletion.class);

  /** Nobody asks a second time for what came by a messaging channel: its end must be written. */
  private static final int TRIES = 60;

  private static final long RETRY_SECONDS = 5;

  private final TurnLog log;
  private final ReplyCodec records;
  private final Handovers handovers;
  private final Messengers messengers;
  private final Deliveries deliveries;
  private final DeliverySettings settings;
  private final MessageFigures figures;
  private final MessageSource sentences;
  private final Clock clock;
  private final CountDownLatch stopping = new CountDownLatch(1);

  TurnCompletion(
      TurnLog log,
      ReplyCodec records,
      Handovers handovers,
      Messengers messengers,
      Deliveries deliveries,
      DeliverySettings settings,
      MessageFigures figures,
      MessageSource sentences,
      Clock clock) {
    this.log = log;
    this.records = records;
    this.handovers = handovers;
    this.messengers = messengers;
    this.deliveries = deliveries;
    this.settings = settings;
    this.figures = figures;
    this.sentences = sentences;
    this.clock = clock;
  }

  /**
   * The turn is answered.
   *
   * @throws Problem why it is not, after all
   * @throws LogFailure when that could not be written
   */
  void answered(Gateway.Message message, Reply reply) {
    long turnId = message.answering().turnId();
    NewTurn turn = message.turn();
    Batch batch = message.batch();
    Outcome outcome = records.answered(turn, reply, clock.instant());
    if (batch != null) {
      if (held(batch)) {
        throw new Problem(Kind.HELD_BY_PERSON);
      }
      List<Delivery.New> parts = parts(batch, reply);
      if (parts.isEmpty()) {
        throw new Problem(Kind.MODEL_SILENT);
      }
      write(() -> log.end(turnId, turn, outcome, parts));
      figures.count(Event.ANSWERED, batch.channel());
      figures.count(Event.JOINED, batch.channel(), batch.rows().size() - 1);
      deliveries.wake(batch.channel());
    } else if (turn.conversationId() == null && turn.clientId() == null) {
      log.endSoon(turnId, turn, outcome);
    } else {
      log.end(turnId, turn, outcome);
    }
  }

  /**
   * The turn has no answer. Who waits for it at a messaging channel reads a sentence, unless a
   * human holds the conversation, or somebody has stopped the answer.
   *
   * @throws LogFailure when that could not be written
   */
  void refused(Gateway.Message message, Problem problem) {
    long turnId = message.answering().turnId();
    NewTurn turn = message.turn();
    Batch batch = message.batch();
    if (batch == null) {
      log.end(turnId, turn, records.refused(problem, clock.instant()));
    } else if (problem.kind() == Kind.STOPPING) {
      logger.debug("Turn {} is taken up again at the next start", turnId);
    } else if (held(batch)) {
      Outcome outcome = records.refused(new Problem(Kind.HELD_BY_PERSON), clock.instant());
      write(() -> log.end(turnId, turn, outcome, List.of()));
    } else {
      refused(turnId, turn, batch, problem);
    }
  }

  private void refused(long turnId, NewTurn turn, Batch batch, Problem problem) {
    Outcome outcome = records.refused(problem, clock.instant());
    if (problem.kind() == Kind.ANSWER_STOPPED && batch.superseded()) {
      write(() -> log.reopen(turnId, turn, outcome));
      batch.reopen();
      return;
    }
    boolean told = outcome.status() == Outcome.Status.FAILED;
    List<Delivery.New> parts = told ? parts(batch, apology(batch)) : List.of();
    write(() -> log.end(turnId, turn, outcome, parts));
    figures.count(Event.FAILED, batch.channel());
    deliveries.wake(batch.channel());
  }

  /**
   * A turn of a process that is gone, which nobody can answer any more.
   *
   * @throws LogFailure when that could not be written
   */
  void interrupted(long turnId, NewTurn turn, Batch batch) {
    refused(turnId, turn, batch, new Problem(Kind.INTERRUPTED));
  }

  private Reply apology(Batch batch) {
    Locale language = Locale.forLanguageTag(batch.first().language());
    return Reply.of(sentences.getMessage("messaging.apology", null, language));
  }

  private boolean held(Batch batch) {
    return handovers.find(batch.channel(), batch.conversation()).isPresent();
  }

  /** The messages that go out; none for an answer without text. */
  private List<Delivery.New> parts(Batch batch, Reply reply) {
    String text = reply.text();
    if (text == null || text.isBlank()) {
      return List.of();
    }
    List<Delivery.New> parts = new ArrayList<>();
    for (String part :
        ReplySplitter.of(text, messengers.of(batch).maxChars(), settings.partsMax())) {
      parts.add(part(batch, Delivery.Kind.TEXT, part));
    }
    if (reply.handsOver()) {
      parts.add(part(batch, Delivery.Kind.HANDOVER, ""));
    }
    return parts;
  }

  private static Delivery.New part(Batch batch, Delivery.Kind kind, String text) {
    return new Delivery.New(batch.channel(), batch.conversation(), kind, text);
  }

  /** Again and again while the disk is full, say; until the service stops. */
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
