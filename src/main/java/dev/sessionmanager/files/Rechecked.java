package dev.sessionmanager.files;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A value that is made anew by whoever asks when it has become too old. One thread makes it; the
 * others go on with the one before, and wait only where there is none yet. Any thread.
 *
 * @param <T> the value
 */
public final class Rechecked<T> {

  /** Makes the value from the one before, which is null at first. */
  public interface Look<T> {
    T look(@Nullable T before);
  }

  private record Known<T>(T value, Instant at) {}

  private final Duration maxAge;
  private final Clock clock;
  private final Look<T> look;
  private final ReentrantLock looking = new ReentrantLock();
  private volatile @Nullable Known<T> known;

  /**
   * Building one looks at nothing.
   *
   * @param look called by one thread at a time
   */
  public Rechecked(Duration maxAge, Clock clock, Look<T> look) {
    this.maxAge = maxAge;
    this.clock = clock;
    this.look = look;
  }

  /** The value, at most {@code maxAge} old but while another thread is making it. */
  public T get() {
    Known<T> now = known;
    if (now != null && (fresh(now) || !looking.tryLock())) {
      return now.value();
    }
    if (now == null) {
      looking.lock();
    }
    try {
      Known<T> again = known;
      if (again == null || !fresh(again)) {
        again = new Known<>(look.look(again == null ? null : again.value()), clock.instant());
        known = again;
      }
      return again.value();
    } finally {
      looking.unlock();
    }
  }

  /** Makes the value anew, after one that is being made: what it comes from has just changed. */
  public void renew() {
    looking.lock();
    try {
      Known<T> before = known;
      known = new Known<>(look.look(before == null ? null : before.value()), clock.instant());
    } finally {
      looking.unlock();
    }
  }

  private boolean fresh(Known<T> known) {
    return Duration.between(known.at(), clock.instant()).abs().compareTo(maxAge) < 0;
  }
}
