package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.OpenAiStub;
import dev.sessionmanager.problem.Problem;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Streams of Anthropic's API: their order, their end, and who goes away in the middle. */
class AnthropicStreamTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static final OpenAiStub MODEL = new OpenAiStub();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "LLM_URL=" + MODEL.url(),
            "MODEL_NAME=m",
            "streams.first-byte=300ms",
            "streams.ping-interval=300ms");
  }

  @AfterAll
  static void stop() {
    service.close();
    MODEL.close();
    HTTP.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static String body(String model, String text, String more) {
    return "{\"model\":\"%s\",\"max_tokens\":9,\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, text, more.replace('\'', '"'));
  }

  private static Answer ask(String model, String text, String more) {
    return service.post("/v1/messages", body(model, text, more));
  }

  /** The events of a stream; their names are their types. */
  private static List<JsonNode> events(Answer answer) {
    String stream = answer.raw().body();
    assertThat(stream).endsWith("\n\n");
    List<JsonNode> events = new ArrayList<>();
    for (String event : stream.strip().split("\n\n", -1)) {
      String[] lines = event.split("\n", -1);
      assertThat(lines).as(stream).hasSize(2);
      JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
      assertThat(lines[0]).isEqualTo("event: " + data.path("type").asString());
      if (!data.path("type").asString().equals("ping")) {
        events.add(data);
      }
    }
    return events;
  }

  /** The message as Claude's SDK puts it together: each delta is one of the last block. */
  private static List<String> blocks(List<JsonNode> events) {
    List<String> blocks = new ArrayList<>();
    int open = -1;
    for (JsonNode event : events) {
      switch (event.path("type").asString()) {
        case "content_block_start" -> {
          assertThat(open).isEqualTo(-1);
          open = event.path("index").asInt();
          assertThat(open).isEqualTo(blocks.size());
          JsonNode block = event.path("content_block");
          blocks.add(block.path("type").asString() + block.path("name").asString("") + ':');
        }
        case "content_block_delta" -> {
          assertThat(event.path("index").asInt()).isEqualTo(open);
          JsonNode delta = event.path("delta");
          String kind = delta.path("type").asString();
          String text =
              switch (kind) {
                case "text_delta" -> delta.path("text").asString();
                case "thinking_delta" -> delta.path("thinking").asString();
                case "signature_delta" -> '#' + delta.path("signature").asString();
                case "input_json_delta" -> delta.path("partial_json").asString();
                default -> throw new AssertionError(kind);
              };
          blocks.add(blocks.removeLast() + text);
        }
        case "content_block_stop" -> {
          assertThat(event.path("index").asInt()).isEqualTo(open);
          open = -1;
        }
        default -> assertThat(open).isEqualTo(-1);
      }
    }
    return blocks;
  }

  private static List<String> types(List<JsonNode> events) {
    return events.stream().map(event -> event.path("type").asString()).toList();
  }

  @Test
  void streamsAMessageInAnthropicsOrder() {
    Answer answer = ask("echo", "uno dos", "");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type"))
        .isEqualToIgnoringCase("text/event-stream;charset=utf-8");
    assertThat(answer.header("request-id")).isNotEmpty();
    List<JsonNode> events = events(answer);
    assertThat(types(events))
        .startsWith("message_start", "content_block_start", "content_block_delta")
        .endsWith("content_block_stop", "message_delta", "message_stop");
    JsonNode message = events.getFirst().path("message");
    assertThat(message.path("id").asString()).matches("msg_[0-9a-f]{32}");
    assertThat(message.path("content").isEmpty()).isTrue();
    assertThat(message.path("stop_reason").isNull()).isTrue();
    assertThat(message.at("/usage/input_tokens").asInt()).isPositive();
    assertThat(blocks(events)).containsExactly("text:uno dos");
    JsonNode end = events.get(events.size() - 2);
    assertThat(end.at("/delta/stop_reason").asString()).isEqualTo("end_turn");
    assertThat(end.at("/delta/stop_sequence").isNull()).isTrue();
  }

  @Test
  void streamsWhatAModelThinksAndItsToolsPieceByPiece() {
    MODEL.next(exchange -> {
      OpenAiStub.begin(exchange);
      for (String delta :
          List.of(
              "{'reasoning_content':'Hay que '}",
              "{'reasoning_content':'sumar.'}",
              "{'content':'Voy.'}",
              "{'tool_calls':[{'index':0,'id':'c1','type':'function','function':{'name':'a','arguments':''}}]}",
              "{'tool_calls':[{'index':0,'function':{'arguments':'{\\'x\\':'}}]}",
              "{'tool_calls':[{'index':0,'function':{'arguments':'1}'}}]}",
              "{'tool_calls':[{'index':1,'id':'c2','type':'function','function':{'name':'b','arguments':'{}'}}]}")) {
        exchange.piece(OpenAiStub.chunk(delta.replace('\'', '"'), "null"));
      }
      OpenAiStub.finish(exchange, "tool_calls");
    });
    List<JsonNode> events =
        events(
            ask(
                "m",
                "x",
                ",'thinking':{'type':'enabled','budget_tokens':1024},'tools':[{'name':'a','input_schema':{}},{'name':'b','input_schema':{}}]"));
    assertThat(blocks(events))
        .containsExactly(
            "thinking:Hay que sumar.#reasoning_content",
            "text:Voy.",
            "tool_usea:{\"x\":1}",
            "tool_useb:{}");
    JsonNode end = events.get(events.size() - 2);
    assertThat(end.at("/delta/stop_reason").asString()).isEqualTo("tool_use");
    assertThat(end.at("/usage/input_tokens").asInt()).isEqualTo(11);
    assertThat(end.at("/usage/output_tokens").asInt()).isEqualTo(7);
  }

  @Test
  void bringsToolsThatComeAtOnceOneAfterTheOther() {
    ECHO.does((prompt, say) -> {
      Consumer<Piece> pieces = say.reader();
      pieces.accept(new Piece.ToolBegun(0, "c1", "a", true, Map.of()));
      pieces.accept(new Piece.ToolBegun(1, "c2", "b", true, Map.of()));
      pieces.accept(new Piece.ToolArguments(0, "{\"x\""));
      pieces.accept(new Piece.ToolArguments(1, "{\"y\":"));
      pieces.accept(new Piece.ToolArguments(0, ":1}"));
      pieces.accept(new Piece.ToolArguments(1, "2}"));
      pieces.accept(new Piece.ToolBegun(2, "c3", "c", true, Map.of()));
      pieces.accept(new Piece.ToolBegun(3, "own", "mine", false, Map.of()));
      pieces.accept(new Piece.ToolArguments(3, "{}"));
      pieces.accept(new Piece.ToolDone(3, "secret"));
      pieces.accept(new Piece.Text("ya\ud83d"));
      pieces.accept(new Piece.Text("\ude00"));
      return Reply.of("ya😀");
    });
    List<JsonNode> events = events(ask("echo", "x", ""));
    assertThat(blocks(events))
        .containsExactly("tool_usea:{\"x\":1}", "tool_useb:{\"y\":2}", "tool_usec:", "text:ya😀");
  }

  @Test
  void refusesWithAStatusBeforeTheFirstByte() {
    ECHO.does((prompt, say) -> {
      throw new Problem(Problem.Kind.OVERLOADED).retryAfter(Duration.ofSeconds(7));
    });
    Answer answer = ask("echo", "x", "");
    assertThat(answer.status()).isEqualTo(529);
    assertThat(answer.header("Retry-After")).isEqualTo("7");
    assertThat(answer.text("/error/type")).isEqualTo("overloaded_error");
  }

  private static EventReader follow(String model) throws Exception {
    return new EventReader(
        HTTP, Service.request(service.port(), "POST", "/v1/messages", body(model, "x", "")));
  }

  @Test
  void givesSignsOfLifeAndTellsAProblemInTheMiddle() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    try (EventReader client = follow("echo")) {
      assertThat(client.next().name()).isEqualTo("message_start");
      for (int i = 0; i < 2; i++) {
        EventReader.Event ping = client.next();
        assertThat(ping.name()).isEqualTo("ping");
        assertThat(ping.data()).isEqualTo(JSON.readTree("{\"type\":\"ping\"}"));
      }
      hanging.fail(new Problem(Problem.Kind.RUNTIME_FAILED));
      EventReader.Event last = client.rest().getLast();
      assertThat(last.name()).isEqualTo("error");
      assertThat(last.data().path("type").asString()).isEqualTo("error");
      assertThat(last.data().at("/error/type").asString()).isEqualTo("api_error");
      assertThat(last.data().at("/error/message").asString()).isNotBlank();
      assertThat(last.data().path("request_id").asString())
          .isEqualTo(client.response.headers().firstValue("request-id").orElse(""));
    }
  }

  @Test
  void stopsTheModelWhenTheClientGoes() throws Exception {
    MODEL.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader client = follow("m")) {
      assertThat(client.next().name()).isEqualTo("message_start");
    }
    assertThat(MODEL.clientLeft(2, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stopsTheAnswerWhenTheClientGoesBeforeItsFirstWord() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    byte[] body = body("echo", "x", "").getBytes(StandardCharsets.UTF_8);
    String head =
        "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Content-Length: "
            + body.length
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      OutputStream out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.UTF_8));
      out.write(body);
      hanging.awaitBegun();
    }
    assertThat(hanging.interruptedWithin(2000)).isTrue();
  }
}
