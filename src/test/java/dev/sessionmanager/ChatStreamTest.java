package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers as server-sent events: read, broken off, resumed, stopped. */
class ChatStreamTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");
  private static final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    http.close();
    service.close();
  }

  record Event(String name, String id, JsonNode data) {}

  /** Reads events as they come. */
  private static final class Reader implements AutoCloseable {
    private final BufferedReader lines;
    final HttpResponse<InputStream> response;

    Reader(HttpRequest request) throws IOException, InterruptedException {
      response = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    }

    /** The next event; null at the end. */
    Event next() throws IOException {
      String name = "";
      String id = "";
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("data: ")) {
          return new Event(name, id, JSON.readTree(line.substring(6)));
        }
      }
      return new Event("end", "", JSON.createObjectNode());
    }

    List<Event> rest() throws IOException {
      List<Event> all = new ArrayList<>();
      for (Event event = next(); !event.name().equals("end"); event = next()) {
        all.add(event);
      }
      return all;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  private static Reader chat(String session, String message) throws Exception {
    String body = "{\"message\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session);
    return new Reader(
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/chat"))
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static Reader follow(long turn, String lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:" + service.port() + "/chat/stream?turn_id=" + turn));
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new Reader(request.build());
  }

  private static String text(List<Event> events) {
    StringBuilder text = new StringBuilder();
    events.stream()
        .filter(e -> e.name().equals("chunk"))
        .forEach(e -> text.append(e.data().at("/text").asString()));
    return text.toString();
  }

  @Test
  void streamsPiecesThenOneReply() throws Exception {
    ECHO.repeats();
    try (Reader reader = chat("pieces", "uno dos tres ñandú 😀")) {
      assertThat(reader.response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      List<Event> events = reader.rest();
      assertThat(events.getFirst().name()).isEqualTo("accepted");
      assertThat(events.getFirst().data().at("/session_id").asString()).isEqualTo("pieces");
      assertThat(text(events)).isEqualTo("uno dos tres ñandú 😀");
      assertThat(events.stream().filter(e -> e.name().matches("reply|problem"))).hasSize(1);
      assertThat(events.getLast().data().at("/reply").asString())
          .isEqualTo("uno dos tres ñandú 😀");
      assertThat(events.getLast().data().at("/message_count").asInt()).isEqualTo(2);
    }
  }

  @Test
  void bringsEachPieceAsItComes() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("primera");
    try (Reader reader = chat("live", "hola")) {
      assertThat(reader.next().name()).isEqualTo("accepted");
      assertThat(reader.next().data().at("/text").asString()).isEqualTo("primera");
      hanging.release();
      assertThat(text(reader.rest())).isEqualTo(" end");
    }
  }

  @Test
  void goesOnWithoutItsReaderWhoComesBack() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno ", "dos");
    long turn;
    String last;
    try (Reader reader = chat("back", "hola")) {
      turn = reader.next().data().at("/turn_id").asLong();
      last = reader.next().id();
      assertThat(last).startsWith(turn + ":");
    }
    try (Reader second = follow(turn, "");
        Reader back = follow(turn, last)) {
      assertThat(second.next().name()).isEqualTo("accepted");
      assertThat(second.next().data().at("/text").asString()).isEqualTo("uno dos");
      hanging.release();
      String seen = "uno dos".substring(0, Integer.parseInt(last.substring(last.indexOf(':') + 1)));
      assertThat(seen + text(back.rest())).isEqualTo("uno dos end");
      assertThat(second.rest().getLast().name()).isEqualTo("reply");
    }
    // And when it is long over, out of the log.
    try (Reader late = follow(turn, turn + ":4")) {
      List<Event> events = late.rest();
      assertThat(text(events)).isEqualTo("dos end");
      assertThat(events.getLast().name()).isEqualTo("reply");
    }
    assertThat(service.get("/chat/stream?turn_id=" + turn, "Last-Event-ID", "1:x").status())
        .isEqualTo(422);
  }

  @Test
  void stopsTheAgentWhenItsOwnerSaysSo() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    try (Reader reader = chat("stop", "hola")) {
      long turn = reader.next().data().at("/turn_id").asLong();
      hanging.awaitBegun();
      String[] other = Service.outside(service.token("user_1", "1234", "stop"));
      String body = "{\"turn_id\":" + turn + "}";
      assertThat(service.post("/chat/stop", body, other).json().at("/stopped").asBoolean())
          .isFalse();
      assertThat(service.post("/chat/stop", body).json().at("/stopped").asBoolean()).isTrue();
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      Event last = reader.rest().getLast();
      assertThat(last.name()).isEqualTo("problem");
      assertThat(last.data().at("/code").asString()).isEqualTo("answer_stopped");
      assertThat(service.post("/chat/stop", body).json().at("/stopped").asBoolean()).isFalse();
      assertThat(service.get("/history?session_id=stop").json().at("/history")).isEmpty();
    }
  }

  @Test
  void endsWithOneProblemWhereTheAgentFails() throws Exception {
    ECHO.does((prompt, chunk) -> {
      chunk.accept("a medias");
      throw new Problem(Problem.Kind.OVERLOADED);
    });
    try (Reader reader = chat("fails", "hola")) {
      List<Event> events = reader.rest();
      assertThat(text(events)).isEqualTo("a medias");
      assertThat(events.getLast().name()).isEqualTo("problem");
      assertThat(events.getLast().data().at("/message").asString()).isNotBlank();
    }
  }

  @Test
  void isHeldUpByNoReader() throws Exception {
    String large = "x".repeat(200_000);
    ECHO.does((prompt, chunk) -> {
      for (int i = 0; i < 50; i++) {
        chunk.accept(large);
      }
      return Reply.of(large.repeat(50));
    });
    try (Socket deaf = new Socket("localhost", service.port())) {
      String body = "{\"message\":\"hola\",\"session_id\":\"deaf\"}";
      deaf.getOutputStream()
          .write(
              ("POST /chat HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
                      + "Content-Type: application/json\r\nContent-Length: "
                      + body.length()
                      + "\r\n\r\n"
                      + body)
                  .getBytes(StandardCharsets.UTF_8));
      ECHO.asked();
      // Asked after it in the same conversation, hence after it has ended, though nobody reads it.
      ECHO.repeats();
      try (Reader reader = chat("deaf", "y ahora")) {
        assertThat(reader.rest().getLast().name()).isEqualTo("reply");
      }
    }
  }
}
