package dev.sessionmanager.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which repeated texts are a machine's. */
class SpokenTextsTest {

  private static SpokenTexts said(String... texts) {
    return SpokenTexts.of(Stream.of(texts));
  }

  /** How many times it is answered, where a sentence may be said 4 times; 100: always. */
  private static int answered(IntFunction<String> text) {
    for (int i = 0; i < 100; i++) {
      List<SpokenTexts> before = IntStream.range(0, i).mapToObj(n -> said(text.apply(n))).toList();
      if (said(text.apply(i)).repeats(before, 4)) {
        return i;
      }
    }
    return 100;
  }

  @Test
  void answersTheSameSentenceSoManyTimes() {
    assertThat(answered(n -> "Gracias por su mensaje, le responderemos en breve.")).isEqualTo(4);
    assertThat(answered(n -> n % 2 == 0 ? "¡Gracias por su mensaje!" : "gracias por su MENSAJE"))
        .isEqualTo(4);
  }

  @Test
  void answersASentenceThatDiffersInItsDigitsTwiceAsOften() {
    assertThat(answered(n -> "Recibido a las 14:0" + n % 10 + ":1" + n % 7 + ". Ticket #" + n))
        .isEqualTo(8);
    assertThat(answered(n -> "Son las " + n + ":15 y no hay nadie en la oficina.")).isEqualTo(8);
  }

  @Test
  void letsPeopleRepeatShortWords() {
    assertThat(answered(n -> "sí")).isEqualTo(16);
    assertThat(answered(n -> "👍")).isEqualTo(16);
    assertThat(answered(n -> "muchas gracias")).isEqualTo(16);
    assertThat(answered(n -> "" + n)).isEqualTo(100);
  }

  /** After an outage a burst holds all that was written meanwhile. */
  @Test
  void letsABurstOfShortWordsBeAsShortAsOneOfThem() {
    List<SpokenTexts> before = IntStream.range(0, 12).mapToObj(n -> said("talle " + n)).toList();
    String[] burst = IntStream.range(12, 24).mapToObj(n -> "talle " + n).toArray(String[]::new);
    assertThat(said(burst).repeats(before, 4)).isFalse();
  }

  @Test
  void letsPeopleSaySomethingElseEachTime() {
    String[] words = {"plata", "oro", "acero", "cobre", "titanio", "rodio", "bronce", "platino"};
    assertThat(answered(n -> "¿Tienen anillos de " + words[n % 8] + " talle " + n / 8 + "?"))
        .isGreaterThan(40);
    assertThat(said("¿Tienen anillos?", "Hola").repeats(List.of(said("Hola"), said("Hola")), 1))
        .isFalse();
  }

  @Test
  void takesTheSameTextTwiceInABurstForOnce() {
    List<SpokenTexts> before = List.of(said("No hay nadie en la oficina"));
    assertThat(said("No hay nadie en la oficina", "No hay nadie en la oficina").repeats(before, 1))
        .isTrue();
  }
}
