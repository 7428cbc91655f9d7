package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.Language;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What asks for nothing, and what only begins so. */
class SmallTalkTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hola                                  | greeting",
        "Holaaaa!!                             | greeting",
        "buenas tardes                         | greeting",
        "Hola, buen día 👋                     | greeting",
        "oi, bom dia                           | greeting",
        "hay alguien?                          | greeting",
        "hola royal                            | greeting",
        "Hola, ¿cómo estás?                    | how",
        "que tal todo bien?                    | how",
        "muchas gracias por todo!!             | thanks",
        "ok gracias                            | thanks",
        "te agradezco mucho                    | thanks",
        "sos un genio, gracias                 | thanks",
        "🙏                                    | thanks",
        "gracias, hasta luego                  | goodbye",
        "chau                                  | goodbye",
        "que tengas un lindo día               | goodbye",
        "eso es todo, gracias                  | goodbye",
        "¿sos un bot?                          | bot",
        "eres una persona real?                | bot",
        "sos humano o robot                    | bot",
        "con quién hablo?                      | bot",
        "¿cómo te llamás?                      | bot",
        "quien sos                             | bot",
        "hola, ¿qué podés hacer?               | help",
        "en qué me podés ayudar?               | help",
        "¿Qué puedes hacer por mí?             | help",
        "ayuda                                 | help",
        "me podés ayudar?                      | help",
        "tengo una consulta                    | help",
        "quiero hacer una pregunta             | help",
        "dale, perfecto                        | ok",
        "jajaja                                | ok",
        "👍                                    | ok",
        "hello there                           | greeting",
        "Good morning!                         | greeting",
        "hi, how are you?                      | how",
        "thank you so much                     | thanks",
        "have a nice day, bye                  | goodbye",
        "are you a robot?                      | bot",
        "who are you?                          | bot",
        "what can you do?                      | help",
        "I have a question                     | help",
        "sounds good                           | ok",
      })
  void isKnown(String text, String kind) {
    assertThat(SmallTalk.in(text, "Royal Bot").map(talk -> talk.kind().key()))
        .as(text)
        .isEqualTo(Optional.of(kind));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hola, ¿hacen envíos?",
        "buenas, venden por mayor",
        "gracias, ¿y cuánto sale el anillo?",
        "¿qué tal la plata 925?",
        "me podés ayudar con mi pedido?",
        "podés hacer una factura?",
        "quiero hablar con una persona",
        "quiero hacer una consulta sobre envíos",
        "no",
        "sí",
        "precio",
        "12",
        "???",
        "",
        "¿qué es la oferta?",
        "estoy triste",
        "me quiero morir",
        "cómo funciona el interés compuesto",
        "como va mi pedido",
        "hola hola hola hola hola hola hola hola hola hola hola hola hola hola hola",
        "hello, do you ship?",
        "thanks, what is the price?",
        "que haces con mis datos",
      })
  void leavesWhatAsksForSomething(String text) {
    assertThat(SmallTalk.in(text, "Royal Bot")).as(text).isEmpty();
  }

  @Test
  void tellsTheLanguageWhereTheWordsDo() {
    assertThat(SmallTalk.in("Hello!", "A"))
        .get()
        .extracting(SmallTalk::language)
        .isEqualTo(Language.ENGLISH);
    assertThat(SmallTalk.in("Hola", "A"))
        .get()
        .extracting(SmallTalk::language)
        .isEqualTo(Language.SPANISH);
    assertThat(SmallTalk.in("ok", "A"))
        .get()
        .extracting(SmallTalk::language)
        .isEqualTo(Language.OTHER);
  }
}
