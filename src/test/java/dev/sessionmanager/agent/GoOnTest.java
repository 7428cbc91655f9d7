package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoOnTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "continuá",
        "Continúa.",
        "continúe",
        "seguí",
        "Sigue por favor",
        "dale, seguí",
        "¿podés seguir?",
        "¿Puedes continuar, por favor?",
        "seguí desde donde te quedaste",
        "se cortó, seguí",
        "te quedaste a medias",
        "terminá la respuesta",
        "continue",
        "go on",
        "Go on, please!",
        "keep going",
        "please continue",
        "can you carry on?",
        "continuar"
      })
  void isAskedByMessagesOfNothingElse(String text) {
    assertThat(GoOn.asked(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "dale",
        "por favor",
        "gracias",
        "seguí los pasos y no anda",
        "continuá con Docker",
        "¿cómo sigue el pedido?",
        "el programa no continúa",
        "sigue sin funcionar",
        "go on a trip",
        "¿qué más tienen en plata?",
        "no quiero seguir"
      })
  void isNotAskedByOthers(String text) {
    assertThat(GoOn.asked(text)).isFalse();
  }
}
