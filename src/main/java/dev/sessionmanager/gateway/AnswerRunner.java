package dev.sessionmanager.gateway;

import dev.sessionmanager.admission.Verdict;
import dev.sessionmanager.conversation.TurnClaims;
import dev.sessionmanager.handover.HandoverOutlook;
import dev.sessionmanager.handover.HandoverRequests;
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
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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

  /** Between two looks at whether another node has answered what came before. */
  private static final Duration OTHERS_LOOK = Duration.ofMillis(100);

  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final Running running;
  private final Sessions sessions;
  private final ConversationMemory memory;
  private final RequestCaps caps;
  private final HandoverRequests handovers;
  private final TurnClaims claims;
  private final MeterRegistry meters;
  private final Clock clock;

  AnswerRunner(
      Sessions sessions,
      ConversationMemory memory,
      RunningAnswers answers,
      RequestCaps caps,
      HandoverRequests handovers,
      TurnClaims claims,
      MeterRegistry meters,
      Clock clock) {
    this.sessions = sessions;
    this.memory = memory;
    this.running = answers.running();
    this.caps = caps;
    this.handovers = handovers;
    this.claims = claims;
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
      claims.over(message.answer().turnId());
      if (outer == null) {
        MDC.remove(TraceId.LOG_KEY);
      }
      timer(message.agent().name(), outcome)
          .record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
  }

  private Reply turn(AcceptedMessage message) {
    awaitPlace(message);
    awaitOthers(message);
    Inbound inbound = message.inbound();
    Session session = inbound.session();
    // Checked within Running.run: a session that ends after this check interrupts this thread.
    if (session != null && !session.liveAt(clock.instant())) {
      throw new Problem(Kind.SESSION_ENDED);
    }
    ConversationMemory.Past past = memory.past(message);
    Prompt prompt =
        new Prompt(
            inbound.text(),
            past::history,
            session == null || session.guest() ? null : session.user().username(),
            () -> credentials(session),
            inbound.language(),
            caps.held(inbound.options()),
            message.streamed(),
            inbound.traceId(),
            outlook(message),
            past::summary);
    message.answer().begin();
    return message.kind().answer(message.agent(), prompt, message.answer());
  }

  private static void awaitPlace(AcceptedMessage message) {
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
  }

  /** What came before by another node is answered first, by that one or, where it died, here. */
  private void awaitOthers(AcceptedMessage message) {
    long turnId = message.answer().turnId();
    String conversation = message.turn().conversationId();
    while (!claims.begin(turnId, conversation)) {
      LockSupport.parkNanos(OTHERS_LOOK.toNanos());
      if (Thread.currentThread().isInterrupted()) {
        throw new Problem(Kind.STOPPING); // Running knows the true reason
      }
      if (claims.isBehind(turnId, conversation)) {
        message.place().giveWay();
        awaitPlace(message);
      }
    }
  }

  /** Outside of messaging channels a program of the operator's is all that can be told. */
  private HandoverOutlook outlook(AcceptedMessage message) {
    String conversation = message.turn().conversationId();
    if (conversation == null || !handovers.programTold()) {
      return HandoverOutlook.NOBODY;
    }
    return handovers.waiting(message.turn().channel(), conversation)
        ? HandoverOutlook.WAITING
        : HandoverOutlook.TOLD;
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
