package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.RawWebSocket.Frame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Who may open a WebSocket, and what the others are told. */
class WebSocketTrustTest {

  private static final String JSON = "Sec-WebSocket-Protocol: session-manager.v1";
  private static final String OUTSIDE = "X-Forwarded-For: 192.0.2.1";
  private static final int PORT = ServiceProcess.freePort();
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            "WS_PORT=" + PORT,
            "CORS_ALLOWED_ORIGINS=https://app.example.org",
            "websocket.strangers-max=2",
            "websocket.connections-max=3");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static void assertRefused(
      int status, String code, String says, int port, String path, String... headers) {
    try (RawWebSocket socket = new RawWebSocket(port, path, headers)) {
      assertThat(socket.status()).isEqualTo(status);
      assertThat(socket.problem().path("code").asString()).isEqualTo(code);
      assertThat(socket.problem().toString()).contains(says).doesNotContain("Exception");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "https://evil.example, 403, foreign_origin, CORS_ALLOWED_ORIGINS",
    "http://localhost.evil.example, 403, foreign_origin, CORS_ALLOWED_ORIGINS",
    "http://evil.example:8005, 403, foreign_origin, CORS_ALLOWED_ORIGINS",
    "https://app.example.org, 401, authentication_required, ''"
  })
  void refusesPagesOfOtherOrigins(String origin, int status, String code, String says) {
    assertRefused(status, code, says, PORT, "/", "Origin: " + origin);
    assertRefused(status, code, says, service.port(), "/ws", "Origin: " + origin);
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:3000",
    "http://127.0.0.1:8005",
    "http://localhost",
    "http://[::1]:3000"
  })
  void refusesPagesOfOtherPortsOfThisMachine(String origin) {
    String says = "CORS_ALLOWED_ORIGINS";
    assertRefused(403, "foreign_origin", says, PORT, "/", "Origin: " + origin);
    assertRefused(403, "foreign_origin", says, service.port(), "/ws", "Origin: " + origin);
  }

  @Test
  void letsItsOwnPagesIn() {
    for (int port : new int[] {PORT, service.port()}) {
      try (RawWebSocket socket =
          new RawWebSocket(port, "/ws", "Origin: http://localhost:" + port)) {
        assertThat(socket.status()).isEqualTo(101);
        assertThat(socket.text()).contains("Usuario-");
      }
    }
  }

  @Test
  void letsItsOwnPagesInWhereAProxyEndsTheirTls() {
    String token = service.token("user_1", "1234", "behind TLS");
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            OUTSIDE,
            "X-Forwarded-Proto: https",
            "Host: bot.example.org",
            "Origin: https://bot.example.org",
            "Sec-WebSocket-Protocol: bearer." + token + ", session-manager.text")) {
      assertThat(socket.text()).contains("Usuario-");
    }
  }

  @Test
  void tellsPagesOpenedFromAFileWhatToDo() {
    for (int port : new int[] {PORT, service.port()}) {
      try (RawWebSocket socket = new RawWebSocket(port, "/ws", "Origin: null")) {
        assertTold(socket, socket.text());
      }
    }
    try (RawWebSocket socket = new RawWebSocket(service.port(), "/ws", "Origin: null", JSON)) {
      JsonNode bye = socket.json();
      assertThat(bye.path("type").asString()).isEqualTo("bye");
      assertThat(bye.path("code").asInt()).isEqualTo(1008);
      assertTold(socket, bye.path("message").asString());
    }
  }

  private static void assertTold(RawWebSocket socket, String advice) {
    assertThat(socket.status()).isEqualTo(101);
    assertThat(advice)
        .contains(
            "WS_ALLOW_FILE_ORIGIN=true",
            "http://localhost:" + service.port() + "/app/?agent=psicoia");
    assertThat(service.get("/app/").status()).isEqualTo(200);
    Frame close = socket.next();
    assertThat(close.opcode()).isEqualTo(8);
    assertThat(close.closeCode()).isEqualTo(1008);
    socket.send("hola");
    assertThat(socket.isCut()).isTrue();
  }

  @Test
  void letsPagesOpenedFromAFileInWhereTheSettingSaysSo() {
    try (Service open = Service.start("WS_ALLOW_FILE_ORIGIN=true");
        RawWebSocket socket = new RawWebSocket(open.port(), "/ws", "Origin: null")) {
      assertThat(socket.text()).contains("Usuario-");
    }
  }

  @Test
  void refusesANameThatWasMadeToPointHere() {
    assertRefused(403, "foreign_host", "ALLOWED_HOSTS", PORT, "/", "Host: evil.example");
    assertRefused(
        403, "foreign_host", "", PORT, "/", "Host: evil.example", "Origin: http://evil.example");
  }

  @ParameterizedTest
  @CsvSource({"token", "access_token", "bearer", "jwt", "a=b&Token"})
  void refusesATokenInTheAddress(String name) {
    assertRefused(
        400, "token_in_url", "Sec-WebSocket-Protocol", PORT, "/chat?" + name + "=abc", JSON);
  }

  @Test
  void refusesABrokenToken() {
    assertRefused(
        401, "bad_token", "", PORT, "/", "Sec-WebSocket-Protocol: session-manager.v1, bearer.abc");
    assertRefused(401, "bad_token", "", PORT, "/", "Authorization: Bearer abc");
  }

  @Test
  void refusesAStrangerWhoSpeaksPlainText() {
    assertRefused(401, "authentication_required", "", service.port(), "/ws", OUTSIDE);
  }

  @Test
  void takesATokenWithPlainText() {
    String token = service.token("user_1", "1234", "plain");
    try (RawWebSocket socket =
        new RawWebSocket(
            service.port(),
            "/ws",
            OUTSIDE,
            "Sec-WebSocket-Protocol: bearer." + token + ", session-manager.text")) {
      assertThat(socket.answer).contains("Sec-WebSocket-Protocol: session-manager.text");
      assertThat(socket.text()).contains("Usuario-");
    }
  }

  @Test
  void asksAStrangerForATokenAndClosesWithoutOne() {
    String token = service.token("user_1", "1234", "later");
    try (RawWebSocket one = new RawWebSocket(service.port(), "/ws", OUTSIDE, JSON);
        RawWebSocket two = new RawWebSocket(service.port(), "/ws", OUTSIDE, JSON)) {
      assertThat(one.json().at("/problem/code").asString()).isEqualTo("authentication_required");
      two.json();
      assertRefused(
          503, "overloaded", "websocket.strangers-max", service.port(), "/ws", OUTSIDE, JSON);
      two.send("{\"type\":\"message\",\"text\":\"hola\"}");
      assertThat(two.json().at("/problem/code").asString()).isEqualTo("authentication_required");
      one.send("{\"type\":\"auth\",\"token\":\"" + token + "\"}");
      assertThat(one.json().path("user").asString()).isEqualTo("user_1");
      service.clock.advance(Duration.ofSeconds(11));
      Frame close = two.awaitClose();
      assertThat(close.closeCode()).isEqualTo(1008);
      assertThat(close.closeReason()).contains("websocket.auth-timeout");
      one.send("{\"type\":\"ping\"}");
      assertThat(one.json().path("type").asString()).isEqualTo("pong");
    }
  }

  @Test
  void refusesMoreConnectionsThanItHolds() {
    try (RawWebSocket a = new RawWebSocket(PORT, "/");
        RawWebSocket b = new RawWebSocket(PORT, "/");
        RawWebSocket c = new RawWebSocket(service.port(), "/ws")) {
      assertThat(a.text() + b.text() + c.text()).contains("Usuario-");
      assertRefused(503, "overloaded", "websocket.connections-max", PORT, "/");
    }
  }

  @Test
  void saysWhatIsSpokenHere() {
    assertRefused(426, "upgrade_required", "13", PORT, "/", "Upgrade: h2c");
    assertRefused(426, "upgrade_required", "13", PORT, "/", "Sec-WebSocket-Version: 8");
    assertRefused(400, "malformed_request", "", PORT, "/", "Sec-WebSocket-Key: short");
    assertThat(service.get("/ws").status()).isEqualTo(426);
  }

  @Test
  void saysWhichPortIsTaken(@TempDir Path data) throws Exception {
    try (ServiceProcess process =
        ServiceProcess.launch(
            Files.createDirectory(data.resolve("d")), Map.of("WS_PORT", Integer.toString(PORT)))) {
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.log())
          .contains("Session Manager cannot start: port " + PORT + " is in use")
          .contains("set WS_PORT")
          .doesNotContain("\tat ");
    }
  }
}
