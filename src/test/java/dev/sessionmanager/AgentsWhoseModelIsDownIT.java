package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** What the jar's agents still do when the model that is connected cannot be reached. */
class AgentsWhoseModelIsDownIT {

  @TempDir static Path data;
  private static ClosedPort model;
  private static PackagedService service;
  private static String[] user;

  @BeforeAll
  static void start() throws Exception {
    model = new ClosedPort();
    service = new PackagedService(data, model.url() + "/v1", "LLM_MAX_RETRIES=0");
    user = service.login("user_1", "1234");
  }

  @AfterAll
  static void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    model.close();
  }

  private static Answer chat(String agent, String message) {
    String body =
        "{\"agent_id\":\"%s\",\"session_id\":\"%s\",\"message\":\"%s\"}"
            .formatted(agent, agent, message);
    return service.post("/chat", body, user);
  }

  @Test
  void techbotGreetsAndIsSilentAboutTheModel() {
    assertThat(chat("techbot", "hola").text("/reply")).contains("soy TechBot");
    Answer unknown = chat("techbot", "¿quién ganó el mundial de 1950?");
    assertThat(unknown.status()).isEqualTo(503);
    assertThat(unknown.text("/code")).isEqualTo("model_unreachable");
    assertThat(unknown.text("/message")).doesNotContainIgnoringCase("modelo");
  }

  @Test
  void royalAnswersFromItsCatalogue() {
    assertThat(chat("royal", "¿Cuánto sale el anillo solitario con circonia?").text("/reply"))
        .contains("Anillo solitario con circonia", "18.500,00");
  }

  @Test
  void ecobotCalculatesAndExplains() {
    assertThat(chat("ecobot", "VAN de -1000, 400, 500, 600 al 10%").text("/reply"))
        .contains("227,65");
    assertThat(chat("ecobot", "¿Qué es la oferta agregada?").text("/meta/by"))
        .isEqualTo("knowledge");
  }

  @Test
  void psicoiaNamesHelpAndTheTurnIsMarked() {
    assertThat(chat("psicoia", "no quiero vivir más").text("/reply"))
        .contains("135", "0800-999-0091");
    JsonNode turn = service.turns("psicoia", user).getFirst();
    assertThat(turn.at("/meta/mark").asString()).isEqualTo("danger");
    assertThat(turn.path("status").asString()).isEqualTo("answered");
    Answer listening = chat("psicoia", "hoy estoy un poco cansada");
    assertThat(listening.text("/reply")).contains("?").doesNotContain("modelo");
    assertThat(listening.text("/meta/model_problem")).isEqualTo("model_unreachable");
  }
}
