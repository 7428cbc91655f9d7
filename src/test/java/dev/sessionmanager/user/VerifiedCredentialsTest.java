package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.SettableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class VerifiedCredentialsTest {

  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final User ana = new User("ana", "hash", User.Role.USER, clock.instant());

  private VerifiedCredentials memory(Duration ttl) {
    return new VerifiedCredentials(
        new UserSettings(PasswordScheme.SHA256, 8, ttl, 100, "", 5, Duration.ofMinutes(15)), clock);
  }

  private final VerifiedCredentials memory = memory(Duration.ofMinutes(5));

  @Test
  void remembersWhatWasRightAndNothingElse() {
    memory.remember("ana", "secret", ana, memory.mark());
    assertThat(memory.find("ana", "secret")).isSameAs(ana);
    assertThat(memory.find("ana", "secret ")).isNull();
    assertThat(memory.find("an", "asecret")).isNull();
    assertThat(memory.find("anasecret", "")).isNull();
  }

  @Test
  void forgetsAfterItsTime() {
    memory.remember("ana", "secret", ana, memory.mark());
    clock.advance(Duration.ofMinutes(5).plusSeconds(1));
    assertThat(memory.find("ana", "secret")).isNull();
  }

  @Test
  void forgetsAUserAtOnce() {
    memory.remember("ana", "secret", ana, memory.mark());
    memory.forget(ana.id());
    assertThat(memory.find("ana", "secret")).isNull();
  }

  @Test
  void keepsNothingThatWasVerifiedBeforeAChange() {
    long mark = memory.mark();
    memory.forget(ana.id());
    memory.remember("ana", "secret", ana, mark);
    assertThat(memory.find("ana", "secret")).isNull();
  }

  @Test
  void canBeTurnedOff() {
    VerifiedCredentials off = memory(Duration.ZERO);
    off.remember("ana", "secret", ana, off.mark());
    assertThat(off.find("ana", "secret")).isNull();
  }

  @Test
  void knowsNobodyByAnotherUsersPassword() {
    memory.remember("ana", "secret", ana, memory.mark());
    assertThat(memory.find("leo", "secret")).isNull();
    assertThat(memory.find("", "secret")).isNull();
  }

  @Test
  void leavesOthersInMemoryWhenItForgetsAUserAndNobodyWhenItForgetsAll() {
    User leo = new User("leo", "hash", User.Role.USER, clock.instant());
    memory.remember("ana", "secret", ana, memory.mark());
    memory.remember("leo", "secret", leo, memory.mark());
    memory.forget(ana.id());
    assertThat(memory.find("leo", "secret")).isSameAs(leo);
    long mark = memory.mark();
    memory.forgetAll();
    assertThat(memory.find("leo", "secret")).isNull();
    memory.remember("leo", "secret", leo, mark);
    assertThat(memory.find("leo", "secret")).as("verified before the change").isNull();
  }
}
