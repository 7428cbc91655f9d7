package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.model.ModelStub;
import dev.sessionmanager.model.OpenAiStub;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model's provider refuses, as each caller is told of it. */
class ProviderRefusalsTest {

  private static final String REFUSED =
      """
      {"error":{"message":"Unsupported value: 'temperature' (org-Ab12Cd34Ef56, http://10.0.0.1:8000/v1).",\
      "type":"invalid_request_error","param":"temperature","code":"unsupported_value"}}\
      """;

  private static OpenAiStub stub;
  private static Service service;

  @BeforeAll
  static void start() {
    stub = new OpenAiStub();
    service =
        Service.start(
            "LLM_URL=" + stub.url(),
            "MODEL_NAME=m",
            "LLM_MAX_RETRIES=1",
            "LLM_BACKOFF_INITIAL=0",
            "LLM_BACKOFF_MAX=0");
  }

  @AfterAll
  static void stop() {
    service.close();
    stub.close();
  }

  private static Answer ask(String path, String model, String more) {
    return service.post(
        path,
        "{\"model\":\""
            + model
            + "\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":"
            + "\"Dime algo de la vida\"}]"
            + more
            + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"stream\":true"})
  void areTheCallersOwnWhereAModelIsAskedAsItIs(String more) {
    stub.next(ModelStub.json(400, REFUSED));
    Answer answer = ask("/v1/chat/completions", "m", more);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/param")).isEqualTo("temperature");
    assertThat(answer.text("/error/code")).isEqualTo("unsupported_value");
    assertThat(answer.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(answer.text("/error/message"))
        .isEqualTo("Unsupported value: 'temperature' (***, ***).");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void areAnthropicsAtItsDoor() {
    stub.next(ModelStub.json(400, REFUSED));
    Answer answer = ask("/v1/messages", "m", "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/type")).isEqualTo("invalid_request_error");
    assertThat(answer.text("/error/message")).startsWith("Unsupported value: 'temperature'");
  }

  @Test
  void areOursForWhoAsksAnAgentOrComesByAnotherDoor() {
    stub.next(ModelStub.json(400, REFUSED));
    Answer persona = ask("/v1/chat/completions", "psicoia", "");
    assertThat(persona.raw().body()).doesNotContain("temperature");
    stub.next(ModelStub.json(400, REFUSED));
    Answer chat = service.post("/chat", "{\"message\":\"Dime algo\",\"agent_id\":\"m\"}");
    assertThat(chat.status()).isEqualTo(502);
    assertThat(chat.text("/code")).isEqualTo("model_rejected");
    assertThat(chat.raw().body()).doesNotContain("temperature");
  }

  @Test
  void sayHowLongToWait() {
    stub.next(OpenAiStub.error(429, "requests", "rate_limit_exceeded", "retry-after-ms", "7500"));
    Answer answer = ask("/v1/chat/completions", "m", "");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text("/error/code")).isEqualTo("rate_limit_exceeded");
    assertThat(answer.header("Retry-After")).isEqualTo("8");
    assertThat(answer.header("retry-after-ms")).isEqualTo("7500");
    assertThat(answer.header("x-should-retry")).as("was asked once").isEmpty();
  }

  @Test
  void areNoReasonToTryAgainWhereItWasTriedAgain() {
    int before = stub.requests.size();
    stub.next(OpenAiStub.error(500, "x", "x"), OpenAiStub.error(500, "x", "x"));
    Answer answer = ask("/v1/chat/completions", "m", "");
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
    assertThat(stub.requests).hasSize(before + 2);
  }

  @Test
  void sayThatTheAccountIsEmpty() {
    stub.next(OpenAiStub.error(429, "insufficient_quota", "insufficient_quota"));
    Answer answer = ask("/v1/chat/completions", "m", "");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text("/error/type")).isEqualTo("insufficient_quota");
    assertThat(answer.text("/error/code")).isEqualTo("insufficient_quota");
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
  }

  @Test
  void sayThatTheContextIsTooLong() {
    stub.next(OpenAiStub.error(400, "BadRequestError", "exceed_context_size_error"));
    Answer answer = ask("/v1/chat/completions", "m", "");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/code")).isEqualTo("context_length_exceeded");
    assertThat(answer.text("/error/param")).isEqualTo("messages");
  }
}
