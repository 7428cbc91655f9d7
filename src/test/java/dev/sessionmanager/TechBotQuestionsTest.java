package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** TechBot as it ships, without a model, asked over HTTP. */
class TechBotQuestionsTest {

  private static final JsonMapper JSON = new JsonMapper();

  private static Service service;
  private static int asked;

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** The last answer of a conversation of these messages. */
  private static JsonNode talk(String... messages) {
    asked++;
    JsonNode answer = JSON.createObjectNode();
    for (String message : messages) {
      String body =
          JSON.createObjectNode()
              .put("message", message)
              .put("agent_id", "techbot")
              .put("session_id", "t" + asked)
              .toString();
      answer = service.post("/chat", body).json();
    }
    return answer;
  }

  private static String said(String... messages) {
    return talk(messages).at("/reply").asString();
  }

  private static String sources(JsonNode said) {
    return StreamSupport.stream(said.at("/meta/sources").spliterator(), false)
        .map(source -> source.at("/id").asString())
        .collect(Collectors.joining(" "));
  }

  /** The seed's own conversation. */
  @Test
  void anExampleIsOfWhatWasJustExplained() {
    String list = "¿Qué son las listas?";
    String wish = "¿Puedes darme un ejemplo de lo que acabas de explicar?";
    assertThat(said(list)).contains("Una **lista** guarda varios valores").doesNotContain("##");
    String first = said(list, wish);
    assertThat(first).startsWith("Un ejemplo de «Listas en Python»").contains("```python");
    String second = said(list, wish, "otro ejemplo");
    assertThat(second).contains("```python").isNotEqualTo(first);
    String last = said(list, wish, "otro ejemplo", "otro más, un ejemplo", "dame otro ejemplo");
    assertThat(last).contains("no me quedan más ejemplos", "Ver también");
    assertThat(sources(talk(list, wish))).isEqualTo("python-listas");
  }

  @Test
  void moreIsToldOfWhatWasJustExplained() {
    assertThat(said("¿Qué son las listas?", "gracias", "explicame más")).contains("referencias");
    assertThat(said("¿qué es un decorador en python?", "no entendí, más fácil"))
        .contains("lo esencial", "decorador");
    assertThat(said("la impresora no imprime", "ya la reinicié y sigue igual"))
        .contains("seguí con los que falten", "cola");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "¿Qué son las listas? | ¿y en JavaScript? | javascript-arrays",
        "como hago un for en javascript | y lo mismo en python? | python-for",
        "¿cómo hago un while en python? | ¿y cómo corto el bucle antes? | python-break",
        "como hago un select en mysql | y si quiero que salga ordenado por fecha? | sql-order-by",
        "¿Cómo hago un commit? | ¿y cómo lo subo a GitHub? | git-push"
      })
  void whatGoesOnIsFilledInFromTheTurnBefore(String before, String then, String entry) {
    assertThat(sources(talk(before, then))).isEqualTo(entry);
  }

  @Test
  void aFollowUpOfNothingIsNotAnswered() {
    assertThat(talk("dame un ejemplo").at("/meta/by").asString()).isEqualTo("notice");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "¿Qué es un diccionario? ¿Y cómo hago un commit? | python-diccionarios git-commit",
        "como centro un div y como hago un left join | css-flexbox sql-join"
      })
  void twoQuestionsHaveTwoAnswers(String question, String entries) {
    assertThat(sources(talk(question))).isEqualTo(entries);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "What is a list in Python? | A **list** keeps",
        "how do I undo the last commit? | git reset --soft HEAD~1",
        "my printer does not print | Turn it off for 30 seconds"
      })
  void whoAsksInEnglishIsAnsweredInEnglish(String question, String answer) {
    assertThat(said(question)).contains(answer, "Source: ", "Next step");
  }

  /** A program's message is in English whoever copies it. */
  @Test
  void whoCopiesAMessageIsAnsweredInSpanish() {
    assertThat(said("ModuleNotFoundError: No module named 'requests'"))
        .contains("Python no encuentra");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "¿me pasás una receta de empanadas?",
        "quién ganó el partido de ayer",
        "quiero comprar un auto",
        "cómo llego a Buenos Aires",
        "what is the capital of France"
      })
  void whatItDoesNotKnowGetsQuestionsThatWorkAndNothingNear(String question) {
    JsonNode said = talk(question);
    assertThat(said.at("/meta/by").asString()).isEqualTo("notice");
    assertThat(said.at("/meta/sources").isMissingNode()).isTrue();
    assertThat(said.at("/reply").asString()).contains("«").doesNotContain("más cercano", "closest");
  }
}
