package dev.sessionmanager.channel.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.WrongSetting;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvolutionSettingsTest {

  private final TestSettings settings = new TestSettings();

  @ParameterizedTest
  @ValueSource(strings = {"5989XXXXXXX", "the owner", "911", "+54 9 11 7777-8888 99999"})
  void refuseToTellSomebodyWhoIsNoNumber(String number) {
    settings.handoverNumber = number;
    assertThatThrownBy(() -> settings.at("http://localhost:8080"))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("EVOLUTION_HANDOVER_NUMBER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "5491150009999", "+54 9 11 7777-8888", " (598) 99 123 456 "})
  void takeANumberAsPeopleWriteIt(String number) {
    settings.handoverNumber = number;
    assertThat(settings.at("http://localhost:8080").handoverNumber()).isEqualTo(number);
  }
}
