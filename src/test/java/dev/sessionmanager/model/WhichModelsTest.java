package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.WrongSetting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which models are connected, and which of them is asked. */
class WhichModelsTest {

  @Test
  void isGroqWhereOnlyItsKeyIsSet() {
    try (TestModels test = TestModels.with("GROQ_API_KEY", "gsk_1", "OLLAMA_URL", "")) {
      assertThat(test.models.list())
          .containsExactly(new Model("llama-3.3-70b-versatile", "groq", 20));
      assertThat(Target.of(TestModels.settings("GROQ_API_KEY", "gsk_1")).getFirst().url())
          .isEqualTo("https://api.groq.com/openai/v1");
      assertThat(test.models.notice()).contains("llama-3.3-70b-versatile (groq at api.groq.com)");
    }
  }

  @Test
  void isGroqsModelByMODEL_NAMEWhereNoOtherServerIsSet() {
    try (TestModels test =
        TestModels.with("GROQ_API_KEY", "k", "MODEL_NAME", "llama-3.1-8b-instant")) {
      assertThat(test.models.list().getFirst().name()).isEqualTo("llama-3.1-8b-instant");
    }
  }

  @Test
  void takesTheAddressOfACallForTheServers() {
    Target target =
        Target.of(
                TestModels.settings(
                    "LLM_URL",
                    "https://api.groq.com/openai/v1/chat/completions",
                    "GROQ_API_KEY",
                    "k",
                    "MODEL_NAME",
                    "m"))
            .getFirst();
    assertThat(target.url()).isEqualTo("https://api.groq.com/openai/v1");
    assertThat(target.provider()).isEqualTo("groq");
    assertThat(target.key()).isEqualTo("k");
    assertThat(target.toString()).isEqualTo("m (groq at api.groq.com)");
  }

  @Test
  void areInOrderOfTheSettingsAndNumberedOnesByName() {
    try (TestModels test =
        TestModels.with(
            "GROQ_API_KEY", "k",
            "OPENAI_API_KEY", "k",
            "LLM_URL", "http://localhost:1/v1/",
            "MODEL_NAME", "m",
            "MODELS_MORE_0_PROVIDER", "groq",
            "MODELS_MORE_0_MODEL", "llama-3.1-8b-instant",
            "MODELS_MORE_0_NAME", "fast",
            "MODELS_MORE_1_PROVIDER", "vllm",
            "MODELS_MORE_1_URL", "http://localhost:2/v1",
            "MODELS_MORE_1_MODEL", "Qwen/Qwen3-8B")) {
      assertThat(test.models.list())
          .extracting(Model::name)
          .containsExactly("m", "llama-3.3-70b-versatile", "gpt-4o-mini", "fast", "Qwen/Qwen3-8B");
      assertThat(test.models.choose(List.of("away", "fast")).orElseThrow().provider())
          .isEqualTo("groq");
      assertThat(test.models.choose(List.of()).orElseThrow().name()).isEqualTo("m");
      assertThat(test.models.choose(List.of("away"))).isEmpty();
    }
  }

  @Test
  void stopTheStartWhereASettingCannotBeUsed() {
    assertThatThrownBy(() -> Target.of(TestModels.settings("LLM_URL", "http://localhost:1")))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("MODEL_NAME");
    assertThatThrownBy(
            () -> Target.of(TestModels.settings("LLM_URL", "localhost:1", "MODEL_NAME", "m")))
        .hasMessageContaining("LLM_URL must be an address");
    assertThatThrownBy(() ->
            Target.of(
                TestModels.settings("MODELS_MORE_0_PROVIDER", "vllm", "MODELS_MORE_0_MODEL", "m")))
        .hasMessage("MODELS_MORE_0_URL is missing.");
    assertThatThrownBy(
            () -> Target.of(TestModels.settings("MODELS_MORE_0_URL", "http://localhost:1/v1")))
        .hasMessage("MODELS_MORE_0_MODEL is missing.");
    assertThatThrownBy(() -> TestModels.settings("LLM_TEMPERATURE", "3"))
        .hasRootCauseMessage("LLM_TEMPERATURE must be 0 to 2.");
    assertThat(TestModels.settings("LLM_TEMPERATURE", "").temperature()).isNull();
  }

