package dev.sessionmanager.user;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PasswordsTest {

  private static Passwords passwords(PasswordScheme scheme) {
    return new Passwords(
        new UserSettings(scheme, 8, Duration.ofMinutes(5), 100, "", 5, Duration.ofMinutes(15)));
  }

  private final Passwords sha256 = passwords(PasswordScheme.SHA256);
  private final Passwords argon2 = passwords(PasswordScheme.ARGON2ID);

  @Test
  void storesTheContractsHash() {
    assertThat(sha256.hash("1234"))
        .isEqualTo("03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4");
    assertThat(sha256.hash("contraseña"))
        .isEqualTo("edf9cf90718610ee7de53c0dcc250739239044de9ba115bb0ca6026c3e4958a5");
  }

  @Test
  void storesArgon2idWithTheParametersOfOwasp() {
    assertThat(argon2.hash("correct horse")).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
  }

  @Test
  void readsBothFormsUnderEitherScheme() {
    String slow = argon2.hash("correct horse");
    String quick = sha256.hash("correct horse");
    for (Passwords either : new Passwords[] {sha256, argon2}) {
      assertThat(either.matches(slow, "correct horse")).isTrue();
      assertThat(either.matches(quick, "correct horse")).isTrue();
      assertThat(either.matches(slow, "wrong horse")).isFalse();
      assertThat(either.matches(quick, "wrong horse")).isFalse();
    }
  }

  @Test
  void matchesNobody() {
    assertThat(sha256.matches(null, "")).isFalse();
    assertThat(argon2.matches(null, "nobody")).isFalse();
    assertThat(sha256.matches("", "")).isFalse();
  }

  @Test
  void upgradesOldRowsOnlyUnderArgon2id() {
    assertThat(argon2.outdated(sha256.hash("x"))).isTrue();
    assertThat(argon2.outdated(argon2.hash("x"))).isFalse();
    assertThat(sha256.outdated(argon2.hash("x"))).isFalse();
  }

  @Test
  void costsAsMuchForAnUnknownUserAsForAWrongPassword() {
    String slow = argon2.hash("correct horse");
    String quick = sha256.hash("correct horse");
    argon2.matches(null, "warm up");
    long unknown = cpu(() -> argon2.matches(null, "guess"));
    assertThat(cpu(() -> argon2.matches(slow, "guess"))).isBetween(unknown / 5, unknown * 5);
    assertThat(cpu(() -> argon2.matches(quick, "guess"))).isBetween(unknown / 5, unknown * 5);
    // A quick hash would be thousands of times cheaper than a slow one.
    assertThat(unknown).isGreaterThan(1_000_000);
  }

  private static long cpu(Runnable work) {
    var threads =
        (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    work.run();
    return threads.getCurrentThreadCpuTime() - start;
  }
}
