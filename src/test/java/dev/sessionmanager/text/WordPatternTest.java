package dev.sessionmanager.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordPatternTest {

  private static final Map<String, List<String>> LISTS =
      Map.of("pets", List.of("gato", "gato negro", "perro"));

  private static int find(String pattern, String text) {
    return WordPattern.of(pattern, LISTS, UnaryOperator.identity()).find(WordRow.of(text));
  }

  @ParameterizedTest
  @CsvSource({
    "hola a todos, ¡Hola a todos!, 0",
    "hola a todos, hola a, -1",
    "mi|tu gato, es tu gato, 1",
    "mi|la_de_tu casa, esta es la de tu casa, 2",
    "la casa? roja, la roja, 0",
    "la casa? roja, la casa roja, 0",
    "la? roja, casa roja, 1",
    "el <pets> blanco, el gato negro blanco, 0",
    "comunic* con, comunicarme con, 0",
    "*mente, voy lentamente, 1",
    "quiero ... hablar, quiero poder por fin hablar, 0",
    "quiero ... hablar, quiero hablar, 0",
    "quiero ... hablar, quiero a b c d hablar, -1",
    "^ gato, mi gato, -1",
    "gato $, mi gato, 1",
    "gato $, gato negro, -1"
  })
  void findsWhatItIsWrittenFor(String pattern, String text, int at) {
    assertThat(find(pattern, text)).isEqualTo(at);
  }

  @Test
  void takesTheLongestOfItsAlternatives() {
    WordPattern pattern = WordPattern.of("<pets>", LISTS, UnaryOperator.identity());
    assertThat(pattern.match(WordRow.of("gato negro"), 0)).isEqualTo(2);
    assertThat(pattern.match(WordRow.of("gato blanco"), 0)).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"... a", "a?", "a? b?", "a ... b ... c ... d ... e? f", "a <none>"})
  void refusesWhatCannotBeSearchedFor(String line) {
    assertThatThrownBy(() -> find(line, "a")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void isFoundByTheWordsItCanBeginWith() {
    PatternIndex<String> index = new PatternIndex<>();
    index.add(WordPattern.of("la? casa"), "house");
    index.add(WordPattern.of("c*"), "c");
    assertThat(index.beginningWith("la"))
        .map(PatternIndex.Entry::meaning)
        .containsExactly("house", "c");
    assertThat(index.beginningWith("casa")).hasSize(2);
    assertThat(index.beginningWith("mi")).map(PatternIndex.Entry::meaning).containsExactly("c");
  }

  @Test
  void takesTimeInStepWithLength() {
    WordPattern pattern = WordPattern.of("a ... a ... a ... a ... b");
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> assertThat(pattern.find(WordRow.of("a ".repeat(200_000)))).isEqualTo(-1));
  }
}
