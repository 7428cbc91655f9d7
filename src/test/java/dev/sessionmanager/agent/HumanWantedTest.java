package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HumanWantedTest {

  private final HumanWanted human = new HumanWanted();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quiero hablar con una persona",
        "¿Puedo hablar con alguien?",
        "pasame con un asesor",
        "me comunicás con un vendedor?",
        "QUIERO UN HUMANO",
        "prefiero que me atienda una persona",
        "necesito hablar con el encargado",
        "quiero hablar con la dueña",
        "atención al cliente por favor",
        "hay algún vendedor que me pueda atender",
        "tengo un reclamo",
        "quiero hacer una queja",
        "esto es una estafa",
        "quiero hacer una devolución",
        "¿cómo hago para devolver un producto?",
        "quiero un reembolso",
        "necesito cambiar el anillo",
        "quiero hacer un cambio",
        "¿cuál es la política de cambios?",
        "¿hacen factura A?",
        "me falta la factura",
        "la pulsera vino rota",
        "me llegó un reloj equivocado",
        "no me llegó el paquete",
        "¿dónde está mi pedido?",
        "¿tiene garantía?",
        "I want to talk to a human",
        "can I speak with a representative",
        "I want a refund"
      })
  void findsWhoAsksForAPersonOrForWhatOnlyAPersonSettles(String text) {
    assertThat(human.test(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hola",
        "gracias",
        "¿tenés anillos de plata?",
        "precio del AN-001",
        "stock de alianzas",
        "no quiero hablar con una persona",
        "¿a cuánto está el cambio?",
        "quiero regalarle un anillo a una persona especial",
        "un anillo para mujer",
        "¿qué me recomendás?",
        "reloj de hombre",
        "busco algo para alguien que cumple años"
      })
  void everythingElseIsForTheCatalogueOrTheModel(String text) {
    assertThat(human.test(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"hablar ", "hablar con la la ", "quiero un ", "llego todo muy ", "no me ", "a"})
  @Timeout(20)
  void hostileTextTakesLittleTime(String piece) {
    String text = piece.repeat(16_000 / piece.length());
    long began = System.nanoTime();
    human.test(text);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
  }
}
