package dev.sessionmanager.safety;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Two kinds of lists. The must-lists (signs.txt, silent.txt) drove the rules: all of them pass, and
 * say nothing of how well the rules do elsewhere. The unseen lists were written afterwards and
 * never used to find more or fewer signs (one showed a wrong kind, "me ahorcó", which was mended):
 * they say that, and no more than lists of that length can. Three earlier unseen lists, which found
 * 48 %, 59 % and 58 %, have become part of the must-lists since.
 */
class DangerSignsTest {

  private static final Path LISTS = Path.of("src/test/resources/safety");

  private final DangerSigns signs = new DangerSigns();

  @Test
  void findsEverySignOfTheMustListWithKindUrgencyAndLanguage() throws IOException {
    List<String> sentences = list("signs.txt");
    List<String> wrong = new ArrayList<>();
    for (String line : sentences) {
      String expected = line.substring(0, line.indexOf(": "));
      String found =
          signs
              .in(line.substring(expected.length() + 2))
              .map(d -> d.kind() + " " + d.urgency() + " " + d.language())
              .orElse("nothing");
      if (!found.equals(expected)) {
        wrong.add(line + " → " + found);
      }
    }
    assertThat(sentences).hasSizeGreaterThan(400);
    assertThat(wrong).isEmpty();
  }

  @Test
  void staysSilentAtEverySentenceOfTheMustList() throws IOException {
    List<String> sentences = list("silent.txt");
    assertThat(sentences).hasSizeGreaterThan(450);
    assertThat(sentences.stream().filter(line -> signs.in(line).isPresent())).isEmpty();
  }

  @Test
  void finds38Of45UnseenSignsAndTakes4Of50UnseenHarmlessSentencesForOne() throws IOException {
    List<String> dangerous = list("unseen-signs.txt");
    List<String> harmless = list("unseen-silent.txt");
    assertThat(dangerous).hasSize(45);
    assertThat(harmless).hasSize(50);
    assertThat(
            dangerous.stream()
                .map(line -> line.substring(line.indexOf(": ") + 2))
                .filter(line -> signs.in(line).isPresent()))
        .hasSizeGreaterThanOrEqualTo(38);
    assertThat(harmless.stream().filter(line -> signs.in(line).isPresent()))
        .hasSizeLessThanOrEqualTo(4);
  }

  /** Where the rules are known to be wrong, so that the day they are not is noticed. */
  @Test
  void knownGapsAreStillGaps() {
    assertThat(signs.in("my brother says he has no reason to live"))
        .as("another person's, taken for the writer's own")
        .map(Danger::kind)
        .contains(Danger.Kind.SELF);
    assertThat(signs.in("me quiero matar, me sacaron el turno del médico"))
        .as("venting about what is no known trifle")
        .isPresent();
    assertThat(signs.in("no puedo más con nada")).as("too common alone").isEmpty();
    assertThat(signs.in("mi papá me pegaba de chico")).as("blows of long ago").isEmpty();
  }

  @Test
  void portugueseIsRead() {
    for (String text :
        List.of(
            "eu quero morrer",
            "qro me matar",
            "não quero mais viver",
            "acabei de cortar os pulsos",
            "tomei uma cartela inteira de comprimidos")) {
      assertThat(signs.in(text)).as(text).map(Danger::kind).contains(Danger.Kind.SELF);
    }
    assertThat(signs.in("meu marido me bate")).map(Danger::language).contains("pt");
    for (String text :
        List.of("morri de rir", "quero morrer de amor", "vou matar aula", "não quero morrer")) {
      assertThat(signs.in(text)).as(text).isEmpty();
    }
  }

  @Test
  void readsThroughCapitalsAccentsInvisibleAndLookAlikeCharacters() {
    for (String text :
        List.of(
            "ME QUIERO MATAR",
            "mé qüierò mätár",
            "me\u200b qui\u200bero ma\u00adtar",
            "me quiеrо mаtаr", // Cyrillic е, о, а
            "ｍｅ ｑｕｉｅｒｏ ｍａｔａｒ",
            "𝓶𝓮 𝓺𝓾𝓲𝓮𝓻𝓸 𝓶𝓪𝓽𝓪𝓻",
            "me\nquiero\nmatar",
            "m-e q-u-i-e-r-o m-a-t-a-r",
            "me qui3ro m@tar")) {
      assertThat(signs.in(text)).as(text).map(Danger::kind).contains(Danger.Kind.SELF);
    }
  }

  @Test
  void theGravestSignOfATextWins() {
    assertThat(signs.in("mi hermana se quiere matar. Y yo también me quiero morir."))
        .map(Danger::kind)
        .contains(Danger.Kind.SELF);
    assertThat(signs.in("me quiero morir. Mi marido me está pegando ahora."))
        .contains(new Danger(Danger.Kind.FROM_OTHERS, Danger.Urgency.NOW, "es"));
  }

  @Test
  void aSignIsFoundAtTheEndOfALongText() {
    assertThat(signs.in("hoy fui a trabajar y volví. ".repeat(600) + "me quiero matar"))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a ",
        "m ",
        "me quiero ",
        "no me no te no se ",
        "quiero morir de risa ",
        "....",
        "voy a matar a mi ",
        "matarme",
        "quieromorir",
        "ﷺ",
        "😭",
        "\u0301",
        "@$@$",
        "mi marido ",
        "a,",
        "k1",
        "i want to "
      })
  @Timeout(20)
  void hostileTextsOf16000CharactersTakeLinearTime(String piece) {
    String text = piece.repeat(16_000 / piece.length() + 1).substring(0, 16_000);
    signs.in(text); // warm
    Duration once = used(() -> signs.in(text));
    Duration four = used(() -> signs.in(text + text + text + text));
    assertThat(once).isLessThan(Duration.ofSeconds(3)); // by the first compiler, on any machine
    // Four times the text: four times the time, with room for a busy machine; squared, it would be
    // 16.
    assertThat(four).isLessThan(once.multipliedBy(10).plusMillis(200));
  }

  /** CPU time of this thread: what else the machine does is not in it. */
  private static Duration used(Runnable work) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long began = threads.getCurrentThreadCpuTime();
    work.run();
    return Duration.ofNanos(threads.getCurrentThreadCpuTime() - began);
  }

  @Test
  void nothingIsNoSign() {
    for (String text : List.of("", " ", "\n", "?", "...", "\u0000", "1234", "\ud83d")) {
      assertThat(signs.in(text)).isEqualTo(Optional.empty());
    }
  }

  private static List<String> list(String name) throws IOException {
    return Files.readAllLines(LISTS.resolve(name)).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .toList();
  }
}
