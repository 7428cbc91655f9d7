package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.RawWebSocket.Frame;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What clients do over WebSockets, plain ones and those that speak the JSON protocol. */
class WebSocketTest {

  private static final EchoAgent echo = new EchoAgent("echo", Agent.Kind.PERSONA);
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(echo), "WS_PORT=" + PORT, "WS_AGENT=echo");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeats() {
    echo.repeats();
  }

  /** The JDK's client; keeps whole messages. */
  private static final class Client implements WebSocket.Listener, AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final StringBuilder part = new StringBuilder();
    private final WebSocket socket;

    Client(int port, String path) {
      socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://localhost:" + port + path), this)
              .join();
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      part.append(data);
      if (last) {
        texts.add(part.toString());
        part.setLength(0);
      }
      from.request(1);
      return null;
    }

    Client send(String text) {
      socket.sendText(text, true).join();
      return this;
    }

    String next() throws InterruptedException {
      return Objects.requireNonNull(texts.poll(20, TimeUnit.SECONDS), "nothing came");
    }

    @Override
    public void close() {
      socket.abort();
      http.close();
    }
  }

  private static RawWebSocket json(String... headers) {
    String[] all = java.util.Arrays.copyOf(headers, headers.length + 1);
    all[headers.length] = "Sec-WebSocket-Protocol: session-manager.v1";
    return new RawWebSocket(service.port(), "/ws", all);
  }

  private static JsonNode hello(RawWebSocket socket) {
    assertThat(socket.answer).contains("Sec-WebSocket-Protocol: session-manager.v1");
    JsonNode hello = socket.json();
    assertThat(hello.path("type").asString()).isEqualTo("hello");
    return hello;
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "/anything/at/all?x=1"})
  void greetsThenAnswersEachTextInOneFrameAtAnyPath(String path) throws Exception {
    try (Client client = new Client(PORT, path)) {
      assertThat(client.next()).matches("Bienvenido a echo, Usuario-[0-9]+👋");
      assertThat(client.next()).isEqualTo("Say something.");
      assertThat(client.send("una\ndos\n\ntres").next()).isEqualTo("una\ndos\n\ntres");
      client.send("a").send("b").send("c");
      assertThat(List.of(client.next(), client.next(), client.next()))
          .containsExactly("a", "b", "c");
    }
  }

  @Test
  void saysWhereAnAnswerWasCutAndHowItGoesOn() throws Exception {
    try (Client client = new Client(PORT, "/")) {
      client.next();
      client.next();
      echo.cutsItsAnswers();
      assertThat(client.send("una larga historia").next())
          .isEqualTo(
              "una larga\n\n"
                  + "(La respuesta quedó cortada porque era larga. Escriba «continúe» y sigue.)");
    }
  }

  @Test
  void servesTheMainPortToo() throws Exception {
    try (Client client = new Client(service.port(), "/ws")) {
      client.next();
      client.next();
      assertThat(client.send("hola").next()).isEqualTo("hola");
    }
    assertThat(service.get("/wsx").status()).isEqualTo(404);
  }

  @Test
  void givesEachConnectionASessionAndAConversationOfItsOwn() throws Exception {
    try (Client one = new Client(PORT, "/");
        Client two = new Client(PORT, "/")) {
      one.next();
      one.next();
      two.next();
      two.next();
      one.send("mi secreto").next();
      echo.repeats();
      two.send("hola").next();
      assertThat(echo.asked().history().get()).isEmpty();
      two.send("otra vez").next();
      assertThat(echo.asked().history().get()).hasSize(2);
      List<Session> sessions = service.bean(Sessions.class).list("", 1000);
      assertThat(sessions).filteredOn(s -> s.channel().equals("websocket")).hasSizeGreaterThan(1);
    }
  }

  @Test
  void tellsAnAnswerInPiecesInTheJsonProtocol() {
    try (RawWebSocket socket = json("Accept-Language: en")) {
      JsonNode hello = hello(socket);
      assertThat(hello.path("agent").asString()).isEqualTo("echo");
      assertThat(hello.path("user").isNull()).isTrue();
      assertThat(hello.path("agents").toString())
          .contains("psicoia")
          .doesNotContain("orchestrator");
      socket.send(
          "{\"type\":\"message\",\"id\":\"m1\",\"text\":\"uno dos\",\"conversation\":\"c\"}");
      JsonNode accepted = socket.json();
      assertThat(accepted.path("type").asString()).isEqualTo("accepted");
      assertThat(accepted.path("id").asString()).isEqualTo("m1");
      assertThat(accepted.path("conversation").asString()).isEqualTo("c");
      String turn = accepted.path("turn_id").asString();
      StringBuilder text = new StringBuilder();
      JsonNode frame = socket.json();
      while (frame.path("type").asString().equals("chunk")) {
        text.append(frame.path("text").asString());
        assertThat(frame.path("event_id").asString()).isEqualTo(turn + ":" + text.length());
        frame = socket.json();
      }
      assertThat(text).hasToString("uno dos");
      assertThat(frame.path("type").asString()).isEqualTo("reply");
      assertThat(frame.path("text").asString()).isEqualTo("uno dos");
      assertThat(frame.path("turn_id").asString()).isEqualTo(turn);
      socket.send("{\"type\":\"ping\",\"id\":\"p\"}");
      assertThat(socket.json().toString()).isEqualTo("{\"type\":\"pong\",\"id\":\"p\"}");
    }
  }

  @Test
  void refusesWhatIsNoMessageAndGoesOn() {
    try (RawWebSocket socket = json("Accept-Language: en")) {
      hello(socket);
      assertProblem(socket.send("hola"), "malformed_request");
      assertProblem(socket.send("[]"), "malformed_request");
      assertProblem(socket.send("{\"type\":\"dance\"}"), "invalid_fields");
      assertProblem(socket.send("{\"type\":\"message\"}"), "invalid_fields");
      assertProblem(socket.send("{\"type\":\"message\",\"text\":7}"), "invalid_fields");
      assertProblem(
          socket.send("{\"type\":\"message\",\"text\":\"x\",\"agent\":\"nobody\"}"),
          "unknown_agent");
      assertProblem(socket.send("{\"type\":\"resume\",\"turn_id\":\"987654321\"}"), "not_found");
      assertProblem(socket.send("{\"type\":\"stop\",\"turn_id\":\"987654321\"}"), "not_found");
      assertProblem(socket.send("{\"type\":\"auth\",\"token\":\"nonsense\"}"), "bad_token");
    }
  }

  private static void assertProblem(RawWebSocket socket, String code) {
    JsonNode frame = socket.json();
    assertThat(frame.path("type").asString()).isEqualTo("problem");
    JsonNode problem = frame.path("problem");
    assertThat(problem.path("code").asString()).isEqualTo(code);
    assertThat(problem.path("message").asString()).isNotBlank();
    assertThat(problem.path("trace_id").asString()).hasSize(32);
  }

  @Test
  void resumesAnAnswerWhereAClientThatLeftHadReadIt() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("uno ", "dos ");
    String turn;
    String gone;
    try (RawWebSocket socket = json()) {
      gone = hello(socket).path("session_id").asString();
      socket.send("{\"type\":\"message\",\"id\":\"r1\",\"text\":\"cuenta\"}");
      turn = socket.json().path("turn_id").asString();
      hanging.awaitBegun();
      socket.json();
    }
    assertThat(hanging.interruptedWithin(300)).isFalse();
    try (RawWebSocket socket = json()) {
      hello(socket);
      socket.send(
          "{\"type\":\"resume\",\"turn_id\":\"" + turn + "\",\"event_id\":\"" + turn + ":4\"}");
      JsonNode chunk = socket.json();
      assertThat(chunk.path("text").asString()).isEqualTo("dos ");
      hanging.release();
      assertThat(socket.json().path("text").asString()).isEqualTo(" end");
      assertThat(socket.json().path("text").asString()).isEqualTo("uno dos  end");
      socket.send("{\"type\":\"resume\",\"turn_id\":\"" + turn + "\",\"from\":8}");
      assertThat(socket.json().path("text").asString()).isEqualTo(" end");
    }
    PresenceWatch.awaitEnd(service, gone); // its presence stayed for the answer, and no longer
  }

  @Test
  void countsNoAnswerForAResumeThatIsRefused() {
    try (RawWebSocket socket = json()) {
      hello(socket);
      socket.send("{\"type\":\"message\",\"text\":\"uno\"}");
      String turn = socket.json().path("turn_id").asString();
      while (!socket.json().path("type").asString().equals("reply")) {
        // the pieces before it
      }
      for (int i = 0; i < 20; i++) {
        socket.send("{\"type\":\"resume\",\"turn_id\":\"" + turn + "\",\"event_id\":\"nonsense\"}");
        assertProblem(socket, "invalid_fields");
      }
      socket.send("{\"type\":\"message\",\"text\":\"dos\"}");
      assertThat(socket.json().path("type").asString()).isEqualTo("accepted");
    }
  }

  @Test
  void stopsAnAnswer() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("uno ");
    try (RawWebSocket socket = json()) {
      hello(socket);
      socket.send("{\"type\":\"message\",\"text\":\"cuenta\"}");
      String turn = socket.json().path("turn_id").asString();
      socket.json();
      hanging.awaitBegun();
      socket.send("{\"type\":\"stop\",\"turn_id\":\"" + turn + "\"}");
      assertProblem(socket, "answer_stopped");
      assertThat(hanging.interruptedWithin(1000)).isTrue();
    }
  }

  @Test
  void endsWithItsSessionAndStopsItsAnswer() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("uno ");
    try (RawWebSocket socket = json()) {
      String session = hello(socket).path("session_id").asString();
      socket.send("{\"type\":\"message\",\"text\":\"cuenta\"}");
      hanging.awaitBegun();
      assertThat(service.bean(Sessions.class).kill(session, "killed")).isTrue();
      Frame close = socket.awaitClose();
      assertThat(close.closeCode()).isEqualTo(4001);
      assertThat(close.closeReason()).isEqualTo("La sesión fue cerrada.");
      assertThat(hanging.interruptedWithin(1000)).isTrue();
    }
  }

  @Test
  void isTheUserOfATokenAndEndsWithTheirLogin() {
    String token = service.token("user_1", "1234", "ws");
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            "X-Forwarded-For: 192.0.2.1",
            "Sec-WebSocket-Protocol: session-manager.v1, bearer." + token)) {
      assertThat(hello(socket).path("user").asString()).isEqualTo("user_1");
      socket.send("{\"type\":\"message\",\"text\":\"hola\"}");
      assertThat(socket.json().path("type").asString()).isEqualTo("accepted");
      service.post("/logout", "", "Authorization", "Bearer " + token);
      assertThat(socket.awaitClose().closeCode()).isEqualTo(4001);
    }
  }

  @Test
  void letsAGuestLogInWithAToken() {
    String token = service.token("user_2", "5678", "ws");
    try (RawWebSocket socket = json()) {
      String guest = hello(socket).path("session_id").asString();
      socket.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
      JsonNode hello = socket.json();
      assertThat(hello.path("user").asString()).isEqualTo("user_2");
      assertThat(hello.path("session_id").asString()).isNotEqualTo(guest);
      assertThat(service.bean(Sessions.class).byId(guest)).isEmpty();
    }
  }

  @Test
  void keepsTheMessageIdsOfGuestsApart() {
    for (String text : List.of("uno", "dos")) {
      try (RawWebSocket socket = json()) {
        hello(socket);
        socket.send("{\"type\":\"message\",\"id\":\"1\",\"text\":\"" + text + "\"}");
        assertThat(socket.json().path("type").asString()).isEqualTo("accepted");
        assertThat(socket.json().path("text").asString()).isEqualTo(text);
      }
    }
  }

  @Test
  void saysARefusalInASentenceInPlainText() throws Exception {
    echo.does((prompt, chunk) -> {
      throw new IllegalStateException("a secret of ours");
    });
    try (Client client = new Client(PORT, "/")) {
      client.next();
      client.next();
      assertThat(client.send("x").next())
          .isNotBlank()
          .doesNotContain("secret")
          .doesNotContain("Exception");
    }
  }

  @Test
  void answersOthersWhileOneAnswerHangs() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("");
    try (Client slow = new Client(PORT, "/");
        Client quick = new Client(PORT, "/")) {
      slow.next();
      slow.next();
      slow.send("cuelga");
      hanging.awaitBegun();
      echo.does((prompt, chunk) -> Reply.of(prompt.text().toUpperCase(Locale.ROOT)));
      quick.next();
      quick.next();
      assertThat(quick.send("ya").next()).isEqualTo("YA");
      hanging.release();
      assertThat(slow.next()).isEqualTo("end");
    }
  }

  @Test
  void pingsAndLetsGoOfWhoeverIsSilent() {
    try (Service other =
            Service.startWith(
                List.of(echo),
                "WS_AGENT=echo",
                "sessions.idle-websocket=1h",
                "sessions.idle-check=100ms");
        RawWebSocket socket = new RawWebSocket(other.port(), "/ws")) {
      socket.text();
      socket.text();
      other.clock.advance(Duration.ofSeconds(21));
      assertThat(socket.next().opcode()).isEqualTo(9);
      socket.frame(0x8a, new byte[0]);
      try (RawWebSocket dead = new RawWebSocket(other.port(), "/ws")) {
        dead.text();
        dead.text();
        other.clock.advance(Duration.ofSeconds(61));
        assertThat(dead.isCut()).isTrue();
      }
    }
  }

  @Test
  void closesASessionThatIsIdle() {
    try (Service other =
            Service.startWith(
                List.of(echo),
                "WS_AGENT=echo",
                "websocket.ping-interval=2h",
                "sessions.idle-websocket=1h",
                "sessions.idle-check=100ms");
        RawWebSocket socket = new RawWebSocket(other.port(), "/ws")) {
      socket.text();
      socket.text();
      other.clock.advance(Duration.ofMinutes(61));
      Frame close = socket.awaitClose();
      assertThat(close.closeCode()).isEqualTo(4002);
      assertThat(close.closeReason()).contains("sessions.idle-websocket");
    }
  }

  @Test
  void finishesWhatItAnswersWhenTheServiceStops() throws Exception {
    EchoAgent.Hanging hanging = echo.hangsAfter("uno");
    Service other = Service.startWith(List.of(echo), "WS_AGENT=echo");
    Thread stopping = new Thread(other::close);
    try (RawWebSocket idle = new RawWebSocket(other.port(), "/ws");
        RawWebSocket busy = new RawWebSocket(other.port(), "/ws")) {
      idle.text();
      idle.text();
      busy.text();
      busy.text();
      busy.send("hola");
      hanging.awaitBegun();
      stopping.start();
      Frame close = idle.awaitClose();
      assertThat(close.closeCode()).isEqualTo(1001);
      assertThat(close.closeReason()).contains("se detiene");
      hanging.release();
      assertThat(busy.text()).isEqualTo("uno end");
      assertThat(busy.awaitClose().closeCode()).isEqualTo(1001);
    }
    stopping.join();
  }
}
