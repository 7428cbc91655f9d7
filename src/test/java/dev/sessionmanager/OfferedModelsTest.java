package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.model.OllamaStub;
import dev.sessionmanager.model.OpenAiStub;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Models that servers offer and further names of models, as callers meet them. */
class OfferedModelsTest {

  private static OpenAiStub openAi;
  private static OllamaStub ollama;
  private static Service service;

  @BeforeAll
  static void start() {
    openAi = new OpenAiStub();
    openAi.offers =
        "{\"data\":[{\"id\":\"m\"},{\"id\":\"vendor/found-1\"},{\"id\":\"gpt-4o-mini\"}]}";
    ollama = new OllamaStub();
    ollama.models = List.of("llama3.2:1b", "qwen3:latest");
    service =
        Service.start(
            "LLM_URL=" + openAi.url(),
            "MODEL_NAME=m",
            "OLLAMA_URL=" + ollama.url(),
            "MODELS_DISCOVER=true",
            "models.discover-interval=1s",
            "models.aliases=gpt-4o-mini=m,claude-sonnet-4-5=vendor/found-1");
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    while (!names().contains("vendor/found-1") || !names().contains("qwen3:latest")) {
      assertThat(Instant.now()).as("nothing was found").isBefore(end);
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    service.close();
    openAi.close();
    ollama.close();
  }

  private static List<String> names(String... headers) {
    return service.get("/v1/models", headers).json().path("data").findValuesAsString("id");
  }

  private static Answer ask(String model, String... headers) {
    return service.post(
        "/v1/chat/completions",
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}"
            .formatted(model),
        headers);
  }

  private static String askedFor() {
    return openAi.request().json().path("model").asString();
  }

  @Test
  void areListedOnceEach() {
    assertThat(names())
        .containsOnlyOnce(
            "m",
            "vendor/found-1",
            "llama3.2:1b",
            "qwen3:latest",
            "gpt-4o-mini",
            "claude-sonnet-4-5");
    assertThat(service.get("/v1/models/claude-sonnet-4-5").text("/id"))
        .isEqualTo("claude-sonnet-4-5");
  }

  @Test
  void areAskedByTheirNames() {
    Answer found = ask("vendor/found-1");
    assertThat(found.text("/choices/0/message/content")).isEqualTo("Hola, mundo.");
    assertThat(found.text("/model")).isEqualTo("vendor/found-1");
    assertThat(askedFor()).isEqualTo("vendor/found-1");
    Answer alias = ask("gpt-4o-mini");
    assertThat(alias.text("/model")).isEqualTo("gpt-4o-mini");
    assertThat(askedFor()).as("the operator's word counts before the server's").isEqualTo("m");
    ask("claude-sonnet-4-5");
    assertThat(askedFor()).isEqualTo("vendor/found-1");
    ask("qwen3");
    assertThat(ollama.request().json().path("model").asString()).isEqualTo("qwen3:latest");
    assertThat(ask("nobody").status()).isEqualTo(404);
  }

  /** A model's name stands for its further names; a further name for itself alone. */
  @Test
  void areHeldToWhatAKeyMayUse() {
    String token = service.token("user_1", "1234", "laptop");
    String[] model = key(token, "m");
    assertThat(names(model)).containsExactlyInAnyOrder("m", "gpt-4o-mini");
    assertThat(ask("gpt-4o-mini", model).status()).isEqualTo(200);
    assertThat(ask("claude-sonnet-4-5", model).status()).isEqualTo(404);
    String[] alias = key(token, "gpt-4o-mini");
    assertThat(names(alias)).containsExactly("gpt-4o-mini");
    assertThat(ask("gpt-4o-mini", alias).status()).isEqualTo(200);
    assertThat(ask("m", alias).status()).isEqualTo(404);
  }

  private static String[] key(String token, String agent) {
    Answer made =
        service.post(
            "/keys",
            "{\"name\":\"k\",\"agents\":[\"" + agent + "\"]}",
            "Authorization",
            "Bearer " + token);
    return new String[] {"Authorization", "Bearer " + made.text("/data/key/key")};
  }
}
