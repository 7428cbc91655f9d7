package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers who begin requests and do not end them, against a process with a small heap. */
class SlowRequestsTest {

  @TempDir static Path data;
  private static ServiceProcess service;
  private final List<Socket> sockets = new ArrayList<>();

  /** The heap that {@code bin/session-manager} gives it. */
  @BeforeAll
  static void start() {
    service =
        ServiceProcess.start(
            data, Map.of("JAVA_TOOL_OPTIONS", "-Xmx256m -XX:+ExitOnOutOfMemoryError"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private Socket begin(int port, String beginning) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    sockets.add(socket);
    try {
      socket.getOutputStream().write(beginning.getBytes(US_ASCII));
    } catch (IOException refused) {
      // It was refused, and the connection closed, before all of it was sent.
    }
    return socket;
  }

  private static String post(String path, int length, int sent) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
        + length
        + "\r\n\r\n{\"text\":\""
        + "x".repeat(sent);
  }

  private static String answer(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    return new String(in.readAllBytes(), US_ASCII);
  }

  private void isWell() throws IOException {
    assertThat(service.process().isAlive()).as(service.log()).isTrue();
    assertThat(answer(begin(service.port(), closing("/communicate", "{\"message\": \"\"}"))))
        .startsWith("HTTP/1.1 422");
    assertThat(service.log()).doesNotContain("java.lang.OutOfMemoryError", " ERROR ");
  }

  private static String closing(String path, String body) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + "Content-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/login", "/communicate", "/webhook/chatwoot", "/v1/chat/completions", "/", "/x"})
  void unfinishedBodiesOfAMegabyteEndNothing(String path) throws Exception {
    for (int i = 0; i < 300; i++) {
      begin(service.port(), post(path, 1_000_000, 999_000));
      if (i % 100 == 0) {
        isWell();
      }
    }
    isWell();
  }

  @Test
  void unfinishedBodiesWithinTheBoundOfTheirRouteEndNothing() throws Exception {
    for (int i = 0; i < 1_500; i++) {
      begin(service.port(), post("/communicate", 90_000, 80_000));
    }
    isWell();
    List<String> answers = new ArrayList<>();
    for (Socket cut : sockets.subList(0, 50)) {
      try {
        answers.add(answer(cut));
      } catch (SocketException reset) {
        // Some of its body came after the answer, which the system has then thrown away.
      }
    }
    assertThat(answers)
        .isNotEmpty()
        .allSatisfy(answer ->
            assertThat(answer)
                .startsWith("HTTP/1.1 503")
                .contains("Retry-After: ", "web.reading-max"));
  }

  @Test
  void unfinishedHeadsEndNothing() throws Exception {
    for (int i = 0; i < 3_000; i++) {
      begin(service.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: " + "x".repeat(15_000));
    }
    isWell();
  }

  @Test
  void whoeverTakesTooLongIsCut() throws Exception {
    try (Service hasty = Service.start("web.reading-time-max=300ms")) {
      Socket head = begin(hasty.port(), "GET / HTTP/1.1\r\nHost: localhost\r\nX: ");
      Socket body = begin(hasty.port(), post("/login", 1_000, 10));
      Socket unread = begin(hasty.port(), post("/nothing-here", 1_000, 10));
      assertThat(answer(body)).startsWith("HTTP/1.1 408").contains("too_slow");
      assertThat(answer(unread)).startsWith("HTTP/1.1 404");
      assertThat(answer(head)).doesNotContain("HTTP/1.1 200");
      Service.Answer still =
          hasty.post("/login", "{\"username\":\"user_1\",\"password\":\"1234\"}");
      assertThat(still.status()).isEqualTo(200);
    }
  }

  @Test
  void whatBringsOneMessageTakesSmallBodiesOnly() {
    assertThat(service.post("/login", "{\"username\":\"" + "x".repeat(5_000) + "\"}").statusCode())
        .isEqualTo(413);
    assertThat(service.post("/communicate", "x".repeat(200_000)).body())
        .contains("body_too_large", "MESSAGE_MAX_CHARS");
  }
}
