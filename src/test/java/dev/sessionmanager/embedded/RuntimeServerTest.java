package dev.sessionmanager.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The profile runtime, as a process of its own, over real HTTP. */
class RuntimeServerTest {

  private static final String TEAM =
      """
      {"agents": ["orchestrator", "vfs", "gpt4"], "resources": {"credentials": {"token": "s3cret"}}}
      """;

  @TempDir static Path home;
  private static RuntimeServerProcess server;
  private static HttpClient http;

  @BeforeAll
  static void startServer() throws Exception {
    http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    server = RuntimeServerProcess.start(home);
  }

  @AfterAll
  static void stopServer() throws Exception {
    server.close();
    http.close();
  }

  @BeforeEach
  void stopAgents() throws Exception {
    post("/api/stop_agents", "");
  }

  private record Answer(int status, JsonNode json, HttpResponse<byte[]> response) {}

  private static Answer send(URI to, String method, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(to)
            .timeout(Duration.ofSeconds(20))
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean json = type.startsWith("application/json");
    return new Answer(
        response.statusCode(),
        JsonMapper.shared()
            .readTree(json ? new String(response.body(), StandardCharsets.UTF_8) : "{}"),
        response);
  }

  private static Answer get(String path) throws Exception {
    return send(server.address().resolve(path), "GET", "");
  }

  private static Answer post(String path, String body) throws Exception {
    return send(server.address().resolve(path), "POST", body, "Content-Type", "application/json");
  }

  private static URI agent(int index, String path) {
    return URI.create("http://127.0.0.1:" + (server.firstAgentPort() + index) + path);
  }

