package dev.sessionmanager.model;

import dev.langchain4j.model.chat.request.ChatRequest;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
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
  private final Requests requests;
  private final RetryPolicy retries;
  private final Sleeper sleeper;
  private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();

  ModelAttempts(ModelsSettings settings, Clock clock, Sleeper sleeper, RandomGenerator random) {
    this.settings = settings;
    this.clock = clock;
    this.sleeper = sleeper;
    this.requests = new Requests(settings);
    this.retries = new RetryPolicy(settings, random);
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
  Completion ask(Client client, Question question) {
    Target target = client.target();
    ChatRequest request = requests.of(target, question.messages(), question.options());
    Breaker breaker =
        breakers.computeIfAbsent(
            target.url(), url -> new Breaker(target.provider(), settings.breakerOpen(), clock));
    for (int retry = 0; ; retry++) {
      ProviderCall call =
          new ProviderCall(target, question.requestId(), question.deadline(), question.chunk());
      try {
        return breaker.guard(() -> client.ask(request, call, question.begun()));
      } catch (ModelFailure failure) {
        if (call.streamed()) {
          throw failure.afterPieces();
        }
        Duration wait = retries.waitAfter(failure, retry, question.left());
        if (wait == null) {
          throw failure;
        }
        pause(wait);
      }
    }
  }

  private void pause(Duration time) {
    try {
      sleeper.sleep(time);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted");
      cancelled.initCause(interrupted);
      throw cancelled;
    }
  }
}
