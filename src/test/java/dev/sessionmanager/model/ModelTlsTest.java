package dev.sessionmanager.model;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.http.BrokenTls;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A provider at https:// that is not what it should be hears nothing but the handshake. */
class ModelTlsTest {

  /** The first byte of a TLS connection, RFC 8446, 5.1: a record of the handshake. */
  private static final char HANDSHAKE = 22;

  private static final String KEY = "gsk-a-key-that-nobody-may-see";

  private final List<String> heard = new CopyOnWriteArrayList<>();

  @Test
  @SuppressWarnings("try") // closed early, to end the listener
  void saysNothingBeforeItKnowsWhoListens() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      Thread listener = Thread.ofVirtual().start(() -> listen(server));
      String url = "https://localhost:" + server.getLocalPort() + "/v1";
      try (TestModels test =
          TestModels.with(
              "LLM_URL", url, "LLM_API_KEY", KEY, "MODEL_NAME", "m", "OLLAMA_URL", "")) {
        assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_UNREACHABLE);
      }
      server.close();
      listener.join();
    }
    assertThat(heard)
        .isNotEmpty()
        .allSatisfy(said -> assertThat(said).startsWith(String.valueOf(HANDSHAKE)))
        .noneMatch(said -> said.contains(KEY) || said.contains("HTTP/1.1"));
  }

  @Test
  void doesNotTakeAProviderForUnreachableThatHasReadTheRequest() throws Exception {
    try (BrokenTls broken = new BrokenTls();
        TestModels test =
            TestModels.with(
                broken.http(), "LLM_URL", broken.url(), "MODEL_NAME", "m", "OLLAMA_URL", "")) {
      assertThat(test.refusal().kind()).isEqualTo(Kind.MODEL_BROKE_OFF);
      assertThat(broken.requests).isNotEmpty();
    }
  }

  /** Reads what comes, and answers with what is no handshake. */
  private void listen(ServerSocket server) {
    while (true) {
      try (Socket connection = server.accept()) {
        byte[] first = new byte[4096];
        int length = connection.getInputStream().read(first);
        heard.add(new String(first, 0, Math.max(0, length), ISO_8859_1));
        connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
      } catch (IOException closed) {
        return;
      }
    }
  }
}
