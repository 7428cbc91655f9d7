package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.model.ModelStub;
import dev.sessionmanager.model.OllamaStub;
import dev.sessionmanager.model.OpenAiStub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code POST /v1/embeddings}, answered by the model's server. */
class EmbeddingsTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);

  /** With digits and blanks that only a copy has. */
  private static final String VECTORS =
      "{\"object\":\"list\", \"data\":[{\"object\":\"embedding\",\"index\":0,"
          + "\"embedding\":[0.10,-2.5e-3,1]}],\"model\":\"theirs\","
          + "\"usage\":{\"prompt_tokens\":5,\"total_tokens\":5},\"vendor\":[{\"x\":1}]}";

  private static OpenAiStub openAi;
  private static OllamaStub ollama;
  private static Service service;

  @BeforeAll
  static void start() {
    openAi = new OpenAiStub();
    ollama = new OllamaStub();
    service =
        Service.startWith(
            List.of(ECHO),
            "LLM_URL=" + openAi.url(),
            "MODEL_NAME=m",
            "LLM_MAX_RETRIES=0",
            "models.more[0].provider=ollama",
            "models.more[0].url=" + ollama.url(),
            "models.more[0].model=nomic-embed-text");
  }

  @AfterAll
  static void stop() {
    service.close();
    openAi.close();
    ollama.close();
  }

  private static Answer embed(String body, String... headers) {
    return service.post("/v1/embeddings", body.replace('\'', '"'), headers);
  }

  @Test
  void passesRequestAndAnswerThroughAsTheyCame() {
    openAi.next(ModelStub.json(200, VECTORS));
    Answer answer =
        embed(
            "{'model':'m','input':['hola',''],'encoding_format':'float','dimensions':3,'user':'ana',"
                + "'input_type':'query','truncate':null}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.raw().body()).isEqualTo(VECTORS);
    ModelStub.Request asked = openAi.request();
    assertThat(asked.path()).isEqualTo("/v1/embeddings");
    assertThat(asked.header("x-request-id")).isEqualTo(answer.header("X-Trace-Id"));
    assertThat(asked.json())
        .isEqualTo(
            JSON.readTree(
                """
                {"model":"m","input":["hola",""],"encoding_format":"float","dimensions":3,
                 "user":"ana","input_type":"query"}
                """));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hola", "['a','b']", "[1,2,3]", "[[1,2],[3]]"})
  void takesTextsAndTokens(String input) {
    openAi.next(ModelStub.json(200, VECTORS));
    String json = input.startsWith("[") ? input : "'" + input + "'";
    assertThat(embed("{'model':'m','input':" + json + "}").status()).isEqualTo(200);
    assertThat(openAi.request().json().path("input"))
        .isEqualTo(JSON.readTree(json.replace('\'', '"')));
  }

  @Test
  void givesBase64WhereAServerKnowsNumbersAlone() {
    openAi.next(ModelStub.json(200, VECTORS));
    JsonNode answer = embed("{'model':'m','input':'hola','encoding_format':'base64'}").json();
    assertThat(floats(answer.at("/data/0/embedding").asString()))
        .containsExactly(0.1f, -2.5e-3f, 1);
    assertThat(answer.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
    assertThat(answer.at("/vendor/0/x").asInt()).isEqualTo(1);
    String made = VECTORS.replace("[0.10,-2.5e-3,1]", "\"AACAPw==\"");
    openAi.next(ModelStub.json(200, made));
    assertThat(embed("{'model':'m','input':'x','encoding_format':'base64'}").raw().body())
        .isEqualTo(made);
  }

  private static float[] floats(String base64) {
    ByteBuffer bytes =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64)).order(ByteOrder.LITTLE_ENDIAN);
    float[] floats = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(floats);
    return floats;
  }

  @Test
  void translatesForOllamasOwnApi() {
    String answer =
        "{\"model\":\"nomic-embed-text\",\"embeddings\":[[0.10,-1e-7],[2,3]],"
            + "\"total_duration\":1,\"load_duration\":1,\"prompt_eval_count\":8}";
    ollama.next(ModelStub.json(200, answer));
    Answer plain =
        embed(
            "{'model':'nomic-embed-text','input':['a','b'],'dimensions':2,'user':'u',"
                + "'encoding_format':'float'}");
    assertThat(plain.raw().body())
        .isEqualTo(
            "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"index\":0,"
                + "\"embedding\":[0.10,-1e-7]},{\"object\":\"embedding\",\"index\":1,"
                + "\"embedding\":[2,3]}],\"model\":\"nomic-embed-text\","
                + "\"usage\":{\"prompt_tokens\":8,\"total_tokens\":8}}");
    assertThat(ollama.request().path()).isEqualTo("/api/embed");
    assertThat(ollama.request().json())
        .isEqualTo(
            JSON.readTree(
                "{\"model\":\"nomic-embed-text\",\"input\":[\"a\",\"b\"],\"dimensions\":2,"
                    + "\"truncate\":false}"));
    ollama.next(ModelStub.json(200, answer));
    JsonNode base64 =
        embed("{'model':'nomic-embed-text','input':'a','encoding_format':'base64'}").json();
    assertThat(floats(base64.at("/data/1/embedding").asString())).containsExactly(2, 3);
  }

  @Test
  void saysWhatOllamaCannotTake() {
    int before = ollama.requests.size();
    Answer tokens = embed("{'model':'nomic-embed-text','input':[1,2]}", "Accept-Language", "en");
    assertThat(tokens.status()).isEqualTo(400);
    assertThat(tokens.text("/error/param")).isEqualTo("input");
    assertThat(tokens.text("/error/message")).contains("takes texts, not tokens");
    assertThat(ollama.requests).hasSize(before);
    ollama.next(ModelStub.json(400, "{\"error\":\"the input length exceeds the context length\"}"));
    assertThat(embed("{'model':'nomic-embed-text','input':'x'}").text("/error/code"))
        .isIn("context_too_long", "context_length_exceeded");
  }

  @Test
  void saysThatAnAgentMakesNone() {
    Answer answer = embed("{'model':'echo','input':'x'}", "Accept-Language", "en");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/param")).isEqualTo("model");
    assertThat(answer.text("/error/message")).contains("makes no embeddings");
    assertThat(embed("{'model':'nobody','input':'x'}").text("/error/code"))
        .isEqualTo("model_not_found");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'input':'x'}|model",
        "{'model':'m'}|input",
        "{'model':'m','input':''}|input",
        "{'model':'m','input':7}|input",
        "{'model':'m','input':{}}|input",
        "{'model':'m','input':'x','encoding_format':'hex'}|encoding_format",
        "{'model':'m','input':'x','dimensions':0}|dimensions",
        "{'model':'m','input':'x','dimensions':'2'}|dimensions",
        "{'model':'m','input':'x','user':7}|user"
      })
  void namesWhatIsWrong(String body, String param) {
    Answer answer = embed(body);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("/error/param")).isEqualTo(param);
  }

  @Test
  void endsWithTheSessionOfItsCaller() throws Exception {
    Answer made =
        service.post(
            "/keys",
            "{\"name\":\"k\"}",
            "Authorization",
            "Bearer " + service.token("user_1", "1234", "x"));
    CountDownLatch asked = new CountDownLatch(1);
    openAi.next(exchange -> {
      asked.countDown();
      exchange.hang();
    });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> waiting =
          threads.submit(() ->
              embed(
                  "{'model':'m','input':'x'}",
                  "Authorization",
                  "Bearer " + made.text("/data/key/key")));
      assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      service.call("DELETE", "/admin/sessions/" + made.text("/data/key/id"), "");
      assertThat(waiting.get(20, TimeUnit.SECONDS).text("/error/code")).isEqualTo("session_ended");
    }
  }

  @Test
  void tellsWhatTheServerRefuses() {
    openAi.next(OpenAiStub.error(400, "m makes no embeddings", "invalid_request_error"));
    Answer refused = embed("{'model':'m','input':'x'}");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("/error/type")).isEqualTo("invalid_request_error");
    openAi.next(OpenAiStub.error(429, "slow down", "rate_limit_exceeded"));
    assertThat(embed("{'model':'m','input':'x'}").status()).isEqualTo(429);
  }

  @Test
  void countsInTheFigures() {
    openAi.next(ModelStub.json(200, VECTORS));
    embed("{'model':'m','input':'x'}");
    String figures = service.get("/metrics").raw().body();
    assertThat(figures)
        .containsPattern(
            "gen_ai_client_operation_duration_seconds_count\\{[^}]*"
                + "gen_ai_operation_name=\"embeddings\"[^}]*} ")
        .containsPattern(
            "gen_ai_client_token_usage_token_sum\\{[^}]*gen_ai_operation_name=\"embeddings\"[^}]*}"
                + " ");
  }

  @Test
  void keepsToTheLimitsOfAPerson() {
    try (Service strict =
        Service.start(
            "LLM_URL=" + openAi.url(), "MODEL_NAME=m", "RATE_MAX_MESSAGES=1", "OLLAMA_URL=")) {
      openAi.next(ModelStub.json(200, VECTORS));
      String[] user = {"Authorization", "Bearer " + strict.token("user_1", "1234", "x")};
      String body = "{\"model\":\"m\",\"input\":\"x\"}";
      assertThat(strict.post("/v1/embeddings", body, user).status()).isEqualTo(200);
      Answer refused = strict.post("/v1/embeddings", body, user);
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.header("Retry-After")).isNotEmpty();
    }
  }
}
