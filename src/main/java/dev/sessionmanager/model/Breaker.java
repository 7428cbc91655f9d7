package dev.sessionmanager.model;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leaves a model of a provider alone that keeps failing: half of its last ten tries, five at least.
 * After a while two tries may find out whether it is back.
 */
final class Breaker {

  private static final Logger log = LoggerFactory.getLogger(Breaker.class);

  private static final int TRIES = 10;
  private static final int TRIES_MIN = 5;
  private static final int TRIES_TO_RETURN = 2;
  private static final float FAILURES_PERCENT = 50;

  private final CircuitBreaker breaker;
  private final Clock clock;
  private volatile Instant reopens = Instant.MIN;

  Breaker(String provider, Duration open, Clock clock) {
    this.clock = clock;
    this.breaker =
        CircuitBreaker.of(
            provider,
            CircuitBreakerConfig.custom()
                .clock(clock)
                .slidingWindow(TRIES, TRIES_MIN, SlidingWindowType.COUNT_BASED)
                .failureRateThreshold(FAILURES_PERCENT)
                .ignoreException(e -> !(e instanceof ModelFailure f && f.blamesProvider()))
                .waitDurationInOpenState(open)
                .permittedNumberOfCallsInHalfOpenState(TRIES_TO_RETURN)
                .build());
    breaker
        .getEventPublisher()
        .onStateTransition(event -> {
          State state = event.getStateTransition().getToState();
          if (state == State.OPEN) {
            reopens = clock.instant().plus(open);
            log.warn("{} keeps failing and is left alone for {} s", provider, open.toSeconds());
          } else if (state == State.CLOSED) {
            log.info("{} answers again", provider);
          }
        });
  }

  /** Makes a try, unless the provider is being left alone. */
  <T> T guard(Supplier<T> attempt) {
    try {
      return breaker.executeSupplier(attempt);
    } catch (CallNotPermittedException alone) {
      Duration left = Duration.between(clock.instant(), reopens);
      throw ModelFailure.lasting(
          new Problem(Kind.MODEL_UNREACHABLE)
              .retryAfter(left.isPositive() ? left : Duration.ofSeconds(1)));
    }
  }
}
