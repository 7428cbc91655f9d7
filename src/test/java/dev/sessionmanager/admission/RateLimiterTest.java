package dev.sessionmanager.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RateLimiterTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));

  private RateLimiter limiter(int window, int max) {
    return new RateLimiter(
        new AdmissionSettings(50, 2, 500, 10, Duration.ofSeconds(30), window, max), clock);
  }

  @Test
  void letsAPersonWriteAsOftenAsTheWindowAllows() {
    RateLimiter limiter = limiter(10, 6);
    for (int i = 0; i < 6; i++) {
      assertThat(limiter.admit("ana")).isEmpty();
      clock.advance(Duration.ofSeconds(1));
    }
    Verdict refused = limiter.admit("ana").orElseThrow();
    assertThat(refused.limit()).isEqualTo("RATE_MAX_MESSAGES");
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(4));
    assertThat(limiter.admit("beto")).isEmpty();
  }

  @Test
  void slidesAndDoesNotCountWhatItRefused() {
    RateLimiter limiter = limiter(10, 2);
    limiter.admit("ana");
    clock.advance(Duration.ofSeconds(9));
    limiter.admit("ana");
    for (int i = 0; i < 100; i++) {
      assertThat(limiter.admit("ana")).isPresent();
    }
    clock.advance(Duration.ofSeconds(1));
    assertThat(limiter.admit("ana")).isEmpty();
    assertThat(limiter.admit("ana").orElseThrow().retryAfter()).isEqualTo(Duration.ofSeconds(9));
  }

  @Test
  void agreesWithTheDefinitionOnAnyTimes() {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      int max = 1 + random.nextInt(40);
      int window = 1 + random.nextInt(5);
      RateLimiter limiter = limiter(window, max);
      Deque<Instant> counted = new ArrayDeque<>();
      for (int i = 0; i < 300; i++) {
        clock.advance(Duration.ofMillis(random.nextInt(120)));
        Instant start = clock.instant().minusSeconds(window);
        while (!counted.isEmpty() && !counted.peekFirst().isAfter(start)) {
          counted.removeFirst();
        }
        Optional<Verdict> verdict = limiter.admit("ana");
        assertThat(verdict.isEmpty()).isEqualTo(counted.size() < max);
        if (verdict.isEmpty()) {
          counted.add(clock.instant());
        } else {
          Duration wait = Duration.between(start, counted.getFirst());
          assertThat(verdict.get().retryAfter()).isEqualTo(wait);
        }
      }
    }
  }

  @Test
  void asksForAWaitOfAMillisecondAtLeast() {
    RateLimiter limiter = limiter(1, 1);
    limiter.admit("ana");
    clock.advance(Duration.ofMillis(999));
    assertThat(limiter.admit("ana").orElseThrow())
        .isEqualTo(new Verdict("RATE_MAX_MESSAGES", true, Duration.ofMillis(1)));
    clock.advance(Duration.ofMillis(1));
    assertThat(limiter.admit("ana")).isEmpty();
  }
}
