package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.problem.ApiRefusal;
import dev.sessionmanager.problem.Problem;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider says of a request, for whoever sent it. */
class ProviderWordsTest {

  private final OpenAiStub stub = new OpenAiStub();

  @AfterEach
  void stop() {
    stub.close();
  }

  private static Problem refusal(TestModels test) {
    return Assertions.catchThrowableOfType(
        Problem.class, () -> test.askAsSent(TestModels.HELLO, AnswerOptions.DEFAULTS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1:8000/v1",
        "https://user:pw@models.internal/x?key=1",
        "10.1.2.3",
        "10.1.2.3:8080",
        "[fe80::1]:9000",
        "localhost:11434",
        "vllm-0.models.svc:8000",
        "ops@example.org",
        "sk-proj-abcdefGHIJ",
        "gsk_abcdefGHIJ",
        "sk-abc***wxyz",
        "org-AbCdEf123",
        "AIzaSyA1234567890",
        "Bearer abc.def",
        "0123456789abcdef0123456789abcdef",
        "the-key",
        "sk-secret",
        "sm-JeEGDCkNJeEGDCkNJeEGDCkNJeEGDCkNJeEGDCkNxyz",
        "proj_Ab12Cd34Ef56Gh78Ij90Kl12",
        "req_011CSHoEeqs5C35K2UUqR7Fy",
        "user-Ab12Cd34Ef56Gh78Ij90Kl12",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.sig",
        "2001:db8::7",
        "gpu7",
        "ollama:11434",
        "node1.cluster.local",
        "vllm.default.svc",
        "api.openai.com",
        "intranet.acme.de",
        "/home/llm/models/weights.bin",
        "~/.cache/huggingface/hub",
        "../secret/file",
        "C:\\models\\weights.bin",
        "\\\\server\\share\\x",
        "3f2b8c1e-1a0f-4f0e-8d0a-2f3b4c5d6e77",
      })
  void areWithoutKeysAndAddresses(String secret) {
    assertThat(
            ProviderWords.clean(
                "Wrong: " + secret + " is bad.\nTry 'max_tokens'.", "the-key", "gpu7"))
        .startsWith("Wrong: ***")
        .doesNotContain(secret)
        .endsWith("Try 'max_tokens'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Invalid type for 'messages.[0].content': expected a string, but got null instead.",
        "Invalid value: 'messages.0.id' and 'messages[0].content[1].image_url.url'.",
        "Invalid schema for function 'get_weather': schema must have type 'object'.",
        "Unknown parameter: 'response_format.json_schema.strict'.",
        "Unsupported value: 'temperature' does not support 0.5 with this model.",
        "The model `gpt-4.1-mini` does not take 'max_tokens'; use 'max_completion_tokens'.",
        "meta-llama/Llama-3.1-8B-Instruct does not support tools, e.g. functions (i.e. calls).",
        "qwen2.5:72b does not support thinking",
        "tool_call_id call_Ab12Cd34Ef56Gh78Ij90Kl12 was not answered",
        "application/json and image/png are accepted, and/or text",
        "Close the tag </think> before 1.5 or 2.0.",
        "properties.user.name: user_name is a required property of tools.0.function.parameters",
        "'$.messages[0].content' is too long. Please shorten it.",
      })
  void keepWhatTheySayOfTheRequest(String words) {
    assertThat(ProviderWords.clean(words, "the-key", "gpu7")).isEqualTo(words);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.", ":", "/a-", "a1A", "a@", "\\\\", "[:", "sk-"})
  void areCleanedInTimeWhateverTheyAre(String repeated) {
    assertThat(ProviderWords.clean(repeated.repeat(100_000), "the-key", "gpu7"))
        .hasSizeLessThanOrEqualTo(601);
  }

  @Test
  void nameNoSecretAsAMember() {
    assertThat(ProviderWords.name("messages[0].content")).isEqualTo("messages[0].content");
    assertThat(ProviderWords.name("sk-secret1")).isNull();
    assertThat(ProviderWords.name("10.0.0.1")).isNull();
    assertThat(ProviderWords.name("a b")).isNull();
  }

  @Test
  void areOneParagraph() {
    assertThat(ProviderWords.clean("a\n b\t\u0007c", null)).isEqualTo("a b c");
    assertThat(ProviderWords.clean("x ".repeat(5_000), null)).hasSizeLessThan(700).endsWith("…");
    String plain = "This model's maximum context length is 8192 tokens, gpt-4o-mini-2024-07-18.";
    assertThat(ProviderWords.clean(plain, null)).isEqualTo(plain);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"error\":{\"message\":\"m\",\"param\":\"top_p\",\"code\":\"bad\"}} | top_p | bad",
        "[{\"error\":{\"message\":\"m\",\"code\":400,\"status\":\"INVALID_ARGUMENT\"}}] | |",
        "{\"object\":\"error\",\"message\":\"m\",\"param\":null,\"code\":400} | |",
        "{\"detail\":\"m\"} | |",
        "{\"error\":\"m\"} | |"
      })
  void sayWhichMemberIsWrong(String body, String param, String code) {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(ModelStub.json(400, body));
      ApiRefusal refusal = ApiRefusal.openAi(refusal(test));
      assertThat(refusal)
          .isEqualTo(new ApiRefusal(400, "invalid_request_error", code, param, false));
    }
  }

  @Test
  void sayThatItIsBusyAndWhetherItWasTriedAgain() {
    try (TestModels test = TestModels.of(stub, "LLM_MAX_RETRIES", "1")) {
      stub.next(OpenAiStub.error(429, "requests", "x", "retry-after", "7"));
      Problem busy = refusal(test);
      assertThat(ApiRefusal.openAi(busy).status()).isEqualTo(429);
      assertThat(ApiRefusal.openAi(busy).again()).isTrue();
      assertThat(busy.retryAfter()).hasSeconds(7);
      stub.next(OpenAiStub.error(500, "x", "x"), OpenAiStub.error(500, "x", "x"));
      assertThat(ApiRefusal.openAi(refusal(test)).again()).isFalse();
    }
  }

  @Test
  void areNotForWhoAsksAnAgent() {
    try (TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.error(400, "invalid_request_error", "bad"));
      assertThat(ApiRefusal.openAi(test.refusal()).status()).isEqualTo(502);
    }
  }

