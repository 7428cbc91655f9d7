package dev.sessionmanager.model;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before a failed try is made again: what the provider asked for, else exponential
 * backoff with full jitter (aws.amazon.com/builders-library, "Timeouts, retries and backoff with
 * jitter").
 */
final class RetryPolicy {

  private final int max;
  private final Duration initial;
  private final Duration longest;
  private final RandomGenerator random;

  RetryPolicy(ModelsSettings settings, RandomGenerator random) {
    this.max = settings.maxRetries();
    this.initial = Duration.ofNanos((long) (settings.backoffInitial() * 1e9));
    this.longest = Duration.ofNanos((long) (settings.backoffMax() * 1e9));
    this.random = random;
  }

  /**
   * The wait before the next try, or null for no further try.
   *
   * @param retry 0 before the first retry
   * @param left what is left of the time for the whole answer
   */
  @Nullable Duration waitAfter(ModelFailure failure, int retry, Duration left) {
    if (!failure.retryable() || retry >= max) {
      return null;
    }
    Duration asked = failure.retryAfter();
    if (asked != null) {
      return asked.compareTo(longest) > 0 || asked.compareTo(left) >= 0 ? null : asked;
    }
    double cap = Math.min((double) longest.toNanos(), initial.toNanos() * Math.pow(2, retry));
    Duration wait = Duration.ofNanos((long) (random.nextDouble() * cap));
    return wait.compareTo(left) >= 0 ? null : wait;
  }
}
