package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Files that are sent a byte now and then. */
class SlowUploadsTest {

  private static final String[] SETTINGS = {"RUNTIME_API_URL="};

  @Test
  void keepNobodyElseFromSending() throws Exception {
    try (Service service = Service.start(SETTINGS)) {
      String mine = service.token("user_1", "1234", "phone");
      String other = service.token("user_2", "5678", "phone");
      List<Sender> senders = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        senders.add(new Sender(service.port(), mine));
      }
      assertThat(senders.stream().filter(Sender::isRefused).limit(14)).hasSize(14);
      Service.Answer more = put(service, mine);
      assertThat(more.status()).isEqualTo(429);
      assertThat(more.text("/setting")).isEqualTo("runtime.embedded.vfs.max-uploads-per-user");
      assertThat(more.header("Retry-After")).isEqualTo("1");
      assertThat(put(service, other).status()).isEqualTo(201);
      for (Sender sender : senders) {
        sender.close();
      }
    }
  }

  @Test
  void haveOneDeadlineForTheWhole() throws Exception {
    try (Service service =
        Service.start("RUNTIME_API_URL=", "runtime.embedded.vfs.upload-timeout=1s")) {
      try (Sender sender = new Sender(service.port(), service.token("user_1", "1234", "phone"))) {
        for (int i = 0; i < 15; i++) {
          LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
          sender.send("x");
        }
        assertThat(sender.answer()).contains(" 408 ");
      }
    }
  }

  private static Service.Answer put(Service service, String token) {
    return service.call("PUT", "/vfs/files/a.txt", "hola", "Authorization", "Bearer " + token);
  }

  /** A client that speaks HTTP by hand and begins to send a file. */
  private static final class Sender implements AutoCloseable {
    private final Socket socket;

    Sender(int port, String token) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(3000);
      send("PUT /vfs/files/slow.txt HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + token);
      send("\r\nContent-Length: 1000\r\n\r\nx");
    }

    void send(String bytes) throws IOException {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
    }

    String answer() throws IOException {
      return new String(socket.getInputStream().readNBytes(16), StandardCharsets.US_ASCII);
    }

    boolean isRefused() {
      try {
        return answer().contains(" 429 ");
      } catch (IOException unanswered) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
