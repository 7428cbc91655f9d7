package dev.sessionmanager.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits with an end, by the one thread for all and by the JDK's own timers. */
class ParkTimerTest {

  @AfterEach
  void on() {
    ParkTimer.use(true);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsAsLongAsItIsTold(boolean on) throws Exception {
    ParkTimer.use(on);
    long start = System.nanoTime();
    ParkTimer.sleep(Duration.ofMillis(30));
    assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(30_000_000);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsAWaitWhoseThreadIsInterrupted(boolean on) {
    ParkTimer.use(on);
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> ParkTimer.sleep(Duration.ofMinutes(10)))
        .isInstanceOf(InterruptedException.class);
  }
}
