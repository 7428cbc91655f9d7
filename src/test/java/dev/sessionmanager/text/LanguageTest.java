package dev.sessionmanager.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "¿Qué es esto?|SPANISH",
        "Resume el informe|SPANISH",
        "mañana|SPANISH",
        "What is this?|ENGLISH",
        "Summarize the report|ENGLISH",
        "Qu'est-ce que c'est, s'il vous plaît ?|OTHER",
        "Você poderia resumir o texto, por favor?|OTHER",
        "12345|OTHER",
        "''|OTHER"
      })
  void isToldByItsWords(String text, Language language) {
    assertThat(Language.of(text)).isEqualTo(language);
  }

  @Test
  void hasACode() {
    assertThat(Language.coded("es")).isEqualTo(Language.SPANISH);
    assertThat(Language.coded("en")).isEqualTo(Language.ENGLISH);
    assertThat(Language.coded("other")).isNull();
    assertThat(Language.OTHER.code()).isEqualTo("other");
  }

  @Test
  void knowsWhichWordsSayNothing() {
    assertThat(Language.isCommon("el")).isTrue();
    assertThat(Language.isCommon("the")).isTrue();
    assertThat(Language.isCommon("informe")).isFalse();
  }
}
