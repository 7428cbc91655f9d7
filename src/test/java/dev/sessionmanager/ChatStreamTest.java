package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EventReader.Event;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Answers as server-sent events: read, broken off, resumed, stopped. */
class ChatStreamTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");
  private static final HttpClient http = HttpClient.newHttpClient();

  @AfterAll
  static void stop() {
    http.close();
    service.close();
  }

  private static EventReader chat(String session, String message) throws Exception {
    String body = "{\"message\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session);
    return new EventReader(
        http,
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/chat"))
            .header("Accept", "text/event-stream")
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  private static EventReader follow(String turn, String lastEventId) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            URI.create("http://localhost:" + service.port() + "/chat/stream?turn_id=" + turn));
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    return new EventReader(http, request.build());
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
    try (EventReader reader = chat("pieces", "uno dos tres ñandú 😀")) {
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
    try (EventReader reader = chat("live", "hola")) {
      assertThat(reader.next().name()).isEqualTo("accepted");
      assertThat(reader.next().data().at("/text").asString()).isEqualTo("primera");
      hanging.release();
      assertThat(text(reader.rest())).isEqualTo(" end");
    }
  }

  @Test
  void goesOnWithoutItsReaderWhoComesBack() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno ", "dos");
    String turn;
    String last;
    try (EventReader reader = chat("back", "hola")) {
      turn = reader.next().data().at("/turn_id").asString();
      last = reader.next().id();
      assertThat(last).startsWith(turn + ":");
    }
    try (EventReader second = follow(turn, "");
        EventReader back = follow(turn, last)) {
      assertThat(second.next().name()).isEqualTo("accepted");
      assertThat(second.next().data().at("/text").asString()).isEqualTo("uno dos");
      hanging.release();
      String seen = "uno dos".substring(0, Integer.parseInt(last.substring(last.indexOf(':') + 1)));
      assertThat(seen + text(back.rest())).isEqualTo("uno dos end");
      assertThat(second.rest().getLast().name()).isEqualTo("reply");
    }
    // And when it is long over, out of the log.
    try (EventReader late = follow(turn, turn + ":4")) {
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
    try (EventReader reader = chat("stop", "hola")) {
      String turn = reader.next().data().at("/turn_id").asString();
      hanging.awaitBegun();
      String[] other = Service.outside(service.token("user_1", "1234", "stop"));
      String body = "{\"turn_id\":\"" + turn + "\"}";
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
    try (EventReader reader = chat("fails", "hola")) {
      List<Event> events = reader.rest();
      assertThat(text(events)).isEqualTo("a medias");
      assertThat(events.getLast().name()).isEqualTo("problem");
      assertThat(events.getLast().data().at("/message").asString()).isNotBlank();
    }
  }

  @Test
  void endsWithOneProblemWhereTheAgentIsBroken() throws Exception {
    ECHO.does((prompt, chunk) -> {
      throw new StackOverflowError();
    });
    try (EventReader reader = chat("broken", "hola")) {
      assertThat(reader.next().name()).isEqualTo("accepted");
      Event last = reader.next();
      assertThat(last.name()).isEqualTo("problem");
      assertThat(last.data().at("/code").asString()).isEqualTo("internal_error");
    }
    String body = "{\"message\":\"hola\",\"session_id\":\"broken\"}";
    assertThat(service.post("/chat", body).text("/code")).isEqualTo("internal_error");
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
      try (EventReader reader = chat("deaf", "y ahora")) {
        assertThat(reader.rest().getLast().name()).isEqualTo("reply");
      }
    }
  }
}
