package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class LoginGuardTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final LoginGuard guard =
      new LoginGuard(
          new UserSettings(
              PasswordScheme.SHA256, 8, Duration.ofMinutes(5), 100, "", 5, Duration.ofMinutes(15)),
          clock);

  private void fail(int times, String user, String address) {
    for (int i = 0; i < times; i++) {
      guard.wrong(user, address, false);
    }
  }

  @Test
  void letsTheFirstMistakesGo() {
    fail(4, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isZero();
  }

  @Test
  void doublesTheWaitWithEveryFurtherMistake() {
    fail(5, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isEqualTo(Duration.ofSeconds(1));
    fail(1, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isEqualTo(Duration.ofSeconds(2));
    fail(2, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void neverWaitsLongerThanTheMaximum() {
    fail(200, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void letsTheNextTryThroughOnceTheWaitIsOver() {
    fail(6, "ana", "192.0.2.1");
    clock.advance(Duration.ofSeconds(2));
    assertThat(guard.waiting("ana", "192.0.2.1")).isZero();
  }

  @Test
  void doesNotLockTheOwnerOutFromElsewhere() {
    fail(100, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "198.51.100.7")).isZero();
  }

  @Test
  void givesAFreshAddressItsFirstTryEvenUnderSiege() {
    for (int i = 0; i < 200; i++) {
      fail(1, "ana", "203.0.113." + i);
    }
    assertThat(guard.waiting("ana", "198.51.100.7")).isZero();
    fail(1, "ana", "198.51.100.7");
    assertThat(guard.waiting("ana", "198.51.100.7")).isPositive();
  }

  @Test
  void slowsAnAddressThatTriesManyNames() {
    for (int i = 0; i < 50; i++) {
      fail(1, "user" + i, "192.0.2.1");
    }
    assertThat(guard.waiting("somebody", "192.0.2.1")).isPositive();
    assertThat(guard.waiting("somebody", "192.0.2.2")).isZero();
  }

  @Test
  void countsAnIpv6NetworkAsOneAddress() {
    for (int i = 0; i < 10; i++) {
      fail(1, "ana", "2001:db8:1:2::" + i);
    }
    assertThat(guard.waiting("ana", "2001:db8:1:2:ffff::1")).isPositive();
    assertThat(guard.waiting("ana", "2001:db8:1:3::1")).isZero();
  }

  @Test
  void startsAnewAfterTheRightPassword() {
    fail(7, "ana", "192.0.2.1");
    guard.right("ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isZero();
  }

  @Test
  void doesNotCountATrustedAddressAsAWhole() {
    for (int i = 0; i < 500; i++) {
      guard.wrong("user" + i, "127.0.0.1", true);
    }
    assertThat(guard.waiting("somebody", "127.0.0.1")).isZero();
  }

  @Test
  void forgetsAfterAnHour() {
    fail(200, "ana", "192.0.2.1");
    clock.advance(Duration.ofMinutes(61));
    fail(1, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isZero();
  }

  @Test
  void hasAnAddressTryOnePasswordAtATime() {
    ReentrantLock lock = guard.lock("ana", "192.0.2.1", false);
    assertThat(guard.lock("ana", "192.0.2.1", false)).isSameAs(lock);
    assertThat(guard.lock("leo", "192.0.2.1", false)).isSameAs(lock);
    assertThat(guard.lock("ana", "192.0.2.2", false)).isNotSameAs(lock);
    assertThat(guard.lock("ana", "2001:db8:1:2::1", false))
        .isSameAs(guard.lock("leo", "2001:db8:1:2::2", false));
  }

  @Test
  void hasPeopleBehindATrustedAddressWaitForNobodyButThemselves() {
    ReentrantLock lock = guard.lock("ana", "127.0.0.1", true);
    assertThat(guard.lock("ana", "127.0.0.1", true)).isSameAs(lock);
    assertThat(guard.lock("leo", "127.0.0.1", true)).isNotSameAs(lock);
  }

  @Test
  void countsExactlyToTheEndOfTheFreeTriesAndOfTheSiege() {
    for (int i = 0; i < 50; i++) {
      fail(1, "ana", "203.0.113." + i);
    }
    assertThat(guard.waiting("ana", "203.0.113.49")).as("the fiftieth is free").isZero();
    fail(1, "ana", "203.0.113.50");
    assertThat(guard.waiting("ana", "203.0.113.50")).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void takesWhatIsNoAddressAsItStands() {
    fail(5, "ana", "a:b:c");
    assertThat(guard.waiting("ana", "a:b:c")).isPositive();
    assertThat(guard.waiting("ana", "a:b:d")).isZero();
    fail(5, "ana", "::ffff:192.0.2.9");
    assertThat(guard.waiting("ana", "192.0.2.9")).as("an IPv4 address in IPv6's form").isPositive();
  }

  @Test
  void letsTheLongerOfTwoWaitsCount() {
    fail(55, "ana", "192.0.2.1");
    assertThat(guard.waiting("ana", "192.0.2.1")).isEqualTo(Duration.ofMinutes(15));
    assertThat(guard.waiting("leo", "192.0.2.1")).isEqualTo(Duration.ofSeconds(32));
  }
}
