package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams of OpenAI's API: their order, their end, and who goes away in the middle. */
class OpenAiStreamTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static Service service;

  @BeforeAll
  static void start() {
    // The first byte later than a client that has gone must be noticed.
    service =
        Service.startWith(List.of(ECHO), "streams.first-byte=2s", "streams.ping-interval=250ms");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static String body(String text, String more) {
    return "{\"model\":\"echo\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(text, more);
  }

  private static Answer complete(String body, String... headers) {
    return service.post("/v1/chat/completions", body, headers);
  }

  /** What the data lines of a stream say, comments left out. */
  private static List<String> events(String stream) {
    assertThat(stream).endsWith("\n\n");
    List<String> events = new ArrayList<>();
    for (String event : stream.strip().split("\n\n", -1)) {
      if (!event.equals(": ping")) {
        assertThat(event).startsWith("data: ").doesNotContain("\n");
        events.add(event.substring("data: ".length()));
      }
    }
    return events;
  }

  private static List<JsonNode> chunks(List<String> events) {
    assertThat(events.getLast()).isEqualTo("[DONE]");
    assertThat(events.indexOf("[DONE]")).isEqualTo(events.size() - 1);
    return events.subList(0, events.size() - 1).stream().map(JSON::readTree).toList();
  }

  private static String text(List<JsonNode> chunks) {
    return chunks.stream()
        .map(c -> c.at("/choices/0/delta/content").asString(""))
        .collect(Collectors.joining());
  }

  @Test
  void streamsPieceByPieceAndEndsOnce() {
    Answer answer = complete(body("uno dos tres", ""));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type"))
        .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
    assertThat(answer.header("Cache-Control")).isEqualTo("private, no-store");
    assertThat(answer.header("X-Accel-Buffering")).isEqualTo("no");
    assertThat(answer.header("x-request-id")).isNotEmpty();
    List<JsonNode> chunks = chunks(events(answer.raw().body()));
    assertThat(text(chunks)).isEqualTo("uno dos tres");
    assertThat(chunks.getFirst().at("/choices/0/delta").toString())
        .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
    assertThat(chunks).filteredOn(c -> c.at("/choices/0/delta").has("role")).hasSize(1);
    for (JsonNode chunk : chunks) {
      assertThat(chunk.path("object").asString()).isEqualTo("chat.completion.chunk");
      assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
      assertThat(chunk.path("model").asString()).isEqualTo("echo");
      assertThat(chunk.path("created").asLong())
          .isEqualTo(service.clock.instant().getEpochSecond());
      assertThat(chunk.has("usage")).isFalse();
      assertThat(chunk.path("choices").size()).isEqualTo(1);
    }
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(c -> c.at("/choices/0/finish_reason").isNull());
    JsonNode last = chunks.getLast();
    assertThat(last.at("/choices/0/finish_reason").asString()).isEqualTo("stop");
    assertThat(last.at("/choices/0/delta").isEmpty()).isTrue();
    assertThat(last.at("/session_manager/by").asString()).isEqualTo("tool");
  }

  @Test
  void endsWithTheUsageWhereThatIsAskedFor() {
    Usage usage = new Usage("llama", "ollama", 3, 4, 1);
    ECHO.does((prompt, chunk) -> {
      chunk.accept("sí");
      return new Reply("sí", Map.of(), List.of(), "stop", usage, Map.of(), List.of(), List.of());
    });
    Answer answer = complete(body("x", ",\"stream_options\":{\"include_usage\":true}"));
    List<JsonNode> chunks = chunks(events(answer.raw().body()));
    JsonNode last = chunks.getLast();
    assertThat(last.path("choices").isArray()).isTrue();
    assertThat(last.path("choices").isEmpty()).isTrue();
    assertThat(last.path("usage").toString())
        .isEqualTo("{\"prompt_tokens\":3,\"completion_tokens\":4,\"total_tokens\":7}");
    assertThat(chunks.subList(0, chunks.size() - 1))
        .allMatch(c -> c.has("usage") && c.path("usage").isNull());
    Answer without = complete(body("x", ",\"stream_options\":{\"include_usage\":false}"));
    assertThat(without.raw().body()).doesNotContain("usage");
  }

  @Test
  void streamsToolCalls() {
    List<ToolCall> calls =
        List.of(new ToolCall("call_1", "a", "{}"), new ToolCall("call_2", "b", "{ }"));
    ECHO.does((prompt, chunk) ->
        new Reply(null, Map.of(), calls, "tool_calls", null, Map.of(), List.of(), List.of()));
    List<JsonNode> chunks = chunks(events(complete(body("x", "")).raw().body()));
    assertThat(chunks).hasSize(4);
    assertThat(chunks.get(2).at("/choices/0/delta/tool_calls").toString())
        .isEqualTo(
            "[{\"index\":1,\"id\":\"call_2\",\"type\":\"function\",\"function\":{\"name\":\"b\",\"arguments\":\"{"
                + " }\"}}]");
    assertThat(chunks.getLast().at("/choices/0/finish_reason").asString()).isEqualTo("tool_calls");
  }

  @Test
  void neverCutsACharacterInTwo() {
    ECHO.does((prompt, chunk) -> {
      chunk.accept("a\ud83d");
      chunk.accept("\ude00b");
      return Reply.of("a😀b");
    });
    assertThat(text(chunks(events(complete(body("x", "")).raw().body())))).isEqualTo("a😀b");
  }

  @Test
  void refusesWithAStatusBeforeTheFirstByte() {
    ECHO.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.OVERLOADED).retryAfter(Duration.ofSeconds(7));
    });
    Answer answer = complete(body("x", ""));
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(answer.text("/error/type")).isEqualTo("server_error");
  }

  @Test
  void tellsAProblemAfterTheFirstByteAsTheLastEvent() throws Exception {
    Hanging hanging = ECHO.hangsAfter("uno");
    try (Client client = new Client(body("x", ""))) {
      client.awaitLine("uno");
      hanging.fail(new Problem(Problem.Kind.RUNTIME_FAILED));
      List<String> rest = client.rest();
      assertThat(rest).noneMatch(line -> line.contains("[DONE]"));
      JsonNode error = JSON.readTree(rest.getLast().substring("data: ".length()));
      assertThat(error.propertyNames()).containsExactly("error");
      assertThat(error.at("/error").propertyNames())
          .containsExactlyInAnyOrder("message", "type", "param", "code");
      assertThat(error.at("/error/code").asString()).isEqualTo("runtime_failed");
    }
  }

  @Test
  void givesASignOfLifeWhileNothingComes() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    try (Client client = new Client(body("x", ""))) {
      client.awaitLine(": ping");
      client.awaitLine(": ping");
      hanging.release();
      client.awaitLine("[DONE]");
    }
  }

  @Test
  void stopsTheAnswerWithinASecondWhenTheClientGoesInTheMiddle() throws Exception {
    Hanging hanging = ECHO.hangsAfter("uno");
    try (Client client = new Client(body("x", ""))) {
      client.awaitLine("uno");
    }
    assertThat(hanging.interruptedWithin(1000)).isTrue();
  }

  @Test
  void stopsTheAnswerWithinASecondWhenTheClientGoesBeforeItsFirstWord() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    Client client = new Client(body("x", ""));
    hanging.awaitBegun();
    client.close();
    assertThat(hanging.interruptedWithin(1000)).isTrue();
  }

  @Test
  void goesOnForAClientThatCanComeBackByItsId() throws Exception {
    Hanging hanging = ECHO.hangsAfter("uno");
    String token = service.token("user_1", "1234", "stream");
    String[] headers = {"Authorization: Bearer " + token, "Idempotency-Key: again"};
    try (Client back = new Client(body("x", ""), headers)) {
      back.awaitLine("uno");
      try (Client gone = new Client(body("x", ""), headers)) {
        gone.awaitLine("uno");
      }
      for (int i = 0; i < 6; i++) {
        back.awaitLine(": ping"); // long enough for the other one to be missed
      }
      hanging.release();
      back.awaitLine(" end");
      back.awaitLine("[DONE]");
    }
    assertThat(ECHO.askedTimes()).isEqualTo(1);
  }

  @Test
  void stopsWhenItsSessionEnds() throws Exception {
    Hanging hanging = ECHO.hangsAfter("uno");
    String token = service.token("user_1", "1234", "killed");
    try (Client client = new Client(body("x", ""), "Authorization: Bearer " + token)) {
      client.awaitLine("uno");
      service.post("/logout", "", "Authorization", "Bearer " + token);
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      assertThat(client.rest()).anyMatch(line -> line.contains("\"code\":\"session_ended\""));
    }
  }

  @Test
  void keepsManyStreamsApart() throws Exception {
    List<Callable<String>> calls =
        IntStream.range(0, 64)
            .mapToObj(i ->
                (Callable<String>)
                    () -> {
                      String words = ("palabra" + i + ' ').repeat(50);
                      String got = text(chunks(events(complete(body(words, "")).raw().body())));
                      return got.equals(words) ? "" : got;
                    })
            .toList();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<String> wrong : threads.invokeAll(calls)) {
        assertThat(wrong.get()).isEmpty();
      }
    }
  }

  /** A client that speaks HTTP by hand, so that it can go away when it likes. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client(String body, String... headers) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      socket.setSoTimeout(30_000);
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      StringBuilder head =
          new StringBuilder("POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n")
              .append("Content-Type: application/json\r\nContent-Length: ")
              .append(bytes.length)
              .append("\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      socket
          .getOutputStream()
          .write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().write(bytes);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Reads up to a line that contains this. */
    void awaitLine(String part) throws IOException {
      for (String line = in.readLine(); ; line = in.readLine()) {
        if (line == null) {
          throw new AssertionError("the stream ended before: " + part);
        }
        if (line.contains(part)) {
          return;
        }
      }
    }

    /** The lines that say something, up to the end of the stream. */
    List<String> rest() throws IOException {
      List<String> lines = new ArrayList<>();
      for (String line = in.readLine(); line != null && !line.equals("0"); line = in.readLine()) {
        if (line.startsWith("data: ")) {
          lines.add(line);
        }
      }
      return lines;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
