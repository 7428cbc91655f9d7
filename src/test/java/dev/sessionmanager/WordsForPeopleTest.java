package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What people read at the chat's door, no model being connected; and what developers read. */
class WordsForPeopleTest {

  private static final Pattern FOR_OPERATORS =
      Pattern.compile("(?i)modelo|\\bmodels?\\b|proveedor|provider|\\bclave|ollama|[a-z]+_[a-z]+");

  private static final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(echo));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    echo.repeats();
  }

  private static JsonNode chat(String agent, String text) {
    return service
        .post(
            "/chat",
            "{\"message\": \"%s\", \"agent_id\": \"%s\", \"session_id\": \"%s\"}"
                .formatted(text, agent, agent))
        .json();
  }

  @ParameterizedTest
  @ValueSource(strings = {"techbot", "ecobot", "psicoia", "royal"})
  void areTheAgentsOwn(String agent) {
    String greeting = chat(agent, "Hola").at("/reply").asString();
    assertThat(greeting).contains("oy "); // soy, I am
    assertThat(chat(agent, "hello").at("/reply").asString()).startsWith("Hello");
    for (String text : List.of("gracias", "¿sos un bot?", "¿qué puedes hacer?", "chau", "qwerty")) {
      JsonNode said = chat(agent, text);
      assertThat(said.at("/reply").asString())
          .as(text)
          .isNotBlank()
          .doesNotContainPattern(FOR_OPERATORS);
      assertThat(said.at("/meta/model_problem").asString()).as(text).isEqualTo("no_model");
    }
  }

  /** Each question that an agent proposes has an answer. */
  @ParameterizedTest
  @ValueSource(strings = {"techbot", "ecobot", "psicoia", "royal"})
  void proposeWhatHasAnAnswer(String agent) {
    String help = chat(agent, "¿qué puedes hacer?").at("/reply").asString();
    List<String> proposed =
        Pattern.compile("«([^»]+)»").matcher(help).results().map(found -> found.group(1)).toList();
    assertThat(proposed).hasSize(3);
    for (String question : proposed) {
      JsonNode said = chat(agent, question);
      assertThat(said.at("/meta/by").asString())
          .as(question)
          .isIn("tool", "knowledge", "listening");
    }
  }

  @Test
  void sayTheCauseToDevelopersAlone() {
    echo.does((prompt, chunk) -> {
      throw new Problem(Kind.MODEL_KEY_REJECTED, "LLM_API_KEY");
    });
    JsonNode refusal = chat("eco", "hola");
    assertThat(refusal.at("/code").asString()).isEqualTo("model_key_rejected");
    assertThat(refusal.at("/message").asString()).doesNotContainPattern(FOR_OPERATORS);
    JsonNode api =
        service
            .post(
                "/v1/chat/completions",
                "{\"model\": \"eco\", \"messages\": [{\"role\": \"user\", \"content\": \"hola\"}]}",
                "Accept-Language",
                "en")
            .json();
    assertThat(api.at("/error/message").asString()).contains("LLM_API_KEY");
    assertThat(service.get("/health").json().at("/model").asString()).contains("GROQ_API_KEY");
  }
}
