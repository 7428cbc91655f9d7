package dev.sessionmanager.model;

import dev.sessionmanager.problem.Problem.Kind;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Asks one model until it answers or there is no sense in asking it again. */
final class ModelAttempts {

  /** Waits between two tries; tests need not. */
  interface Sleeper {
    void sleep(Duration time) throws InterruptedException;
  }

  /** No answer is that long; the time that its end is looked for by. */
  private static final Duration STREAM_MAX = Duration.ofDays(1);

  private final ModelsSettings settings;
  private final Clock clock;
  private final UpstreamHttp http;
  private final Requests requests;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  ModelAttempts(
      UpstreamHttp http,
      Requests requests,
      ModelsSettings settings,
      Clock clock,
      Sleeper sleeper,
      RandomGenerator random) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
    this.requests = requests;
  }

  /**
   * What is asked.
   *
   * @param begun by {@link System#nanoTime}
   * @param deadline by {@link System#nanoTime}
   */
  record Question(ModelRequest request, long begun, long deadline) {

    static Question of(ModelRequest request, ModelsSettings settings) {
      long now = System.nanoTime();
      return new Question(request, now, now + time(request, settings).toNanos());
    }

    /** A stream of a model as it is is bounded by silence alone, and by how much is read of it. */
    private static Duration time(ModelRequest request, ModelsSettings settings) {
      if (!request.asSent()) {
        return settings.timeout();
      }
      return request.pieces() == null ? settings.wholeTimeout() : STREAM_MAX;
    }
  }

  /**
   * Has a model answer.
   *
   * @param others whether there is another target of the same model, which is asked next: then this
   *     one is asked once
   * @throws ModelFailure why this model does not answer
   */
  Completion ask(Target target, Question question, boolean others) {
    byte[] request = requests.of(target, question.request());
    return tried(target, question.deadline(), others, () -> ask(target, question, request));
  }

  private Completion ask(Target target, Question question, byte[] request) {
    ModelRequest wanted = question.request();
    ProviderCall call =
        new ProviderCall(target, wanted.requestId(), question.deadline(), wanted.pieces());
    try {
      return http.ask(call, request).completion(call.firstPieceMillis(question.begun()));
    } catch (ModelFailure failure) {
      // Of what an agent may take the provider knows nothing: it is not to blame.
      boolean ours = !wanted.asSent() && failure.problem().kind() == Kind.MODEL_TIMED_OUT;
      ModelFailure fair = ours ? failure.blameless() : failure;
      throw call.streamed() ? fair.afterPieces() : fair;
    }
  }

  /**
   * Has a model turn texts into vectors. Parameters as for {@link Models#embed} and {@link #ask}.
   *
   * @param deadline by {@link System#nanoTime}
   */
  EmbeddingWire.Vectors embed(
      Target target, Map<String, Object> wanted, String requestId, long deadline, boolean others) {
    byte[] request = EmbeddingWire.request(target, wanted);
    return tried(
        target,
        deadline,
        others,
        () ->
            EmbeddingWire.answer(target, wanted, http.embed(target, request, requestId, deadline)));
  }

  private <T> T tried(Target target, long deadline, boolean others, Supplier<T> attempt) {
    Breaker breaker =
        breakers.computeIfAbsent(
            target.url() + ' ' + target.model(),
            model -> new Breaker(target.toString(), settings.breakerOpen(), clock));
    int retries = others ? 0 : settings.maxRetries();
    for (int retry = 0; ; retry++) {
      try {
        return breaker.guard(attempt);
      } catch (ModelFailure failure) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        Duration wait = retry < retries ? waitAfter(failure, retry, left) : null;
        if (wait == null) {
          throw retry == 0 ? failure : failure.triedAgain();
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
    if (!failure.retryable()) {
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
