package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.gateway.Agent.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that wait for a whole answer and go away before it is there. */
class GoneClientTest {

  /** Some rounds of the look-out for clients that have gone. */
  private static final int SOME_ROUNDS_MILLIS = 1000;

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(ECHO));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Client completes(String... headers) throws IOException {
    return new Client(
        "/v1/chat/completions",
        "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}",
        headers);
  }

  @Test
  void stopsTheAnswerToACompletionWithinASecond() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    Client client = completes();
    hanging.awaitBegun();
    client.close();
    assertThat(hanging.interruptedWithin(1000)).isTrue();
  }

  @Test
  void stopsTheAnswerToAChunkedRequestWithinASecond() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    try (Client client = new Client()) {
      String head = "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\n";
      client.write(head + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n");
      String body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
      client.write(Integer.toHexString(body.length()) + "\r\n" + body + "\r\n0\r\n\r\n");
      hanging.awaitBegun();
    }
    assertThat(hanging.interruptedWithin(1000)).isTrue();
  }

  @Test
  void goesOnForAClientThatCanComeBackByItsId() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    Client gone = completes("Idempotency-Key: later");
    hanging.awaitBegun();
    gone.close();
    assertThat(hanging.interruptedWithin(SOME_ROUNDS_MILLIS)).isFalse();
    hanging.release();
    try (Client client = completes("Idempotency-Key: later")) {
      assertThat(client.status()).isEqualTo(200);
    }
  }

  @Test
  void takesNoRequestSentAheadForAClientThatHasGone() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    try (Client client = completes()) {
      hanging.awaitBegun();
      client.write("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(hanging.interruptedWithin(SOME_ROUNDS_MILLIS)).isFalse();
      hanging.release();
      assertThat(client.status()).isEqualTo(200);
      assertThat(client.rest()).contains("\" end\"").contains("HTTP/1.1 200").contains("uptime");
    }
  }

  @Test
  void takesASingleByteSentAheadForNoEndEither() throws Exception {
    Hanging hanging = ECHO.hangsAfter();
    try (Client client = completes()) {
      hanging.awaitBegun();
      client.write("G");
      assertThat(hanging.interruptedWithin(SOME_ROUNDS_MILLIS)).isFalse();
      hanging.release();
      client.write("ET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
      assertThat(client.rest()).contains("\" end\"").contains("uptime");
    }
  }

  /** A client that speaks HTTP by hand, so that it can go away when it likes. */
  private static final class Client implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader in;

    Client() throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), service.port());
      socket.setSoTimeout(30_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    Client(String path, String body, String... headers) throws IOException {
      this();
      StringBuilder head = new StringBuilder("POST " + path + " HTTP/1.1\r\nHost: localhost\r\n");
      for (String header : headers) {
        head.append(header).append("\r\n");
      }
      head.append("Content-Type: application/json\r\nContent-Length: ").append(body.length());
      write(head + "\r\n\r\n" + body);
    }

    void write(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
    }

    int status() throws IOException {
      return Integer.parseInt(in.readLine().split(" ", -1)[1]);
    }

    /** Everything up to the connection's end. */
    String rest() throws IOException {
      StringBuilder rest = new StringBuilder();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        rest.append(line).append('\n');
      }
      return rest.toString();
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
