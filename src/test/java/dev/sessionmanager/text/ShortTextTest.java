package dev.sessionmanager.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortTextTest {

  @Test
  void leavesWhatFits() {
    assertThat(ShortText.of("cinco", 5)).isEqualTo("cinco");
    assertThat(ShortText.of("😀😀😀", 3)).isEqualTo("😀😀😀");
  }

  @Test
  void hasAtMostSoManyCharactersWithItsEllipsis() {
    assertThat(ShortText.of("cincos", 5)).isEqualTo("cinc…");
    assertThat(ShortText.of("😀😀😀😀", 3)).isEqualTo("😀😀…");
  }
}
