package dev.sessionmanager.admission;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * How often a person may write: at most {@code RATE_MAX_MESSAGES} in any {@code
 * RATE_WINDOW_SECONDS}. The window slides, and a message that was refused does not count. Any
 * thread.
 */
@Component
public class RateLimiter {

  /** People remembered at once; a person who is forgotten early may write a few messages more. */
  private static final int PEOPLE = 100_000;

  /** A change costs a row where a message costs an answer: so many times more of them may come. */
  private static final int CHANGES_PER_MESSAGE = 5;

  private static final long MINUTE = 60_000;

  private final Clock clock;
  private final int max;
  private final long windowMillis;
  private final Cache<String, Times> people;

  RateLimiter(AdmissionSettings settings, Clock clock) {
    this.clock = clock;
    this.max = settings.rateMaxMessages();
    this.windowMillis = settings.rateWindowSeconds() * 1000L;
    this.people =
        Caffeine.newBuilder()
            .maximumSize(PEOPLE)
            .expireAfterAccess(Duration.ofMillis(2 * Math.max(windowMillis, MINUTE)))
            .build();
  }

  /** Counts a message of this person; for one message too many says how long to wait. */
  public Optional<Verdict> admit(String person) {
    return admit(person, max, windowMillis, "RATE_MAX_MESSAGES");
  }

  /**
   * Counts a message of somebody who has a rate of their own.
   *
   * @param who by a name that no person has
   * @param most messages in any window
   * @param seconds how long the window is, at most a minute
   * @param setting which setting says so
   */
  Optional<Verdict> admit(String who, int most, int seconds, String setting) {
    return admit(who, most, seconds * 1000L, setting);
  }

  /** The last message of these does not count after all. */
  void takeBack(String who) {
    people.get(who, key -> new Times()).takeBack();
  }

  /**
   * The same for a change of what is stored that is no message; these are counted beside messages,
   * five for each.
   */
  public Optional<Verdict> admitChange(String person) {
    return admit("change " + person, max * CHANGES_PER_MESSAGE, windowMillis, "RATE_MAX_MESSAGES");
  }

  private Optional<Verdict> admit(String who, int most, long window, String setting) {
    long wait = people.get(who, key -> new Times()).admit(clock.millis(), most, window);
    return wait == 0
        ? Optional.empty()
        : Optional.of(new Verdict(setting, true, Duration.ofMillis(wait)));
  }

  /** When one person's last messages came, in a ring that grows up to the limit. */
  private static final class Times {
    private long[] ring = new long[8];
    private int first;
    private int count;

    /** 0 when the message counts, else the milliseconds until the person may write again. */
    synchronized long admit(long now, int max, long window) {
      while (count > 0 && ring[first] <= now - window) {
        first = (first + 1) % ring.length;
        count--;
      }
      if (count >= max) {
        return Math.max(1, ring[first] + window - now);
      }
      if (count == ring.length) {
        grow();
      }
      ring[(first + count) % ring.length] = now;
      count++;
      return 0;
    }

    synchronized void takeBack() {
      count = Math.max(0, count - 1);
    }

    private void grow() {
      long[] larger = Arrays.copyOfRange(ring, first, first + 2 * ring.length);
      System.arraycopy(ring, 0, larger, ring.length - first, first);
      ring = larger;
      first = 0;
    }
  }
}
