package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts and arguments that are made to break or to slow down. */
class HostileTextTest {

  private static final Duration QUICK = Duration.ofSeconds(10);

  static Stream<String> texts() {
    return Stream.of(
        "interés compuesto de " + "9".repeat(300) + " al 5% por 3 años",
        "interés compuesto de 1e308 al 1e308% por 1e308 años",
        "interés compuesto de 10 al 5% por " + "9".repeat(3_900) + " años",
        "calculá el VAN de " + "1,".repeat(1_900),
        "VAN de " + "-1; ".repeat(900) + "al 10%",
        "TIR de " + "-1; 1; ".repeat(500),
        "TIR de -1e308; 1e308",
        "cuota de un préstamo de 1e14 a 1e9 meses con TNA 1e9%",
        "tabla de amortización de 1e14 al 1e12% mensual en 1200 cuotas",
        "equilibrio Qd = " + "1-".repeat(1_900) + "P",
        "equilibrio Qd=100-1e-300P Qs=20+3P",
        "equilibrio " + "Qd=1-P ".repeat(500),
        "gráfico de demanda Qd = 0,000000000001 - 999999999999P",
        "gráfico de oferta Qs = 10 + 0," + "0".repeat(200) + "1P",
        "gráfico de la serie " + "1; ".repeat(1_200),
        "gráfico de la serie 1e308; -1e308",
        "gráfico de la serie 999999999999999; 999999999999999",
        "gráfico de la serie 0,000000000001; 0,000000000002",
        "gráfico de costos CT = 0 + 0q",
        "gráfico de costos CT = 1e-300 + 1q + 1e300q^2",
        "elasticidad " + "a".repeat(3_900),
        "interes ".repeat(490),
        "interés ".repeat(400) + "simple",
        "((((".repeat(900) + "VAN",
        "-".repeat(3_900) + "1",
        " ".repeat(3_900) + "TIR",
        "calculá " + "tasa de ".repeat(480),
        "mil ".repeat(900),
        "1 " + "mil ".repeat(900) + " interés simple",
        "%".repeat(4_000),
        "\u0000\uFFFF\uD83D VAN de -1, 2 al 5%",
        "x".repeat(100_000),
        "interés simple de 1000 al 5% por 3 años ".repeat(2_500));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void anyTextIsAnsweredOrLeftQuickly(String text) {
    assertTimeoutPreemptively(
        QUICK,
        () -> {
          Asked asked = new Asked(text);
          for (Tool tool : Economics.all()) {
            tool.asked(asked)
                .ifPresent(
                    answer -> assertThat(answer.text()).isNotBlank().hasSizeLessThan(20_000));
          }
        });
  }

  @Test
  void randomTextsOfDangerousPiecesNeverThrow() {
    List<String> pieces =
        List.of(
            "interés",
            "compuesto",
            "simple",
            "VAN",
            "TIR",
            "de",
            "al",
            "-",
            "1e308",
            "0",
            "5%",
            "%",
            "=",
            "Qd",
            "P",
            "2P",
            ",",
            ";",
            ".",
            "años",
            "mensual",
            "TNA",
            "TEA",
            "cada",
            "30 días",
            "gráfico",
            "demanda",
            "oferta",
            "costos",
            "serie",
            "cuota",
            "préstamo",
            "tabla",
            "amortización",
            "elasticidad",
            "precio",
            "equilibrio",
            "m",
            "a",
            "b",
            "calculá",
            "$",
            "capitalización",
            "0 años",
            "-3",
            "1.000",
            "1,5",
            "bono",
            "cupón",
            "inflación",
            "IPC");
    Random random = new Random(7);
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 1_500; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(14); j >= 0; j--) {
              text.append(pieces.get(random.nextInt(pieces.size())));
              text.append(random.nextInt(5) == 0 ? "" : " ");
            }
            Asked asked = new Asked(text.toString());
            for (Tool tool : Economics.all()) {
              tool.asked(asked)
                  .ifPresent(answer -> assertThat(answer.text()).doesNotContain("NaN", "Infinity"));
            }
          }
        });
  }

  @Test
  void anyArgumentOfAnyToolIsAnsweredWithASentence() {
    List<Object> values =
        List.of(
            "x".repeat(100_000),
            "9".repeat(100_000),
            Double.NaN,
            Double.POSITIVE_INFINITY,
            1e308,
            -1e308,
            Double.MIN_VALUE,
            0,
            -1,
            Collections.nCopies(100_000, 1),
            Collections.nCopies(600, -1e15),
            List.of(),
            Map.of(),
            true,
            "Q = " + "1+".repeat(3_000) + "P",
            "-100 %",
            "0 años",
            "1e-320");
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (Tool tool : Economics.all()) {
            Map<?, ?> properties =
                Objects.requireNonNull((Map<?, ?>) tool.parameters().get("properties"));
            for (Object value : values) {
              Map<String, Object> arguments = new HashMap<>();
              properties.keySet().forEach(name -> arguments.put((String) name, value));
              String text = tool.use(arguments, null).text();
              assertThat(text).isNotBlank().hasSizeLessThan(20_000);
              assertThat(text.replaceAll("«[^»]*»", "")).doesNotContain("NaN", "Infinity");
            }
          }
        });
  }
}
