package dev.sessionmanager.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rule against lists of sentences, a line each: {@code ask} for an ordinary question, {@code
 * wish} for a wish for a human. None of the first may be taken for one of the second.
 */
class HumanWantedTest {

  private final HumanWanted human = new HumanWanted();

  private static List<String> sentences(String file, String kind) throws IOException {
    return Files.readAllLines(Path.of("src/test/resources/questions", file), UTF_8).stream()
        .filter(line -> line.startsWith(kind + "\t"))
        .map(line -> line.substring(kind.length() + 1))
        .toList();
  }

  /** The bar for wishes is nine of ten: what is missed gets an answer, and can be said again. */
  @ParameterizedTest
  @CsvSource({
    "handover-development.txt, 60, 30, 27",
    "handover-heldout.txt, 60, 30, 27",
    "handover-second.txt, 60, 30, 27",
    "handover-third.txt, 60, 30, 27",
    "handover-fourth.txt, 60, 30, 27",
    "handover-fifth.txt, 60, 30, 27",
    "handover-sixth.txt, 60, 30, 27",
    "handover-own.txt, 304, 234, 234",
  })
  void takesNoQuestionForAWishAndMissesFewWishes(String file, int asks, int wishes, int bar)
      throws IOException {
    List<String> asked = sentences(file, "ask");
    List<String> wished = sentences(file, "wish");
    assertThat(asked).hasSize(asks);
    assertThat(wished).hasSize(wishes);
    assertThat(asked.stream().filter(human)).as("ordinary questions").isEmpty();
    List<String> missed = wished.stream().filter(human.negate()).toList();
    assertThat(missed).as("wishes").hasSizeLessThanOrEqualTo(wishes - bar);
  }

  @Test
  void knowsThemHoweverTheyAreWritten() {
    for (String text :
        List.of(
            "QUIERO HABLAR CON UNA PERSONA!!!",
            "  quiero\nhablar con alguien  ",
            "kiero ablar con alguieeeen",
            "quiero hablar con un asesro",
            "¿me pasás con un vendedór?",
            "hola! todo bien? mirá, quería un anillo. bah, mejor pasame con alguien. gracias")) {
      assertThat(human.test(text)).as(text).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?", "hola", "gracias", "con", "no"})
  void makesNothingOfLittle(String text) {
    assertThat(human.test(text)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hablar ",
        "hablar con la la ",
        "quiero un ",
        "me con de quiero ",
        "no no me ",
        "a",
        "no quiero hablar con el "
      })
  @Timeout(20)
  void hostileTextTakesLittleTime(String piece) {
    String text = piece.repeat(16_000 / piece.length());
    human.test("hola"); // reads the phrases
    long began = System.nanoTime();
    human.test(text);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
  }
}
