package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks one model until it answers or there is no sense in asking it again. */
final class ModelAttempts {

  /** Waits between two tries; tests need not. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  private final ModelsSettings settings;
  private final Clock clock;
  private final UpstreamHttp http;
  private final Requests requests;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  ModelAttempts(
      UpstreamHttp http,
      ModelsSettings settings,
      Clock clock,
      Sleeper sleeper,
      RandomGenerator random) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
    this.requests = new Requests(settings);
  }

  /**
   * What is asked.
   *
   * @param chunk null where nobody wants pieces
   * @param begun by {@link System#nanoTime}
   * @param deadline by {@link System#nanoTime}
   */
  record Question(
      List<Message> messages,
      AnswerOptions options,
      @Nullable Consumer<String> chunk,
      String requestId,
      long begun,
      long deadline) {

    Duration left() {
      return Duration.ofNanos(deadline - System.nanoTime());
    }
  }

  /**
   * @throws ModelFailure why this model does not answer
   */
  Completion ask(Target target, Question question) {
    boolean streamed = question.chunk() != null;
    byte[] request = requests.of(target, question.messages(), question.options(), streamed);
    Breaker breaker =
        breakers.computeIfAbsent(
            target.url(), url -> new Breaker(target.provider(), settings.breakerOpen(), clock));
    for (int retry = 0; ; retry++) {
      ProviderCall call =
          new ProviderCall(target, question.requestId(), question.deadline(), question.chunk());
      try {
        return breaker.guard(
            () -> http.ask(call, request).completion(call.firstPieceMillis(question.begun())));
      } catch (ModelFailure failure) {
        if (call.streamed()) {
          throw failure.afterPieces();
        }
        Duration wait = waitAfter(failure, retry, question.left());
        if (wait == null) {
          throw failure;
        }
        pause(wait);
      }
    }
  }

  /**
   * The wait before the next try, or null for no further try: what the provider asked for, else
   * exponential backoff with full jitter (aws.amazon.com/builders-library, "Timeouts, retries and
   * backoff with jitter").
   *
   * @param retry 0 before the first retry
   * @param left what is left of the time for the whole answer
   */
  private @Nullable Duration waitAfter(ModelFailure failure, int retry, Duration left) {
    if (!failure.retryable() || retry >= settings.maxRetries()) {
      return null;
    }
    Duration wait = failure.retryAfter();
    if (wait == null) {
      double cap = Math.min(settings.backoffMax(), settings.backoffInitial() * Math.pow(2, retry));
      wait = ModelsSettings.seconds(random.nextDouble() * cap);
    }
    Duration longest = ModelsSettings.seconds(settings.backoffMax());
    return wait.compareTo(longest) > 0 || wait.compareTo(left) >= 0 ? null : wait;
  }

  private void pause(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException interrupted) {
      throw ModelFailure.cancelled(interrupted);
    }
  }
}
