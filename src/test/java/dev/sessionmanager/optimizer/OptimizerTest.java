package dev.sessionmanager.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.text.Language;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules of docs/optimizer.md, row by row. */
class OptimizerTest {

  private static final Path PAGE = Path.of("docs/optimizer.md");
  private static final List<String> FILES =
      List.of("docs/ventas-2026.csv", "informe.txt", "notas.md");
  private static final Pattern ROW = Pattern.compile("\\| (`+)(.*?)\\1 \\| (`+)(.*?)\\3 \\|");

  record Example(String message, String instruction) {}

  static Stream<Example> examples() throws IOException {
    return Files.readAllLines(PAGE).stream()
        .map(ROW::matcher)
        .filter(Matcher::matches)
        .map(row -> new Example(lines(row.group(2)), lines(row.group(4))));
  }

  private static String lines(String shown) {
    return shown.replace('⏎', '\n');
  }

  @ParameterizedTest
  @MethodSource("examples")
  void doesWhatThePageSays(Example example) {
    assertThat(Optimizer.optimize(example.message(), FILES, 10).text())
        .isEqualTo(example.instruction());
  }

  @ParameterizedTest
  @MethodSource("examples")
  void leavesTheOutcomeAsItIs(Example example) {
    assertThat(Optimizer.optimize(example.instruction(), FILES, 10).text())
        .isEqualTo(example.instruction());
  }

  @Test
  void readsEveryRowOfThePage() throws IOException {
    long rows = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("| `")).count();
    assertThat(examples().count()).isEqualTo(rows).isGreaterThan(60);
  }

  @Test
  void namesNoMoreFilesThanItMay() {
    List<String> files = List.of("notas 1.md", "notas 2.md", "notas.md");
    assertThat(Optimizer.optimize("Compara las notas 1 y 2", files, 2).files())
        .containsExactly("notas 1.md", "notas 2.md");
    assertThat(Optimizer.optimize("Compara las notas", files, 0).text())
        .isEqualTo("Objetivo: Compara las notas\nIdioma de la respuesta: español");
  }

  @Test
  void tellsTheLanguageOfAText() {
    assertThat(Language.of("¿Qué es esto?")).isEqualTo(Language.SPANISH);
    assertThat(Language.of("What is this?")).isEqualTo(Language.ENGLISH);
    assertThat(Language.of("Qu'est-ce que c'est, s'il vous plaît ?")).isEqualTo(Language.OTHER);
    assertThat(Language.of("12345")).isEqualTo(Language.OTHER);
  }
}