  private static void assertListening(int port, boolean listening) throws Exception {
    if (listening) {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
    } else {
      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void opensAPortForEachLaunchedAgentAndClosesItWhenTheAgentStops() throws Exception {
    JsonNode launched = post("/api/launch_agents", TEAM).json().path("launched_agents");
    assertThat(launched.size()).isEqualTo(3);
    for (JsonNode agent : launched) {
      assertThat(agent.propertyNames())
          .containsExactlyInAnyOrder("id", "name", "pid", "port", "status", "start_time");
      assertThat(agent.path("pid").longValue()).isEqualTo(server.pid());
      assertThat(agent.path("status").stringValue()).isEqualTo("running");
      assertThat(agent.path("start_time").isFloatingPointNumber()).isTrue();
      assertListening(agent.path("port").intValue(), true);
    }
    assertThat(launched.get(0).path("name").stringValue()).isEqualTo("orchestrator");
    assertThat(launched.get(1).path("port").intValue()).isEqualTo(server.firstAgentPort());

    Answer stopped = post("/api/stop_agents", "");
    assertThat(stopped.json().path("stopped_agents").size()).isEqualTo(3);
    for (JsonNode agent : stopped.json().path("stopped_agents")) {
      assertThat(agent.path("status").stringValue()).isEqualTo("stopped");
      assertListening(agent.path("port").intValue(), false);
    }
    assertThat(post("/api/launch_agents", TEAM).json().path("launched_agents").size()).isEqualTo(3);
  }

  @Test
  void takesTheNextFreePortWhereOneIsTaken() throws Exception {
    try (ServerSocket taken =
        new ServerSocket(server.firstAgentPort(), 1, InetAddress.getLoopbackAddress())) {
      JsonNode launched = post("/api/launch_agents", TEAM).json().path("launched_agents");
      assertThat(launched.get(1).path("port").intValue()).isEqualTo(taken.getLocalPort() + 1);
    }
  }

  @Test
  void describesItsStatus() throws Exception {
    JsonNode status = get("/api/status").json();
    assertThat(status.propertyNames())
        .containsExactlyInAnyOrder(
            "status",
            "version",
            "app_name",
            "debug_mode",
            "active_agents_count",
            "port",
            "agent_port_range",
            "error");
    assertThat(status.path("status").stringValue()).isEqualTo("ok");
    assertThat(status.path("app_name").stringValue()).isEqualTo("Generative AI Agent Manager");
    assertThat(status.path("version").stringValue()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(status.path("port").intValue()).isEqualTo(server.port());
    assertThat(status.path("active_agents_count").intValue()).isZero();
    post("/api/launch_agents", TEAM);
    assertThat(get("/api/status").json().path("active_agents_count").intValue()).isEqualTo(3);
  }

  @Test
  void refusesARunningAgentAndAnUnknownOne() throws Exception {
    post("/api/launch_agents", "{\"agents\": [\"vfs\"], \"resources\": {}}");
    Answer again = post("/api/launch_agents", "{\"agents\": [\"vfs\"], \"resources\": {}}");
    assertThat(again.status()).isEqualTo(409);
    assertThat(again.json().path("detail").stringValue())
        .isEqualTo("El agente vfs ya está en ejecución");
    Answer unknown = post("/api/launch_agents", "{\"agents\": [\"X\"], \"resources\": {}}");
    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.json().path("detail").stringValue()).isEqualTo("Agente no disponible: X");
  }

  @Test
  void filtersItsList() throws Exception {
    post("/api/launch_agents", TEAM);
    assertThat(get("/api/list_agents").json().path("agents").size()).isEqualTo(3);
    assertThat(get("/api/list_agents?status=running&agent_name=vfs").json().path("agents").size())
        .isEqualTo(1);
    assertThat(get("/api/list_agents?status=error").json().path("agents").size()).isZero();
    assertThat(get("/api/list_agents?status=quien").json().path("agents").size()).isZero();
  }

  @Test
  void stopsByBodyOrQueryAndTheBodyWins() throws Exception {
    post("/api/launch_agents", TEAM);
    Answer byQuery = post("/api/stop_agent?agent_name=gpt4", "");
    assertThat(byQuery.json().path("stopped_agents").get(0).path("name").stringValue())
        .isEqualTo("gpt4");
    Answer byBody = post("/api/stop_agent?agent_name=vfs", "{\"agent_name\": \"orchestrator\"}");
    assertThat(byBody.json().path("stopped_agents").get(0).path("name").stringValue())
        .isEqualTo("orchestrator");
    Answer byPort = post("/api/stop_agent?port=" + server.firstAgentPort(), "");
    assertThat(byPort.json().path("stopped_agents").size()).isEqualTo(1);
    assertThat(post("/api/stop_agent", "{\"pid\": 1}").status()).isEqualTo(404);
    assertThat(post("/api/stop_agent", "").status()).isEqualTo(404);
    assertThat(post("/api/stop_agent?pid=x", "").status()).isEqualTo(422);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "``                                     | body             | missing",
        "{                                      | body             | json_invalid",
        "[1]                                    | body             | model_attributes_type",
        "{\"resources\":{}}                     | body,agents      | missing",
        "{\"agents\":[\"vfs\"]}                 | body,resources   | missing",
        "{\"agents\":\"vfs\",\"resources\":{}}  | body,agents      | list_type",
        "{\"agents\":[7],\"resources\":{}}      | body,agents,0    | string_type",
        "{\"agents\":[],\"resources\":[]}       | body,resources   | dict_type"
      })
  void namesTheFieldThatIsWrong(String body, String location, String type) throws Exception {
    Answer answer = post("/api/launch_agents", body);
    assertThat(answer.status()).isEqualTo(422);
    JsonNode wrong = answer.json().path("detail").get(0);
    assertThat(wrong.propertyNames()).containsExactlyInAnyOrder("loc", "msg", "type");
    assertThat(String.join(",", wrong.path("loc").valueStream().map(JsonNode::asString).toList()))
        .isEqualTo(location);
    assertThat(wrong.path("type").stringValue()).isEqualTo(type);
  }

  @Test
  void refusesABodyOverTheLimit() throws Exception {
    Answer answer = post("/api/launch_agents", "{\"x\": \"" + "x".repeat(1 << 20) + "\"}");
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.json().path("detail").stringValue()).contains("RUNTIME_MAX_BODY");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /, 404",
    "GET, /nada, 404",
    "GET, /api, 404",
    "GET, /api/launch_agents, 405",
    "POST, /api/status, 405",
    "DELETE, /api/list_agents, 405",
    "GET, /error, 404",
    "GET, /index.html, 404",
    "GET, /actuator/health, 404",
    "GET, /vfs/files, 404",
    "GET, /api/%2e%2e/x, 404",
    "GET, /api/a%2fb, 400",
    "TRACE, /api/status, 405"
  })
  void answersJsonWhateverIsAskedAndAccepted(String method, String path, int status)
      throws Exception {
    Answer answer = send(server.address().resolve(path), method, "", "Accept", "text/html");
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.response().headers().firstValue("Content-Type").orElse(""))
        .startsWith("application/json");
    assertThat(answer.json().path("detail").isString()).isTrue();
    assertThat(answer.json().size()).isEqualTo(1);
  }

  @Test
  void servesNoWebPage() throws Exception {
    URI status = server.address().resolve("/api/status");
    assertThat(send(status, "GET", "", "Origin", "http://evil.example").status()).isEqualTo(403);
    assertThat(send(status, "GET", "", "Sec-Fetch-Site", "cross-site").status()).isEqualTo(403);
    post("/api/launch_agents", TEAM);
    assertThat(send(agent(0, "/shutdown"), "GET", "", "Origin", "null").status()).isEqualTo(403);
    assertListening(server.firstAgentPort(), true);
  }

  @Test
  void answersForEveryAgent() throws Exception {
    for (JsonNode agent : post("/api/launch_agents", TEAM).json().path("launched_agents")) {
      URI base = URI.create("http://127.0.0.1:" + agent.path("port").intValue());
      Answer home = send(base.resolve("/"), "GET", "");
      assertThat(home.status()).isEqualTo(200);
      assertThat(home.json().path("name")).isEqualTo(agent.path("name"));
      Answer status = send(base.resolve("/status"), "GET", "");
      assertThat(status.json().path("id")).isEqualTo(agent.path("id"));
      assertThat(status.json().path("status").stringValue()).isEqualTo("running");
      assertThat(send(base.resolve("/nada"), "GET", "").json().path("detail").stringValue())
          .isEqualTo("Not Found");
      assertThat(send(base.resolve("/status"), "POST", "{}").status()).isEqualTo(405);
    }
    assertThat(send(agent(1, "/status"), "GET", "").json().path("description").stringValue())
        .isEqualTo(
            "No model is connected: set GROQ_API_KEY, OPENAI_API_KEY, LLM_URL or OLLAMA_URL.");
  }

  @Test
  void endsAnAgentThatIsToldToShutDown() throws Exception {
    post("/api/launch_agents", TEAM);
    Answer farewell = send(agent(0, "/shutdown"), "GET", "");
    assertThat(farewell.status()).isEqualTo(200);
    assertThat(farewell.json().path("status").stringValue()).isEqualTo("stopped");
    assertThat(get("/api/list_agents?agent_name=vfs").json().path("agents").size()).isZero();
    Answer again = post("/api/launch_agents", "{\"agents\": [\"vfs\"], \"resources\": {}}");
    assertThat(again.json().path("launched_agents").get(0).path("port").intValue())
        .isEqualTo(server.firstAgentPort());
  }

  @Test
  void letsTheOrchestratorOptimiseAndNameItsFellows() throws Exception {
    post("/api/launch_agents", TEAM);
    Answer answer =
        send(agent(2, "/instructions"), "POST", "{\"text\": \"Hola, por favor   resume «esto»\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().path("original").stringValue())
        .isEqualTo("Hola, por favor   resume «esto»");
    assertThat(answer.json().path("optimized").stringValue())
        .isEqualTo("Objetivo: Resume «esto»\nIdioma de la respuesta: español");
    assertThat(send(agent(2, "/agents"), "GET", "").json().path("agents").size()).isEqualTo(3);
    assertThat(send(agent(2, "/discover"), "GET", "").json().path("agents").get(0).path("url"))
        .hasToString("\"" + agent(0, "") + "\"");
    assertThat(send(agent(2, "/instructions"), "POST", "{\"message\": \"x\"}").status())
        .isEqualTo(422);
    assertThat(send(agent(2, "/instructions"), "POST", "{nada").status()).isEqualTo(422);
    assertThat(send(agent(2, "/instructions"), "GET", "").status()).isEqualTo(405);
  }

  @Test
  void keepsTheFilesOfTheUserInTheHeader() throws Exception {
    post("/api/launch_agents", TEAM);
    String[] ana = {"X-Session-User", "an%CC%83a"};
    assertThat(send(agent(0, "/files/docs/informe.txt"), "PUT", "hola ñ", ana).status())
        .isEqualTo(201);
    assertThat(send(agent(0, "/files/docs/informe.txt"), "PUT", "hola ñ!", ana).status())
        .isEqualTo(200);
    Answer read = send(agent(0, "/files/docs/informe.txt"), "GET", "", ana);
    assertThat(new String(read.response().body(), StandardCharsets.UTF_8)).isEqualTo("hola ñ!");
    assertThat(read.response().headers().map())
        .containsEntry("content-type", List.of("application/octet-stream"))
        .containsEntry("content-disposition", List.of("attachment"))
        .containsEntry("x-content-type-options", List.of("nosniff"));
    JsonNode files = send(agent(0, "/files"), "GET", "", ana).json().path("files");
    assertThat(files.get(0).path("path").stringValue()).isEqualTo("docs/informe.txt");
    assertThat(files.get(0).path("size").intValue()).isEqualTo(8);
    assertThat(
            send(agent(0, "/files"), "GET", "", "X-Session-User", "bob")
                .json()
                .path("files")
                .size())
        .isZero();
    assertThat(
            send(agent(2, "/instructions"), "POST", "{\"text\": \"Resume informe.txt\"}", ana)
                .json()
                .path("optimized")
                .stringValue())
        .contains("\nArchivos relevantes: docs/informe.txt\n");
    assertThat(send(agent(0, "/files/docs/informe.txt"), "DELETE", "", ana).status())
        .isEqualTo(200);
    assertThat(send(agent(0, "/files/docs/informe.txt"), "GET", "", ana).status()).isEqualTo(404);
    assertThat(send(agent(0, "/files/%2e%2e/x"), "PUT", "x", ana).status()).isEqualTo(422);
    assertThat(send(agent(0, "/files/%2e%2e/%2e%2e/x"), "PUT", "x", ana).status()).isEqualTo(400);
    assertThat(send(agent(0, "/files"), "GET", "").status()).isEqualTo(422);
    assertThat(send(agent(0, "/files/big"), "PUT", "x".repeat(6 << 20), ana).status())
        .isEqualTo(413);
  }

  @Test
  void keepsResourcesOutOfItsLog() throws Exception {
    post("/api/launch_agents", TEAM);
    assertThat(server.output()).doesNotContain("s3cret").contains("Started SessionManager");
  }

  @Test
  void endsAtOnceWhenKilledAndStartsAnew(@TempDir Path other) throws Exception {
    RuntimeServerProcess first =
        RuntimeServerProcess.start(other, Map.of("RUNTIME_SERVER_AGENTTIMEOUT", "5s"));
    try (first) {
      first.freeze();
      first.thaw();
      first.kill();
      assertListening(first.port(), false);
    }
    try (RuntimeServerProcess second = first.restart(other)) {
      assertListening(second.port(), true);
    }
  }
}
