package dev.sessionmanager.channel.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.messaging.TextForm;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Markdown as plain text while it is being written. */
class PlainPiecesTest {

  private static final String SITE = "http://localhost:8005";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "uno dos tres",
        "Hola.\n\nUn **bono** es `deuda`.\nTiene *cupón*.\n\nFin",
        "# Título\n\n- a\n- **b**\n- c\n\nY después:\n\n1. uno\n2. dos",
        "Código:\n\n```python\nx = [1, 2]\n\nprint(x)\n```\n\nListo.",
        "| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nfin",
        "Mirá ![Demanda](/pictures/1a) y [esto](https://a.example/x_y_z) ya.",
        "a * b = c\ny _nada_ más\n",
        "línea\nlínea\n\n\n\notra",
        "5 < 7 & 8 > 2\n\n> cita\n> sigue",
        ""
      })
  void saysInTheEndWhatTheWholeTextSays(String markdown) {
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      PlainPieces pieces = new PlainPieces(SITE);
      StringBuilder said = new StringBuilder();
      int from = 0;
      while (from < markdown.length()) {
        int to = Math.min(markdown.length(), from + 1 + random.nextInt(9));
        said.append(pieces.more(markdown.substring(from, to)));
        from = to;
      }
      assertThat(said.append(pieces.end())).asString().isEqualTo(TextForm.PLAIN.of(markdown, SITE));
    }
  }

  @Test
  void saysWordsWithoutMarksAtOnce() {
    PlainPieces pieces = new PlainPieces(SITE);
    assertThat(pieces.more("Un bono")).isEqualTo("Un bono");
    assertThat(pieces.more(" es **deu")).isEmpty();
    assertThat(pieces.more("da** que\n")).isEqualTo(" es deuda que");
    assertThat(pieces.more("paga ")).isEqualTo("\npaga");
  }
}