  @Test
  void areNoneAndSayWhichSettingConnectsOne() {
    try (OllamaStub ollama = new OllamaStub()) {
      ollama.stop();
      try (TestModels test = TestModels.of(ollama)) {
        assertThat(test.models.list()).isEmpty();
        assertThat(test.models.choose(List.of())).isEmpty();
        assertThat(test.refusal().kind()).isEqualTo(Kind.NO_MODEL);
        assertThat(test.models.check()).isEqualTo(new Health(false, test.models.notice()));
        assertThat(test.models.notice())
            .isEqualTo(
                "No model is connected: set GROQ_API_KEY, OPENAI_API_KEY or LLM_URL, or start"
                    + " Ollama with 'ollama pull llama3.2:1b'.");
      }
    }
  }

  @Test
  void findOllamaByItselfOnceItRunsAndHasTheModel() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(ollama, "OLLAMA_MODEL", "qwen3")) {
      assertThat(test.models.list()).isEmpty();
      assertThat(test.models.notice()).contains("ollama pull qwen3");
      Problem missing = test.refusal();
      assertThat(missing.kind()).isEqualTo(Kind.MODEL_MISSING);
      assertThat(missing.arguments()).containsExactly("qwen3", 1);

      ollama.models = List.of("llama3.2:1b", "qwen3:latest");
      assertThat(test.models.check().up()).isTrue();
      assertThat(test.models.list()).containsExactly(new Model("qwen3", "ollama", 20));
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Dockerfile", "ops/session-manager.service"})
  void doNotLookForOllamaWhereNobodySaidThatItIs(String file) throws IOException {
    assertThat(Files.readString(Path.of(file))).containsPattern("(?m)[ =]OLLAMA_URL=( |$)");
    try (TestModels test = TestModels.with("OLLAMA_URL", "")) {
      assertThat(test.models.notice())
          .isEqualTo(
              "No model is connected: set GROQ_API_KEY, OPENAI_API_KEY, LLM_URL or OLLAMA_URL.");
    }
  }

  /** Whatever listens on Ollama's port would get every prompt. */
  @ParameterizedTest
  @ValueSource(
      strings = {"", "<html>", "[]", "{}", "{\"version\":7}", "{\"version\":\"?\"}", "\"0.1.2\""})
  void doNotTakeForOllamaWhatDoesNotSayThatItIs(String version) {
    try (OllamaStub other = new OllamaStub();
        TestModels test = TestModels.of(other)) {
      other.version = version;
      assertThat(test.models.check().up()).isFalse();
      assertThat(test.refusal().kind()).isEqualTo(Kind.NO_MODEL);
      assertThat(other.requests).isEmpty();
    }
  }

  @Test
  void sayWhomPromptsAreGivenToAndNoSecrets() {
    try (TestModels test =
        TestModels.with(
            "OLLAMA_URL", "",
            "LLM_URL", "http://ana:hidden@127.0.0.1:1/v1?key=hidden",
            "LLM_API_KEY", "hidden",
            "MODEL_NAME", "m",
            "MODELS_MORE_0_PROVIDER", "groq",
            "MODELS_MORE_0_KEY", "hidden",
            "MODELS_MORE_0_NAME", "fast",
            "MODELS_MORE_0_MODEL", "llama-3.1-8b-instant")) {
      assertThat(test.models.notice())
          .isEqualTo(
              "Models connected, the default first: m (openai_compatible at 127.0.0.1:1), fast"
                  + " (llama-3.1-8b-instant, groq at api.groq.com).");
      assertThat(test.models.check("m").detail()).doesNotContain("hidden");
    }
  }

  @Test
  void doNotWaitForOllamaWhereAnotherIsConnected() {
    try (OpenAiStub stub = new OpenAiStub();
        OllamaStub ollama = new OllamaStub();
        TestModels test = TestModels.of(stub, "OLLAMA_URL", ollama.url())) {
      assertThat(test.models.list()).extracting(Model::name).containsExactly("m");
      test.models.check();
      assertThat(test.models.list()).extracting(Model::name).containsExactly("m", "llama3.2:1b");
    }
  }

  @Test
  void areNamedWithTheCommandThatInstallsThemInOllama() {
    String pattern =
        ResourceBundle.getBundle("messages", Locale.ROOT).getString("problem.model_missing");
    assertThat(MessageFormat.format(pattern, "qwen3", 1))
        .isEqualTo("El proveedor no tiene el modelo qwen3: instálelo con «ollama pull qwen3».");
    assertThat(MessageFormat.format(pattern, "m", 0))
        .isEqualTo("El proveedor no tiene el modelo m: compruebe su nombre.");
  }

  @Test
  void areAskedInOrderUntilOneAnswers() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        TestModels test =
            TestModels.of(
                one,
                "LLM_MAX_RETRIES",
                "1",
                "MODELS_MORE_0_PROVIDER",
                "vllm",
                "MODELS_MORE_0_URL",
                two.url(),
                "MODELS_MORE_0_MODEL",
                "n")) {
      one.next(OpenAiStub.error(401, "x", "invalid_api_key"));
      Completion answer =
          test.models.complete(
              ModelRequest.of(
                  List.of("m", "away", "n"),
                  TestModels.HELLO,
                  AnswerOptions.DEFAULTS,
                  test::hear,
                  "t"));
      assertThat(answer.usage().model()).isEqualTo("n");
      assertThat(answer.usage().provider()).isEqualTo("vllm");

      one.next(OpenAiStub.error(500, "x", "x"), OpenAiStub.error(500, "x", "x"));
      two.next(OpenAiStub.error(400, "x", "x"));
      assertThatThrownBy(() -> both(test))
          .as("says why the preferred one did not")
          .isInstanceOfSatisfying(
              Problem.class, p -> assertThat(p.kind()).isEqualTo(Kind.MODEL_FAILED));

      int before = two.requests.size();
      one.next(exchange -> {
        OpenAiStub.begin(exchange);
        exchange.piece(OpenAiStub.content("Ho"));
        exchange.reset();
      });
      assertThatThrownBy(() -> both(test)).isInstanceOf(Problem.class);
      one.next(OpenAiStub.error(400, "x", "content_filter"));
      assertThatThrownBy(() -> both(test)).isInstanceOf(Problem.class);
      assertThat(two.requests).as("neither after a piece nor after a refusal").hasSize(before);
    }
  }

  private static void both(TestModels test) {
    test.models.complete(
        ModelRequest.of(
            List.of("m", "n"), TestModels.HELLO, AnswerOptions.DEFAULTS, test::hear, "t"));
  }

  @Test
  void areHealthyWhereOneOfThemAnswers() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test =
            TestModels.of(
                stub,
                "LLM_URL",
                "http://127.0.0.1:1/v1",
                "MODELS_MORE_0_PROVIDER",
                "vllm",
                "MODELS_MORE_0_URL",
                stub.url(),
                "MODELS_MORE_0_MODEL",
                "n")) {
      assertThat(test.models.check().up()).isTrue();
      stub.stop();
      assertThat(test.models.check().up()).as("is not asked all the time").isTrue();
      test.clock.advance(Duration.ofSeconds(5));
      assertThat(test.models.check())
          .isEqualTo(
              new Health(
                  false,
                  "n (vllm at 127.0.0.1:%d) cannot be reached: check MODELS_MORE_0_URL."
                      .formatted(stub.port())));
    }
  }
}
