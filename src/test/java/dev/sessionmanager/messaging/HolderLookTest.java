package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.messaging.FakeProvider.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Who holds a conversation, asked of a provider that answers or does not. */
class HolderLookTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-30T10:00:00Z"));
  private final FakeProvider provider = new FakeProvider();
  private final AtomicInteger asked = new AtomicInteger();
  private final HolderLook look =
      new HolderLook(provider.line("eco", 4096), Duration.ofMillis(200), clock);

  private void fails(int times, DeliveryFailure failure) {
    for (int i = 0; i < times; i++) {
      provider.script(
          Call.HELD_BY,
          (call, before) -> {
            asked.incrementAndGet();
            throw failure;
          });
    }
  }

  @Test
  void saysWhoHoldsTheConversation() throws Exception {
    assertThat(look.holder("c")).isEmpty();
    provider.holds("c", "Marta");
    assertThat(look.holder("c")).contains("Marta");
  }

  @Test
  void saysNobodyWhereItCannotBeFoundOut() throws Exception {
    provider.holds("c", "Marta");
    fails(1, DeliveryFailure.refused("400"));
    assertThat(look.holder("c")).isEmpty();
    assertThat(look.holder("c")).contains("Marta");
    provider.script(
        Call.HELD_BY,
        (call, before) -> {
          throw new IllegalStateException("broken");
        });
    assertThat(look.holder("c")).isEmpty();
  }

  @Test
  void waitsNoLongerThanItsTime() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    provider.holds("c", "Marta");
    provider.script(
        Call.HELD_BY,
        (call, before) -> {
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            Thread.currentThread().interrupt();
          }
        });
    assertThat(look.holder("c")).isEmpty();
    interrupted.await();
  }

  @Test
  void asksNobodyForAMinuteAfterTwoFailures() throws Exception {
    provider.holds("c", "Marta");
    fails(2, DeliveryFailure.later("500", null));
    assertThat(look.holder("c")).isEmpty();
    assertThat(look.holder("d")).isEmpty();
    assertThat(look.holder("c")).isEmpty();
    assertThat(asked).hasValue(2);
    clock.advance(Duration.ofSeconds(59));
    assertThat(look.holder("c")).isEmpty();
    clock.advance(Duration.ofSeconds(1));
    assertThat(look.holder("c")).contains("Marta");
  }

  @Test
  void passesOnThatNothingCanBeSentAtAll() {
    fails(1, DeliveryFailure.stopped("401"));
    DeliveryFailure failure = catchThrowableOfType(DeliveryFailure.class, () -> look.holder("c"));
    assertThat(failure.kind()).isEqualTo(DeliveryFailure.Kind.STOPPED);
  }
}
