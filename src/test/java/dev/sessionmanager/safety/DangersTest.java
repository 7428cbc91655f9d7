package dev.sessionmanager.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules and the model that the build learned, together. How well they do on sentences left out of
 * the training is measured by {@code ./mvnw process-classes exec:exec@danger-measure
 * -Ddanger=measure}; docs/rationale.md has the figures.
 */
class DangersTest {

  private static final Path LISTS = Path.of("src/test/resources/safety");

  private final Dangers dangers = new Dangers();

  @Test
  void theSentencesThatWereMissedAreFound() {
    for (String text :
        List.of(
            "me acabo de cortar las venas",
            "tengo pastillas guardadas y estoy pensando en tomarlas todas",
            "m kiero suicidar",
            "todos estarían mejor sin mí",
            "close my eyes and never open them again",
            "queria dormir e não acordar nunca mais",
            "já dei todas as minhas coisas, não vou mais precisar delas")) {
      assertThat(dangers.in(text)).as(text).map(Danger::kind).contains(Danger.Kind.SELF);
    }
  }

  /** Lists written before there was a model, and never learned from. */
  @Test
  void unseenSentencesAreToldApart() throws IOException {
    List<String> dangerous = list("unseen-signs.txt");
    List<String> harmless = list("unseen-silent.txt");
    assertThat(
            dangerous.stream()
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .filter(line -> dangers.in(line).isPresent()))
        .hasSizeGreaterThanOrEqualTo(43);
    assertThat(harmless.stream().filter(line -> dangers.in(line).isPresent()))
        .hasSizeLessThanOrEqualTo(6);
  }

  /** Two lists of writers who knew neither the rules nor the training nor each other. */
  @ParameterizedTest
  @ValueSource(strings = {"heldout.tsv", "second.tsv"})
  void sentencesOfSomebodyElseAreToldApart(String list) throws IOException {
    for (String language : List.of("es", "pt", "en")) {
      assertThat(found(list, language, "explicit")).as(language).isGreaterThanOrEqualTo(0.95);
      assertThat(found(list, language, "implicit")).as(language).isGreaterThanOrEqualTo(0.75);
    }
    assertThat(found(list, "", "harmless")).isLessThanOrEqualTo(0.04);
  }

  /** The part of a list's sentences with a label that is taken for danger. */
  private double found(String list, String language, String label) throws IOException {
    List<String> sentences =
        list(list).stream()
            .filter(line -> line.startsWith(language) && line.contains("\t" + label + "\t"))
            .map(line -> line.substring(line.lastIndexOf('\t') + 1))
            .toList();
    assertThat(sentences).hasSizeGreaterThanOrEqualTo(15);
    return (double) sentences.stream().filter(text -> dangers.in(text).isPresent()).count()
        / sentences.size();
  }

  @Test
  void kindAndLanguageAreThoseOfTheText() {
    assertThat(dangers.in("meu marido me tranca em casa e quebra tudo"))
        .map(d -> d.kind() + " " + d.language())
        .contains("FROM_OTHERS pt");
    assertThat(dangers.in("my friend gave away everything he owns and said goodbye to us"))
        .map(d -> d.kind() + " " + d.language())
        .contains("THIRD_PERSON en");
  }

  @Test
  void oneSentenceOfDangerIsNotLostInALongText() {
    String everyday = "Hoy fui a trabajar, comí con mi hermana y volví en colectivo. ".repeat(12);
    assertThat(dangers.in(everyday)).isEmpty();
    assertThat(dangers.in(everyday + "Todos van a estar mejor cuando yo no esté. " + everyday))
        .isPresent();
  }

  @Test
  void nothingIsNoDanger() {
    for (String text : List.of("", " ", "?", "...", "\u0000", "1234", "hola", "gracias", "😭")) {
      assertThat(dangers.in(text)).as(text).isEmpty();
    }
  }

  @Test
  void whoSaysHelloOrGoodbyeIsInNoDanger() {
    for (String text :
        List.of(
            "chau",
            "adiós",
            "bueno, chau, me voy a trabajar",
            "hasta mañana",
            "buenas noches",
            "me despido, buen finde",
            "salir",
            "gracias por escucharme",
            "tchau",
            "até mais",
            "bye",
            "good night",
            "see ya")) {
      assertThat(dangers.in(text)).as(text).isEmpty();
    }
  }

  @Test
  @Timeout(20)
  void aLongTextTakesLinearTime() {
    String text = "quiero contar algo que no sé decir ".repeat(450);
    dangers.in(text);
    long began = System.nanoTime();
    dangers.in(text);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  private static List<String> list(String name) throws IOException {
    return Files.readAllLines(LISTS.resolve(name)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
