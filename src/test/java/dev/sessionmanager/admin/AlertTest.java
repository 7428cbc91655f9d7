package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.messaging.MessagingFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The original's bounds: error rate over 5 %, queue over 50, workers over 90 %, 30 s an answer. */
class AlertTest {

  private static List<Alert> alerts(
      @Nullable Double errorRate, int waiting, int messages, double busy, @Nullable Double p99) {
    return Alert.of(
        new Traffic.Minute(10, 0, errorRate, p99, p99, p99),
        waiting,
        new MessagingFigures.Queue(messages, 0, 0, 0),
        new MessagingFigures.Workers(10, 0, 0, 0, busy));
  }

  @Test
  void saysNothingAtTheBounds() {
    assertThat(alerts(5.0, 20, 30, 90, 30_000.0)).isEmpty();
    assertThat(alerts(null, 0, 0, 0, null)).isEmpty();
  }

  @Test
  void namesWhatIsOverItsBound() {
    assertThat(alerts(5.1, 21, 30, 90.1, 30_100.0))
        .containsExactly(
            new Alert("error_rate", 5.1, 5),
            new Alert("queue", 51, 50),
            new Alert("workers", 90.1, 90),
            new Alert("slow_answers", 30.1, 30));
  }
}
