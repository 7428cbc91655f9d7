package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.problem.WrongSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers offer, further names, and several servers for one name. */
class DiscoveryTest {

  private static List<String> names(TestModels test) {
    return test.models.list().stream().map(Model::name).toList();
  }

  private static String list(String... ids) {
    return "{\"object\":\"list\",\"data\":["
        + java.util.Arrays.stream(ids)
            .map(id -> "{\"id\":\"" + id + "\",\"object\":\"model\"}")
            .collect(Collectors.joining(","))
        + "]}";
  }

  @Test
  void asksNobodyWhereItIsNotSet() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      stub.offers = list("m", "n");
      test.models.discover();
      assertThat(names(test)).containsExactly("m");
      assertThat(test.models.find("n")).isEmpty();
    }
  }

  @Test
  void listsWhatServersOfferBehindWhatIsSetAndAsksForIt() {
    try (OpenAiStub one = new OpenAiStub();
        OllamaStub two = new OllamaStub();
        TestModels test =
            TestModels.of(
                one,
                "MODELS_DISCOVER",
                "true",
                "MODELS_MORE_0_PROVIDER",
                "ollama",
                "MODELS_MORE_0_URL",
                two.url(),
                "MODELS_MORE_0_MODEL",
                "qwen3")) {
      one.offers = list("m", "vendor/n-1", "both", "m");
      two.models = List.of("qwen3:latest", "nomic-embed-text:latest", "both");
      assertThat(names(test)).containsExactly("m", "qwen3");
      test.models.discover();
      assertThat(names(test))
          .containsExactly("m", "qwen3", "vendor/n-1", "both", "nomic-embed-text:latest");
      assertThat(test.askFor("vendor/n-1").usage().model()).isEqualTo("vendor/n-1");
      assertThat(one.request().json().path("model").asString()).isEqualTo("vendor/n-1");
      test.askFor("nomic-embed-text");
      assertThat(two.request().json().path("model").asString())
          .isEqualTo("nomic-embed-text:latest");
      test.ask();
      assertThat(one.request().json().path("model").asString()).as("the default").isEqualTo("m");

      one.offers = list("m", "other");
      two.stop();
      test.models.discover();
      assertThat(names(test))
          .as("what a dead server offered stays")
          .containsExactly("m", "qwen3", "other", "nomic-embed-text:latest", "both");
    }
  }

  @Test
  void listsWhatTheOllamaOffersThatIsFound() {
    try (OllamaStub ollama = new OllamaStub();
        TestModels test =
            TestModels.of(ollama, "OLLAMA_MODEL", "away", "MODELS_DISCOVER", "true")) {
      ollama.models = List.of("llama3.2:1b", "qwen3:latest");
      test.models.discover();
      assertThat(names(test)).containsExactly("llama3.2:1b", "qwen3:latest");
      assertThat(test.askFor("qwen3").usage().provider()).isEqualTo("ollama");
      assertThat(test.models.choose(List.of())).as("nobody's default").isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "7",
        "{}",
        "{\"data\":7}",
        "{\"data\":[7,{},{\"id\":7},{\"id\":null}]}",
        "{\"data\":[{\"id\":\"\"},{\"id\":\" n\"},{\"id\":\"a\\nb\"}]}",
        "<html>"
      })
  void takesNothingFromWhatIsNoList(String body) {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub, "MODELS_DISCOVER", "true")) {
      stub.offers = body;
      test.models.discover();
      assertThat(names(test)).containsExactly("m");
      assertThat(test.ask().text()).isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void boundsHowManyAreTaken() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test =
            TestModels.of(stub, "MODELS_DISCOVER", "true", "MODELS_DISCOVERMAX", "3")) {
      stub.offers = list("a", "b", "c", "d", "x".repeat(300));
      test.models.discover();
      assertThat(names(test)).containsExactly("m", "a", "b", "c");
      stub.offers = "{\"data\":[{\"id\":\"e\"}],\"x\":\"" + "x".repeat(5 * 1024 * 1024) + "\"}";
      test.models.discover();
      assertThat(names(test)).as("too long to be a list").containsExactly("m", "a", "b", "c");
    }
  }

  @Test
  void looksInTheBackgroundAndIsNotHeldUpByADeadServer() throws Exception {
    try (OpenAiStub dead = new OpenAiStub();
        OpenAiStub live = new OpenAiStub();
        TestModels test =
            TestModels.of(
                dead,
                "MODELS_DISCOVER",
                "true",
                "MODELS_MORE_0_URL",
                live.url(),
                "MODELS_MORE_0_MODEL",
                "n")) {
      CountDownLatch asked = new CountDownLatch(1);
      dead.lookedAt = exchange -> exchange.hang();
      live.lookedAt =
          exchange -> {
            exchange.json(200, list("n", "found"));
            asked.countDown();
          };
      test.models.start();
      assertThat(names(test)).contains("m", "n");
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      while (test.models.find("found").isEmpty()) {
        Thread.onSpinWait(); // until what was answered has been read
      }
      assertThat(test.askFor("found").usage().model()).isEqualTo("found");
    }
  }

  @Test
  void answersToFurtherNames() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test =
            TestModels.of(
                stub,
                "MODELS_ALIASES",
                "gpt-4o-mini=m, claude-sonnet-4-5 = m ,lost=nobody,found=n",
                "MODELS_DISCOVER",
                "true")) {
      stub.offers = list("n", "gpt-4o-mini");
      test.models.discover();
      assertThat(names(test)).containsExactly("m", "n");
      assertThat(test.models.aliases())
          .isEqualTo(Map.of("gpt-4o-mini", "m", "claude-sonnet-4-5", "m", "found", "n"));
      test.askFor("gpt-4o-mini");
      assertThat(stub.request().json().path("model").asString()).isEqualTo("m");
      assertThat(test.models.find("claude-sonnet-4-5").orElseThrow().name()).isEqualTo("m");
      assertThat(test.models.find("lost")).isEmpty();
      assertThat(test.models.check("gpt-4o-mini").up()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"m", "=m", "x=", " = ", "x"})
  void stopTheStartWhereAnAliasIsNone(String alias) {
    assertThatThrownBy(() -> TestModels.settings("MODELS_ALIASES", alias))
        .hasRootCauseInstanceOf(WrongSetting.class);
  }

  @Test
  void stopTheStartWhereAnAliasIsAModelsName() {
    assertThatThrownBy(
            () -> TestModels.with("GROQ_API_KEY", "k", "GROQ_MODEL", "x", "MODELS_ALIASES", "x=y"))
        .isInstanceOf(WrongSetting.class)
        .hasMessageContaining("models.aliases");
  }

  private static String[] several(ModelStub first, ModelStub second, String... more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "OLLAMA_URL", "",
                "LLM_MAX_RETRIES", "1",
                "MODELS_MORE_0_NAME", "q",
                "MODELS_MORE_0_URL", first.url(),
                "MODELS_MORE_0_MODEL", "q1",
                "MODELS_MORE_1_NAME", "q",
                "MODELS_MORE_1_URL", second.url(),
                "MODELS_MORE_1_MODEL", "q2"));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void asksTheServersOfOneNameByTheirWeights() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        OutboundHttp http = TestHttp.http()) {
      ModelsSettings settings =
          TestModels.settings(
              several(
                  one,
                  two,
                  "MODELS_MORE_0_WEIGHT",
                  "3",
                  "MODELS_MORE_2_NAME",
                  "q",
                  "MODELS_MORE_2_URL",
                  "http://127.0.0.1:1/v1",
                  "MODELS_MORE_2_MODEL",
                  "q3",
                  "MODELS_MORE_2_WEIGHT",
                  "0"));
      try (ModelDirectory models =
          new ModelDirectory(
              settings,
              new UpstreamHttp(http, settings, java.time.Clock.systemUTC()),
              java.time.Clock.systemUTC(),
              new Random(7))) {
        Map<String, Integer> first = new TreeMap<>();
        IntStream.range(0, 4000)
            .mapToObj(i -> models.candidates(List.of("q")))
            .forEach(order -> {
              assertThat(order).hasSize(3);
              assertThat(order.getLast().model()).isEqualTo("q3");
              first.merge(order.getFirst().model(), 1, Integer::sum);
            });
        assertThat(first).containsOnlyKeys("q1", "q2");
        assertThat(first.get("q1")).isBetween(2800, 3200);
        assertThat(models.all()).extracting(Target::name).containsExactly("q");
      }
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void goesOnToTheNextServerOfTheNameAtOnceAndRetriesTheLastAlone() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        TestModels test = TestModels.with(several(one, two, "MODELS_MORE_1_WEIGHT", "0"))) {
      one.next(OpenAiStub.error(500, "x", "x"));
      two.next(OpenAiStub.error(503, "x", "x"));
      assertThat(test.askFor("q").usage().model()).isEqualTo("q2");
      assertThat(one.requests).hasSize(1);
      assertThat(two.requests).hasSize(2);
      assertThat(test.waits).hasSize(1);
      one.stop();
      assertThat(test.askFor("q").usage().model()).isEqualTo("q2");
      assertThat(test.models.check("q").up()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 422})
  void goesOnToNoOtherWithWhatTheClientHasDoneWrong(int status) {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        TestModels test = TestModels.with(several(one, two, "MODELS_MORE_1_WEIGHT", "0"))) {
      one.next(OpenAiStub.error(status, "messages[0] is wrong", "invalid_request_error"));
      assertThatThrownBy(() -> test.askFor("q"))
          .isInstanceOf(dev.sessionmanager.problem.Problem.class);
      assertThat(two.requests).isEmpty();
    }
  }

  @Test
  void goesOnWithWhatTheOperatorHasDoneWrong() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub();
        TestModels test = TestModels.with(several(one, two, "MODELS_MORE_1_WEIGHT", "0"))) {
      for (int status : List.of(401, 402, 403, 404, 429)) {
        one.next(OpenAiStub.error(status, "x", "x"));
        assertThat(test.askFor("q").usage().model()).as("after %d", status).isEqualTo("q2");
      }
    }
  }

  @Test
  void stopTheStartWhereNoServerHasAWeight() {
    try (OpenAiStub one = new OpenAiStub();
        OpenAiStub two = new OpenAiStub()) {
      assertThatThrownBy(() ->
              TestModels.with(
                  several(one, two, "MODELS_MORE_0_WEIGHT", "0", "MODELS_MORE_1_WEIGHT", "0")))
          .isInstanceOf(WrongSetting.class)
          .hasMessageContaining("weight above 0");
      assertThatThrownBy(() -> TestModels.settings(several(one, two, "MODELS_MORE_0_WEIGHT", "-1")))
          .hasRootCauseInstanceOf(WrongSetting.class);
    }
  }

  @Test
  void looksNowAndThen() {
    assertThat(TestModels.settings().discoverInterval()).isEqualTo(Duration.ofMinutes(5));
    assertThatThrownBy(() -> TestModels.settings("MODELS_DISCOVERINTERVAL", "10ms"))
        .hasRootCauseInstanceOf(WrongSetting.class);
  }
}
