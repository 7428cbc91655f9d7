package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Plain sums as people write them. */
class ArithmeticTest {

  private final Tool arithmetic = new Arithmetic();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          125*8+3                          | 1.003
          ¿cuánto es el 15% de 3400?       | 510
          cuanto es 15 por ciento de 3.400 | 510
          2 elevado a 10                   | 1.024
          2^10                             | 1.024
          3400 más 21%                     | 4.114
          1500 menos 20%                   | 1.200
          aumentale un 21% a 1500          | 1.815
          1500 con 20% de descuento        | 1.200
          20% de descuento sobre 1500      | 1.200
          (12+8)/4                         | 5
          2 + 3 * 4                        | 14
          -3 + 5                           | 2
          2^3^1                            | 8
          raíz cuadrada de 144             | 12
          3 al cuadrado más 4 al cuadrado  | 25
          ¿qué porcentaje es 30 de 120?    | 25 %
          30 es qué porcentaje de 120      | 25 %
          1.250,50 + 749,50                | 2.000
          1,250.50 + 749.50                | 2.000
          2 millones / 4                   | 500.000
          la mitad de 250                  | 125
          tres por cuatro                  | 12
          2x3                              | 6
          what is 20% of 150?              | 30
          100 entre 8                      | 12,5
          """)
  void aSumIsCalculated(String text, String value) {
    assertThat(arithmetic.asked(new Asked(text)).orElseThrow().text())
        .endsWith("= **" + value + "**");
    assertThat(arithmetic.use(Map.of("expresion", text), null).text())
        .endsWith("= **" + value + "**");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hola",
        "5",
        "20%",
        "12/05",
        "30/06/2025",
        "11-2345-6789",
        "",
        "(2+3",
        "2 +",
        "* 3",
        "la tasa subió 15% de 3400",
        "¿qué es 2 + 2 en economía?",
        "a 3",
        "por 5",
        "((((((1"
      })
  void whatIsNoSumIsLeftToOthers(String text) {
    assertThat(arithmetic.asked(new Asked(text))).isEmpty();
  }

  @Test
  void whatHasNoValueIsSaidInASentence() {
    assertThat(arithmetic.asked(new Asked("10 / 0")).orElseThrow().text()).contains("por cero");
    assertThat(arithmetic.asked(new Asked("raíz cuadrada de -4")).orElseThrow().text())
        .contains("número negativo");
    assertThat(arithmetic.asked(new Asked("9^999")).orElseThrow().text())
        .contains("demasiado grande");
    assertThat(arithmetic.use(Map.of("expresion", "x"), null).text()).contains("«expresion»");
    assertThat(arithmetic.asked(new Asked("(".repeat(300) + "1" + ")".repeat(300)))).isEmpty();
  }
}
