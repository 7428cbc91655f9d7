package dev.sessionmanager.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FoldingTest {

  @ParameterizedTest
  @CsvSource({
    "ÁRBOL, arbol, arbol, arbol",
    "Año, año, ano, ano",
    "pingüino, pinguino, pinguino, pinguino",
    "Straße, straße, straße, straße",
    "ﬁn, ﬁn, ﬁn, fin",
    "ｈｏｌａ, ｈｏｌａ, ｈｏｌａ, hola",
    "don’t, don't, don't, don’t"
  })
  void takesAccentsAndCapitalsAway(String text, String kept, String folded, String plain) {
    assertThat(Folding.ENYE_KEPT.of(text)).isEqualTo(kept);
    assertThat(Folding.ENYE_FOLDED.of(text)).isEqualTo(folded);
    assertThat(Folding.plain(text)).isEqualTo(plain);
  }

  @Test
  void plainTextHasNoMarksThatNobodySees() {
    assertThat(Folding.plain("\uFEFFma\u0301n\u0303a\u200Bna\u00AD")).isEqualTo("manana");
  }

  @Test
  void foldingLetterByLetterNeverChangesTheLength() {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < Character.MAX_VALUE; c++) {
      all.append(c);
    }
    for (Folding folding : Folding.values()) {
      assertThat(folding.of(all)).hasSameSizeAs(all);
    }
  }
}
