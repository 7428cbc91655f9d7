package dev.sessionmanager.channel.chatwoot;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Which conversations a look need not ask for again. */
class LookedThroughTest {

  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final Instant ACTIVITY = NOW.minusSeconds(60);

  private final LookedThrough through = new LookedThrough();

  @Test
  void remembersWhereNothingHasHappenedSinceAGoodLook() {
    through.begin(NOW);
    through.add("1", ACTIVITY, NOW);
    assertThat(through.has("1", ACTIVITY)).as("the look is not over").isFalse();
    through.begin(NOW.plusSeconds(180));
    assertThat(through.has("1", ACTIVITY)).isTrue();
    assertThat(through.has("1", ACTIVITY.plusSeconds(1))).as("something has happened").isFalse();
    assertThat(through.has("2", ACTIVITY)).isFalse();
    assertThat(through.has("1", null)).isFalse();
  }

  @Test
  void forgetsWhatALookFoundThatWasNotGood() {
    through.begin(NOW);
    through.add("1", ACTIVITY, NOW);
    through.begin(NOW); // again from the same mark
    through.begin(NOW.plusSeconds(180));
    assertThat(through.has("1", ACTIVITY)).isFalse();
  }

  @Test
  void remembersNothingThatMayGoOnInTheSameSecond() {
    through.begin(NOW);
    through.add("1", NOW.minusSeconds(9), NOW);
    through.add("2", ACTIVITY, null);
    through.begin(NOW.plusSeconds(180));
    assertThat(through.has("1", NOW.minusSeconds(9))).isFalse();
    assertThat(through.has("2", ACTIVITY)).isFalse();
  }
}
