package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a request may hold, and which window Ollama is asked for. */
class ModelWindowsTest {

  private static final String LLAMA = "llama3.2:1b";

  /** What an answer takes where nobody says. */
  private static final int ANSWER = 1024;

  private static int numCtx(OllamaStub ollama) {
    return ollama.request().json().at("/options/num_ctx").asInt();
  }

  @Test
  void ofOllamaIsTheLargestThatItIsAskedForLessTheAnswer() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama)) {
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(16_384 - ANSWER);
      assertThat(test.models.inputBudget(LLAMA, 200, null)).isEqualTo(16_384 - 200);
      assertThat(test.models.inputBudget(LLAMA, 200, 8000)).isEqualTo(8000 - 200);
      assertThat(test.models.inputBudget(LLAMA, 200, 1_000_000)).isEqualTo(16_384 - 200);
      test.ask();
      assertThat(numCtx(ollama)).isEqualTo(4096);
      assertThat(ollama.shows).containsExactly(LLAMA);
    }
  }

  /** Ollama would cut the wish down to that, and then the request, without a word. */
  @Test
  void ofOllamaIsNoMoreThanTheModelWasTrainedFor() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama)) {
      ollama.trained = 2048;
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(2048 - ANSWER);
      test.ask();
      assertThat(numCtx(ollama)).isEqualTo(2048);
    }
  }

  @Test
  void ofOllamaIsNoLessThanItsModelfileSays() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama)) {
      ollama.parameters = "temperature    0.7\nnum_ctx                        32768";
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(32_768 - ANSWER);
      test.ask();
      assertThat(numCtx(ollama)).isEqualTo(32_768);
    }
  }

  @Test
  void ofOllamaIsAskedAgainWhenItMayHaveChanged() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama)) {
      test.ask();
      test.ask();
      ollama.trained = 8192;
      test.clock.advance(Duration.ofMinutes(5));
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(8192 - ANSWER);
      assertThat(ollama.shows).hasSize(2);
    }
  }

  @Test
  void ofOllamaCanBeSet() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama, "MODELS_WINDOWS", LLAMA + "=65536")) {
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(65_536 - ANSWER);
      ollama.trained = 32_768;
      test.clock.advance(Duration.ofMinutes(5));
      assertThat(test.models.inputBudget(LLAMA, null, null)).isEqualTo(32_768 - ANSWER);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-mini, 128000",
    "gpt-4.1-mini, 1047576",
    "gpt-4, 8192",
    "llama-3.3-70b-versatile, 131072",
    "openai/gpt-oss-120b, 131072",
    "meta-llama/Llama-3.1-8B-Instruct, 131072",
    "claude-sonnet-4-5, 200000",
    "casera, 16384"
  })
  void ofManyModelsIsKnown(String model, int window) {
    try (TestModels test =
        TestModels.with("OLLAMA_URL", "", "LLM_URL", "http://localhost:1", "MODEL_NAME", model)) {
      assertThat(test.models.inputBudget(model, 1000, null)).isEqualTo(window - 1000);
      assertThat(test.models.inputBudget(model, 1000, 5000)).isEqualTo(4000);
    }
  }

  @Test
  void ofOthersCanBeSet() {
    String[] others = {
      "OLLAMA_URL", "",
      "LLM_URL", "http://localhost:1",
      "MODEL_NAME", "casera",
      "MODELS_MORE_0_URL", "http://localhost:2",
      "MODELS_MORE_0_MODEL", "otra",
      "OPENAI_API_KEY", "k",
      "LLM_CONTEXT_WINDOW", "20000",
      "MODELS_WINDOWS", "otra = 40000, gpt-4o-mini=64000",
      "LLM_MAX_TOKENS", "500"
    };
    try (TestModels test = TestModels.with(others)) {
      assertThat(test.models.inputBudget("casera", null, null)).isEqualTo(19_500);
      assertThat(test.models.inputBudget("otra", null, null)).isEqualTo(39_500);
      assertThat(test.models.inputBudget("gpt-4o-mini", null, null)).isEqualTo(63_500);
    }
  }

  @Test
  void boundsRequestsWithTheBudgetOfTheSettings() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub, "LLM_INPUT_TOKEN_BUDGET", "1000")) {
      assertThat(test.models.inputBudget("m", null, null)).isEqualTo(1000);
      assertThat(test.models.inputBudget("m", 8000, null)).isEqualTo(1000);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "m=", "=5000", "m=many", "m=99", "m=5000,n"})
  void isRefusedWhereItCannotBeRead(String windows) {
    assertThatThrownBy(() -> TestModels.settings("MODELS_WINDOWS", windows))
        .rootCause()
        .hasMessageContaining("NAME=TOKENS");
  }
}