  @Test
  void leaveTheModelWhereItIs() {
    try (TestModels test = TestModels.of(stub, "LLM_MAX_RETRIES", "0")) {
      for (int i = 0; i < 10; i++) {
        stub.next(ModelStub.json(200, OpenAiStub.errorBody("server_error", "502")));
        assertThat(refusal(test).kind()).isEqualTo(Problem.Kind.MODEL_FAILED);
      }
      assertThat(test.askAsSent(TestModels.HELLO, AnswerOptions.DEFAULTS).text())
          .isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void leaveOneModelAloneAndNotItsNeighbour() {
    try (TestModels test =
        TestModels.of(
            stub,
            "LLM_MAX_RETRIES",
            "0",
            "MODELS_MORE_0_NAME",
            "neighbour",
            "MODELS_MORE_0_MODEL",
            "n",
            "MODELS_MORE_0_URL",
            stub.url())) {
      for (int i = 0; i < 5; i++) {
        stub.next(OpenAiStub.error(500, "x", "x"));
        assertThat(refusal(test).kind()).isEqualTo(Problem.Kind.MODEL_FAILED);
      }
      assertThat(refusal(test).kind()).isEqualTo(Problem.Kind.MODEL_UNREACHABLE);
      ModelRequest other =
          ModelRequest.of(
              List.of("neighbour"), TestModels.HELLO, AnswerOptions.DEFAULTS, null, "t");
      assertThat(test.models.complete(other).text()).isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void leaveNoModelAloneForBoundsOfOurs() {
    try (TestModels test =
        TestModels.of(stub, "LLM_MAX_RETRIES", "0", "models.idle-timeout", "100ms")) {
      for (int i = 0; i < 6; i++) {
        stub.next(OpenAiStub.hangingAfter("Hola"));
        assertThat(refusal(test).setting()).isEqualTo("LLM_IDLE_TIMEOUT");
      }
      assertThat(test.askAsSent(TestModels.HELLO, AnswerOptions.DEFAULTS).text())
          .isEqualTo("Hola, mundo.");
    }
  }
}
