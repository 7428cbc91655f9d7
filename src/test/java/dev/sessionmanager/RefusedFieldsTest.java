package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.embedded.RuntimeServerProcess;
import dev.sessionmanager.gateway.Agent.Kind;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What every wire says to every field that is missing, null, blank, too long, of another type or
 * unknown: {@code refused-fields.txt} has a request and its answer a line, {@code {x:201}} standing
 * for 201 times x. What comes out is written to {@code target/refused-fields.txt}.
 */
class RefusedFieldsTest {

  private static final Pattern REPEATED = Pattern.compile("\\{(.):(\\d+)}", Pattern.UNICODE_CASE);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String ARROW = "  =>  ";

  @TempDir static Path home;
  private static Service service;
  private static RuntimeServerProcess server;
  private static HttpClient http;
  private static URI orchestrator;

  @BeforeAll
  static void start() throws Exception {
    service =
        Service.startWith(
            List.of(new EchoAgent("echo", Kind.PERSONA)),
            "MESSAGE_MAX_CHARS=100",
            "DEFAULT_AGENT=echo",
            "OPENAI_MAX_MESSAGES=3");
    server = RuntimeServerProcess.start(home);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    service.close();
    server.close();
    http.close();
  }

  @Test
  void areNamedWithTheirReasonOnEveryWire() throws Exception {
    String expected;
    try (InputStream file = RefusedFieldsTest.class.getResourceAsStream("/refused-fields.txt")) {
      expected = new String(Objects.requireNonNull(file).readAllBytes(), UTF_8);
    }
    HttpResponse<String> launched =
        call(
            server.address().resolve("/api/launch_agents"),
            "{\"agents\":[\"orchestrator\"],\"resources\":{}}");
    int port = JSON.readTree(launched.body()).at("/launched_agents/0/port").asInt();
    orchestrator = URI.create("http://127.0.0.1:" + port);
    String actual =
        expected.lines().map(RefusedFieldsTest::played).collect(Collectors.joining("\n", "", "\n"));
    Files.writeString(Path.of("target", "refused-fields.txt"), actual);
    assertThat(actual).isEqualTo(expected);
  }

  private static String played(String line) {
    if (line.isBlank() || line.startsWith("#")) {
      return line;
    }
    String request = line.split(ARROW, 2)[0];
    String[] parts = request.split(" ", 3);
    String path = parts[1];
    String body =
        REPEATED
            .matcher(parts.length < 3 ? "" : parts[2])
            .replaceAll(m -> m.group(1).repeat(Integer.parseInt(m.group(2))));
    try {
      return request
          + ARROW
          + switch (parts[0]) {
            case "FRAME" -> frame(body);
            case "RUNTIME" -> runtime(path, body);
            case "LOGGED_IN" ->
                http("POST", path, body, Service.outside(service.token("user_1", "1234", "x")));
            default -> http(parts[0], path, body);
          };
    } catch (Exception e) {
      return request + ARROW + e;
    }
  }

  private static String http(String method, String path, String body, String... headers) {
    Answer answer = service.call(method, path, body, headers);
    JsonNode json = answer.json();
    return answer.status()
        + " "
        + (json.has("error")
            ? json.at("/error/code").asString()
                + " "
                + json.at("/error/param")
                + " "
                + json.at("/error/message")
            : json.path("code").asString() + " " + json.path("errors"));
  }

  private static String frame(String text) {
    try (RawWebSocket socket =
        new RawWebSocket(service.port(), "/ws", "Sec-WebSocket-Protocol: session-manager.v1")) {
      socket.json();
      socket.send(text);
      JsonNode answer = socket.json();
      JsonNode problem = answer.path("problem");
      return problem.isMissingNode()
          ? answer.path("type").asString()
          : answer.path("id")
              + " "
              + problem.path("code").asString()
              + " "
              + problem.path("errors");
    }
  }

  /** A call of the runtime's, or of its orchestrator, which has a port of its own. */
  private static String runtime(String path, String body) throws Exception {
    URI server = path.startsWith("/api") ? RefusedFieldsTest.server.address() : orchestrator;
    HttpResponse<String> answer = call(server.resolve(path), body);
    return answer.statusCode() + " " + sorted(JSON.readTree(answer.body()).path("detail"));
  }

  private static HttpResponse<String> call(URI uri, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  /** The members of a detail stand in any order. */
  private static String sorted(JsonNode detail) {
    return detail.isArray()
        ? detail
            .valueStream()
            .map(each -> each.path("loc") + " " + each.path("type") + " " + each.path("msg"))
            .collect(Collectors.joining(", "))
        : detail.toString();
  }
}
