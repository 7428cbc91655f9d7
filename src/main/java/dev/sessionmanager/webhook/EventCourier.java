package dev.sessionmanager.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.server.Dispatcher;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings events to one receiver, one at a time, each until it is answered with a 2xx or given up.
 * One that the receiver does not take holds up no other; while the receiver cannot be reached at
 * all, nothing is tried.
 */
final class EventCourier {

  private static final Logger logger = LoggerFactory.getLogger(EventCourier.class);

  /** How long after the file could not be read or written. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  /** Characters of an answer that are read, so that its connection can be kept. */
  private static final int ANSWER_READ = 4096;

  private final WebhookTarget target;
  private final WebhookSettings settings;
  private final URI url;
  private final EventLog events;
  private final HttpCalls calls;
  private final MeterRegistry meters;
  private final Clock clock;
  private final AtomicBoolean busy = new AtomicBoolean();
  private final Dispatcher dispatcher;
  private volatile Instant pausedUntil = Instant.MIN;

  EventCourier(
      WebhookTarget target,
      WebhookSettings settings,
      EventLog events,
      HttpCalls calls,
      MeterRegistry meters,
      Clock clock) {
    this.target = target;
    this.settings = settings;
    this.url = Objects.requireNonNull(settings.of(target).url());
    this.events = events;
    this.calls = calls;
    this.meters = meters;
    this.clock = clock;
    this.dispatcher = new Dispatcher("webhook-" + target.tag(), this::dispatch);
  }

  void start() {
    dispatcher.start();
  }

  /** Begins no call any more; the one under way ends by itself. */
  void stop() {
    dispatcher.stop();
  }

  boolean idle() {
    return !busy.get();
  }

  /** An event may have become due. */
  void wake() {
    dispatcher.wake();
  }

  private boolean dispatch() {
    if (clock.instant().isBefore(pausedUntil)) {
      return true;
    }
    try {
      if (busy.get()) {
        return false; // its end wakes
      }
      WebhookEvent next = events.due(target).orElse(null);
      if (next == null) {
        return events.waiting(target) > 0;
      }
      if (busy.compareAndSet(false, true)) {
        Thread.ofVirtual().name("webhook").start(() -> deliver(next));
      }
      return false;
    } catch (RuntimeException broken) {
      logger.error("The events for {} cannot be read", target.setting(), broken);
      pausedUntil = clock.instant().plus(PAUSE);
      return true;
    }
  }

  private void deliver(WebhookEvent event) {
    try {
      String problem = attempt(event);
      if (problem == null) {
        events.delivered(event);
        count("delivered");
      } else {
        failed(event, problem);
      }
    } catch (LogFailure failure) {
      logger.error("The events for {} cannot be written", target.setting(), failure);
      pausedUntil = clock.instant().plus(PAUSE);
    } finally {
      busy.set(false);
      wake();
    }
  }

  /** Null once it is taken, else why it is not. */
  private @Nullable String attempt(WebhookEvent event) {
    byte[] body = event.body().getBytes(UTF_8);
    HttpCall call = HttpCall.of("POST", url, settings.timeout()).json(body);
    String secret = settings.of(target).secret();
    try {
      int status =
          calls.exchange(
              Signing.sign(call, event, body, secret, clock.instant()),
              answer -> {
                var _ = answer.beginning(ANSWER_READ);
                return answer.status();
              });
      return status >= 200 && status < 300 ? null : target.setting() + " answers " + status + '.';
    } catch (CallFailure failure) {
      if (failure.verdict() == CallFailure.Verdict.ANSWERED) {
        return target.setting() + " breaks its answer off.";
      }
      pausedUntil = clock.instant().plus(backoff(event));
      return failure.verdict() == CallFailure.Verdict.NOT_SENT
          ? target.setting() + " cannot be reached."
          : target.setting() + " does not answer in time.";
    }
  }

  private void failed(WebhookEvent event, String problem) {
    Instant now = clock.instant();
    if (!now.isBefore(event.createdAt().plus(settings.giveUp()))) {
      events.giveUp(event, problem);
      count("given_up");
      logger.error("{} is given up: {}", event, problem);
      return;
    }
    Duration wait = backoff(event);
    events.putOff(event, now.plus(wait), problem);
    count("retried");
    logger.warn("{} is tried again in {} s: {}", event, wait.toSeconds(), problem);
  }

  private Duration backoff(WebhookEvent event) {
    Duration wait = settings.backoffInitial();
    for (int i = 0; i < event.attempts() && wait.compareTo(settings.backoffMax()) < 0; i++) {
      wait = wait.multipliedBy(2);
    }
    return wait.compareTo(settings.backoffMax()) < 0 ? wait : settings.backoffMax();
  }

  private void count(String outcome) {
    Counter.builder("sessionmanager.webhook.events")
        .description("Events for programs of the operator's, by what became of them")
        .tag("target", target.tag())
        .tag("outcome", outcome)
        .register(meters)
        .increment();
  }
}
