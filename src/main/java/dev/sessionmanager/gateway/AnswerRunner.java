package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.Verdict;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.TraceId;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The middle of the walk: waits for a message's turn and has its agent answer. Ending the message's
 * session, or stopping the answer, ends the waiting and the agent's work. Every failure comes out
 * as a {@link Problem}.
 */
@Component
class AnswerRunner implements SmartInitializingSingleton {

  private static final Logger logger = LoggerFactory.getLogger(AnswerRunner.class);

  /** Earlier turns that a prompt holds at most; every model's window holds fewer. */
  private static final int HISTORY_TURNS = 200;

  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Running running;
  private final Sessions sessions;
  private final Turns turns;
  private final MeterRegistry meters;
  private final Clock clock;

  AnswerRunner(
      Sessions sessions, Turns turns, RunningAnswers answers, MeterRegistry meters, Clock clock) {
    this.sessions = sessions;
    this.turns = turns;
    this.running = answers.running();
    this.meters = meters;
    this.clock = clock;
    Gauge.builder("sessionmanager.answers.running", running, Running::count)
        .description("Answers being made")
        .register(meters);
  }

  /**
   * Listens for ended sessions after all other listeners: messages that wait in a killed session
   * are dropped before the answer that is being made in it is stopped.
   */
  @Override
  public void afterSingletonsInstantiated() {
    sessions.onEnded(running::cancel);
  }

  /**
   * Waits and answers, on this thread.
   *
   * @throws Problem why there is no answer
   */
  Reply answer(AcceptedMessage message) {
    Inbound inbound = message.inbound();
    long start = System.nanoTime();
    String outcome = "answered";
    String outer = MDC.get(TraceId.LOG_KEY);
    MDC.put(TraceId.LOG_KEY, inbound.traceId());
    try {
      return running.run(
          inbound.session(), message.answer().turnId(), message.gone(), () -> turn(message));
    } catch (Problem problem) {
      outcome = problem.kind().code();
      throw problem;
    } catch (RuntimeException | Error broken) {
      // Errors too: the sender who waits must be told of a stack overflow or a broken class.
      outcome = Kind.INTERNAL.code();
      logger.error("{} failed to answer", message.agent().name(), broken);
      throw new Problem(Kind.INTERNAL).causedBy(broken);
    } finally {
      if (outer == null) {
        MDC.remove(TraceId.LOG_KEY);
      }
      timer(message.agent().name(), outcome)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private Reply turn(AcceptedMessage message) {
    Optional<Verdict> tired;
    try {
      tired = message.place().await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e); // Running knows the true reason
    }
    tired.ifPresent(verdict -> {
      throw Refusals.of(verdict);
    });
    Inbound inbound = message.inbound();
    Session session = inbound.session();
    // Checked within Running.run: a session that ends after this check interrupts this thread.
    if (session != null && !session.liveAt(clock.instant())) {
      throw new Problem(Kind.SESSION_ENDED);
    }
    Prompt prompt =
        new Prompt(
            inbound.text(),
            () -> history(message),
            session == null || session.guest() ? null : session.user().username(),
            () -> credentials(session),
            inbound.language(),
            inbound.options(),
            message.streamed(),
            inbound.traceId());
    return message.kind().answer(message.agent(), prompt, message.answer());
  }

  private List<Message> history(AcceptedMessage message) {
    List<Message> brought = message.inbound().context();
    if (brought != null) {
      return brought;
    }
    String conversation = message.turn().conversationId();
    if (conversation == null) {
      return List.of();
    }
    List<Message> history = new ArrayList<>();
    for (Turn turn : turns.answeredBefore(conversation, message.answer().turnId(), HISTORY_TURNS)) {
      Outcome outcome = turn.outcome();
      if (outcome != null && outcome.answer() != null) {
        history.add(Message.user(turn.asked().question()));
        history.add(Message.assistant(outcome.answer()));
      }
    }
    return history;
  }

  private @Nullable Credentials credentials(@Nullable Session session) {
    return session == null || session.guest()
        ? null
        : new Credentials(
            session.user().username(), sessions.runtimeToken(session), session.password());
  }

  private Timer timer(String agent, String outcome) {
    return timers.computeIfAbsent(
        agent + ' ' + outcome,
        key ->
            Timer.builder("sessionmanager.answers")
                .description("Time from a message's acceptance to its answer or refusal")
                .tag("agent", agent)
                .tag("outcome", outcome)
                .register(meters));
  }

  /** Often enough that a model stops within a second after its caller has gone away. */
  @Scheduled(fixedDelay = 250)
  void stopForGoneCallers() {
    running.cancelForGoneCallers();
  }

  /** Stops the answers still being made; the HTTP server has waited for them before. */
  @PreDestroy
  void stopAll() {
    running.stop();
  }
}
