package dev.sessionmanager.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealsTest {

  private static final String ONE = "1".repeat(32);
  private static final String TWO = "2".repeat(32);
  private static final long TURN = 1_795_249_391_000_000L;

  private static Seals seals(String secret, String previous) {
    return new Seals(
        new SigningKeys(
            new SessionSettings(
                Duration.ofDays(1),
                Duration.ofDays(1),
                1,
                0,
                1,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                secret,
                previous,
                Path.of("unused"),
                Duration.ofMinutes(1),
                false)));
  }

  private final Seals seals = seals(ONE, "");

  @Test
  void opensWhatItHasSealed() {
    String id = seals.seal(TURN);
    assertThat(id).matches(TURN + "-[A-Za-z0-9_-]{16}");
    assertThat(seals.open(id)).hasValue(TURN);
    assertThat(seals(ONE, "").seal(TURN)).isEqualTo(id);
  }

  @Test
  void opensNoNeighbourWithTheSameSeal() {
    String seal = seals.seal(TURN).substring(Long.toString(TURN).length());
    assertThat(seals.open(TURN + 1 + seal)).isEmpty();
    assertThat(seals.open('0' + seals.seal(TURN))).isEmpty();
    assertThat(seals.open('+' + seals.seal(TURN))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "--",
        "1795249391000000",
        "1795249391000000-",
        "-1795249391000000",
        "1795249391000000-AAAAAAAAAAAAAAAA",
        "99999999999999999999-AAAAAAAAAAAAAAAA",
        "x-y",
        "ñ-ñ"
      })
  void opensNothingElse(String id) {
    assertThat(seals.open(id)).isEmpty();
  }

  @Test
  void opensWhatThePreviousKeyHasSealed() {
    String before = seals.seal(TURN);
    assertThat(seals(TWO, ONE).open(before)).hasValue(TURN);
    assertThat(seals(TWO, ONE).seal(TURN)).isNotEqualTo(before);
    assertThat(seals(TWO, "").open(before)).isEmpty();
  }

  @Test
  void readsTheNumberWithAndWithoutASeal() {
    assertThat(Seals.number(seals.seal(TURN))).hasValue(TURN);
    assertThat(Seals.number("12")).hasValue(12);
    assertThat(Seals.number("0")).hasValue(0);
    assertThat(Seals.number("-1")).isEqualTo(OptionalLong.empty());
    assertThat(Seals.number("uno")).isEqualTo(OptionalLong.empty());
  }
}
