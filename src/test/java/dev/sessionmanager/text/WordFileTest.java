package dev.sessionmanager.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class WordFileTest {

  private final WordFile file = WordFile.read("text/words-for-tests.yaml");

  @Test
  void readsListsWordsAndPatterns() {
    assertThat(file.entries("entries")).containsExactly("uno", "dos tres", "cuatro");
    assertThat(file.words("entries")).containsExactlyInAnyOrder("uno", "dos", "tres", "cuatro");
    assertThat(file.part("below").lists()).containsExactly(Map.entry("list", List.of("a", "b")));
    assertThat(file.patterns("patterns", Map.of(), UnaryOperator.identity()))
        .map(WordPattern::toString)
        .containsExactly("hola a|para todos", "adiós");
  }

  @Test
  void saysWhatIsMissing() {
    assertThatThrownBy(() -> WordFile.read("text/none.yaml"))
        .hasMessage("The word file text/none.yaml does not ship.");
    assertThatThrownBy(() -> file.part("below").words("none"))
        .hasMessage("The word file text/words-for-tests.yaml, below has no none.");
    assertThatThrownBy(() -> file.patterns("broken", Map.of(), UnaryOperator.identity()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("text/words-for-tests.yaml, broken: ... hola");
    assertThatThrownBy(() -> WordFile.read("text/broken-for-tests.yaml"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("text/broken-for-tests.yaml");
  }
}
