package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for an answer to a request for embeddings, and what becomes of a failure. */
class EmbeddingAnswersTest {

  private static final Map<String, Object> WANTED = Map.of("model", "m", "input", "x");
  private static final String VECTORS =
      "{\"object\":\"list\",\"data\":[{\"index\":0,\"embedding\":[0.5]}]}";

  private static Problem refusal(TestModels test) {
    return Assertions.catchThrowableOfType(
        Problem.class, () -> test.models.embed("m", WANTED, "t"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"data\":7}",
        "{\"data\":[",
        "<html>",
        "{\"error\":\"no\"}",
        "{\"object\":\"error\",\"message\":\"no\"}"
      })
  void takesNothingElseForAnAnswer(String body) {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub, "LLM_MAX_RETRIES", "0")) {
      stub.next(ModelStub.json(200, body));
      assertThat(refusal(test).kind()).isIn(Kind.MODEL_UNREADABLE, Kind.MODEL_BROKE_OFF);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"embeddings\":7}", "{\"embeddings\":[7]}", "{\"embeddings\":[[{}]]}", "{}"})
  void takesNothingElseFromOllama(String body) {
    try (OllamaStub stub = new OllamaStub();
        TestModels test = TestModels.of(stub, "OLLAMA_MODEL", "m", "LLM_MAX_RETRIES", "0")) {
      stub.models = java.util.List.of("m");
      stub.next(ModelStub.json(200, body));
      assertThat(refusal(test).kind()).isEqualTo(Kind.MODEL_UNREADABLE);
    }
  }

  @Test
  void boundsTheAnswer() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub, "MODELS_ANSWERMAX", "64KB", "LLM_MAX_RETRIES", "0")) {
      stub.next(ModelStub.json(200, VECTORS.replace("0.5", "0.5" + ",0.123456789".repeat(8000))));
      Problem refused = refusal(test);
      assertThat(refused.kind()).isEqualTo(Kind.MODEL_UNREADABLE);
      assertThat(refused.setting()).isNotNull();
    }
  }

  @Test
  void triesAgainAndTheNextServer() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        TestModels test =
            TestModels.of(
                one,
                "LLM_MAX_RETRIES",
                "1",
                "MODELS_MORE_0_NAME",
                "m",
                "MODELS_MORE_0_URL",
                two.url(),
                "MODELS_MORE_0_MODEL",
                "theirs",
                "MODELS_MORE_0_WEIGHT",
                "0")) {
      one.next(OpenAiStub.error(503, "x", "x"));
      two.next(OpenAiStub.error(429, "x", "x"), ModelStub.json(200, VECTORS));
      assertThat(
              new String(
                  test.models.embed("m", WANTED, "t"), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(VECTORS);
      assertThat(one.requests).hasSize(1);
      assertThat(two.requests).hasSize(2);
      assertThat(two.request().json().path("model").asString()).isEqualTo("theirs");
      one.next(OpenAiStub.error(400, "x", "invalid_request_error"));
      assertThat(refusal(test).kind()).isEqualTo(Kind.MODEL_REJECTED);
      assertThat(two.requests).hasSize(2);
    }
  }
}
