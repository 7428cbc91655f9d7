package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By which messages people say that they want no more. */
class OptOutWordsTest {

  private final OptOutWords words = new OptOutWords(TestSilence.settings());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "STOP",
        "stop",
        " Stop. ",
        "¡¡BAJA!!",
        "baja",
        "Baja por favor",
        "BAJA, gracias",
        "hola, baja",
        "Darme de baja",
        "cancelar suscripcion",
        "Cancelar suscripción.",
        "UNSUBSCRIBE",
        "Please unsubscribe",
        "stop 🛑",
        "SAIR",
        "sair!",
        "Não quero mais mensagens",
        "NO QUIERO RECIBIR MÁS MENSAJES",
        "no me escriban más",
        "ＳＴＯＰ",
        "Chau, bot!"
      })
  void areWords(String text) {
    assertThat(words.wantsOut(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "🙂",
        "cancelar",
        "Quiero cancelar mi pedido",
        "¿está en planta baja?",
        "¿Baja el precio?",
        "la presión me baja",
        "Talla baja",
        "stop loss",
        "¿Cómo me doy de baja del gimnasio?",
        "no quiero más",
        "salir",
        "no gracias",
        "basta",
        "fin",
        "end",
        "quit",
        "cancel",
        "alto",
        "hola",
        "por favor",
        "chau"
      })
  void areNone(String text) {
    assertThat(words.wantsOut(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALTA", "alta!", "Start", "VOLVER", "quiero volver", "Hola bot"})
  void bringBack(String text) {
    assertThat(words.wantsBack(text)).isTrue();
    assertThat(words.wantsOut(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"hola", "¿hacen alta costura?", "cuándo start el curso", "sí"})
  void doNotBringBack(String text) {
    assertThat(words.wantsBack(text)).isFalse();
  }
}
