package dev.sessionmanager.economics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sentences that are whole only with what was said before; figures were computed apart. */
class FollowUpTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿y si la tasa fuera 20%? > 17.280,00",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿y en 6 meses? > 10.246,95",
        "interés compuesto de 10.000 al 5% anual > 3 años > 11.576,25",
        "interés compuesto de 10.000 al 3% mensual por 3 meses > ¿y si fuera 5%? > 11.576,25",
        "interés compuesto de 1000 al 12% anual por 2 años > ¿y con capitalización mensual? >"
            + " 1.269,73",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿y si la tasa fuera 20%? > gracias >"
            + " ¿y por 5 años? > 24.883,20",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿y con interés simple? > 1.500,00",
        "compound interest of 10,000 at 5% for 3 years > what if the rate were 10%? > 13,310.00",
        "plazo fijo de 100.000 a 30 días con TNA 73% > ¿y con 200.000? > 12.000,00",
        "VAN de -1000; 400; 500; 600 al 10% > ¿y al 15%? > 120,41",
        "elasticidad si el precio sube 5% y la cantidad cae 15% > ¿y si la cantidad cae 20%? >"
            + " -4,00",
        "cuota de un préstamo de 1.000.000 a 24 meses con TNA 60% > ¿y en 36 cuotas? > 60.434,46",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿cuánto es el 15% de 300? > **45**"
      })
  void whatIsNotSaidIsTakenFromBefore(String talk) {
    List<String> turns = List.of(talk.split(" > ", -1));
    List<String> answers = answers(turns.subList(0, turns.size() - 1));
    assertThat(answers).singleElement().asString().contains(turns.getLast());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interés compuesto de 10.000 al 5% anual por 3 años > gracias",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿y qué es la inflación?",
        "interés compuesto de 10.000 al 5% anual por 3 años > ¿qué pasó con el desempleo en 6"
            + " meses?",
        "interés compuesto de 10.000 al 5% anual por 3 años > tengo 2 hijos",
        "hola > ¿y si la tasa fuera 20%?",
        "¿y en 6 meses?"
      })
  void whatSpeaksOfSomethingElseIsLeftToOthers(String talk) {
    assertThat(answers(List.of(talk.split(" > ", -1)))).isEmpty();
  }

  private static List<String> answers(List<String> turns) {
    Asked asked = new Asked(turns.getLast(), () -> turns.subList(0, turns.size() - 1));
    return Economics.all().stream()
        .flatMap(tool -> tool.asked(asked).stream())
        .map(Tool.Answer::text)
        .toList();
  }
}
