package dev.sessionmanager.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.knowledge.Passage;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sources that an answer of a model's names are those that it has something of. */
class UsedPassagesTest {

  private static final List<Passage> GIVEN =
      List.of(
          passage(
              "horarios",
              "Horarios",
              "Atendemos de lunes a viernes de 9:30 a 18:00 y los sábados de 10:00 a 13:00. El"
                  + " local cierra los feriados nacionales.",
              true),
          passage(
              "envios",
              "Envíos",
              "Despachamos por correo a todo el país dentro de las 48 horas. El envío es gratuito"
                  + " desde $ 50.000; por menos, lo paga quien compra.",
              true),
          passage(
              "garantia",
              "Garantía",
              "Las piezas de plata tienen seis meses de garantía por defectos de fabricación. No"
                  + " cubre golpes, cloro ni rayaduras.",
              false));

  private static Passage passage(String id, String title, String text, boolean sure) {
    return new Passage(id, title, text, "Manual de la tienda: " + id, 1, sure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "¿Abren los sábados?       | Sí, los sábados abrimos de 10:00 a 13:00; los feriados"
            + " nacionales cerramos.        | horarios",
        "¿Cuándo llega y a qué hora abren? | Se despacha por correo en 48 horas, gratuito desde $"
            + " 50.000. Atendemos de lunes a viernes desde las 9:30. | horarios,envios",
        "¿Qué garantía tienen?     | Seis meses por defectos de fabricación; golpes, cloro y"
            + " rayaduras no se cubren.     | garantia",
        "¿Me contás un chiste?     | ¿Qué hace una abeja en el gimnasio? ¡Zum-ba!                  "
            + "                        | ''",
        "¿Qué es la inflación?     | Es el aumento general y sostenido de los precios de una"
            + " economía durante un tiempo. | ''",
        "¿Cuál es la garantía?     | No tengo ese dato; te puede responder una persona del equipo"
            + " de la tienda.          | ''",
        "¿Cómo es el envío?        | Lo dice el Manual de la tienda: envios.                       "
            + "                       | envios",
        "When do you open?         | We are open from Monday to Friday and on Saturday morning.    "
            + "                      | horarios",
      })
  void areThoseWhoseWordsTheAnswerHas(String question, String answer, String sources) {
    assertThat(String.join(",", ids(UsedPassages.of(answer, question, GIVEN)))).isEqualTo(sources);
  }

  private static List<String> ids(List<Passage> passages) {
    return passages.stream().map(Passage::id).toList();
  }
}
