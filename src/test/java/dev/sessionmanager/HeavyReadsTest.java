package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Long answers from what is stored, and readers who take them slowly or not at all. */
class HeavyReadsTest {

  private static final String EXPORT = "/conversations/long/export";
  private static final String PAGE = "/conversations/long?limit=200";

  /** Longer than the time-outs that are set here, and shorter than those that are not. */
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path home;

  @Test
  void exportsAndPagesTakeLittleMemoryHoweverLongTheConversationIs() throws Exception {
    try (ServiceProcess service =
        ServiceProcess.start(home, Map.of("JAVA_TOOL_OPTIONS", "-Xmx128m"))) {
      LongConversation.write(home, "/chat/at/local/long", "long", 2000);
      List<Reader> readers = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        readers.add(new Reader(service.port(), EXPORT, 1_000_000));
      }
      for (int i = 0; i < 40; i++) {
        readers.add(new Reader(service.port(), PAGE));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(readers.get(i).rest()).isGreaterThan(64_000_000);
      }
      assertThat(service.get("/history?session_id=long").body().length()).isGreaterThan(32_000_000);
      assertThat(service.get(EXPORT + "?format=markdown").body().length())
          .isGreaterThan(64_000_000);
      assertThat(service.get("/conversations/search?limit=200&q=palabra").statusCode())
          .isEqualTo(200);
      assertThat(service.get("/health").statusCode()).isEqualTo(200);
      for (Reader reader : readers) {
        reader.close();
      }
    }
  }

  @Test
  void aPageOfLongTurnsIsShorterAndItsNextLeadsToTheRest() {
    try (Service service = Service.start()) {
      LongConversation.write(service.data, "/chat/at/local/long", "long", 30);
      String after = "0";
      int read = 0;
      int pages = 0;
      do {
        var data = service.get(PAGE + "&after=" + after).json().at("/data");
        read += data.at("/turns").size();
        pages++;
        after = data.at("/next").isNull() ? "" : data.at("/next").asString();
      } while (!after.isEmpty());
      assertThat(read).isEqualTo(30);
      assertThat(pages).isBetween(3, 5);
      var last = service.get(PAGE + "&before=" + Long.MAX_VALUE).json().at("/data");
      assertThat(last.at("/turns/0/id")).isEqualTo(last.at("/next"));
    }
  }

  @Test
  void cutsOffAReaderThatTakesALittleNowAndThen() throws Exception {
    assertFreedFrom(1, Duration.ofSeconds(1));
  }

  @Test
  void endsAReadThatTakesTooLongAsAWhole() throws Exception {
    assertFreedFrom(20_000, Duration.ofMillis(10));
  }

  /** A reader has the only slot, and reads on, so many bytes at a time, with a pause after each. */
  private static void assertFreedFrom(int bytes, Duration pause) throws Exception {
    try (Service service =
        Service.start(
            "web.heavy-read-timeout=1s",
            "server.tomcat.connection-timeout=3s",
            "web.heavy-reads=1")) {
      LongConversation.write(service.data, "/chat/at/local/long", "long", 2000);
      try (Reader slow = new Reader(service.port(), EXPORT)) {
        slow.awaitHead();
        Thread reading = Thread.startVirtualThread(() -> slow.read(bytes, pause));
        long end = System.nanoTime() + SOON.toNanos();
        int status;
        do {
          status = service.get(PAGE).status();
        } while (status != 200 && System.nanoTime() < end);
        assertThat(status).isEqualTo(200);
        reading.interrupt();
      }
    }
  }

  @Test
  void letsFewReadsOfAPersonGoOnAtOnceAndNobodyWaitForAnother() throws Exception {
    try (Service service = Service.start("web.heavy-reads-per-user=2", "web.heavy-reads=3")) {
      LongConversation.write(service.data, "/chat/at/local/long", "long", 500);
      try (Reader first = new Reader(service.port(), EXPORT);
          Reader second = new Reader(service.port(), EXPORT)) {
        first.awaitHead();
        second.awaitHead();
        Service.Answer refused = service.get(PAGE);
        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.text("/code")).isEqualTo("too_many_transfers");
        assertThat(refused.text("/setting")).isEqualTo("web.heavy-reads-per-user");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        String token = service.token("user_1", "1234", "phone");
        String[] other = {"Authorization", "Bearer " + token};
        assertThat(service.get("/conversations", other).status()).isEqualTo(200);
        first.rest();
        assertThat(service.get(PAGE).status()).isEqualTo(200);
      }
    }
  }

  /** A client that speaks HTTP by hand, so that it can read as slowly as it likes. */
  private static final class Reader implements AutoCloseable {

    /** So little that what is written waits for it to be read. */
    private static final int BUFFER = 4096;

    private final Socket socket = new Socket();
    private final InputStream in;

    Reader(int port, String path) throws IOException {
      this(port, path, BUFFER);
    }

    Reader(int port, String path, int buffer) throws IOException {
      socket.setReceiveBufferSize(buffer);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket.setSoTimeout(60_000);
      in = socket.getInputStream();
      String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    void awaitHead() throws IOException {
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).endsWith("200");
    }

    /** Reads to the end; how many bytes that are. */
    long rest() throws IOException {
      return in.transferTo(OutputStream.nullOutputStream());
    }

    /** Reads until it is interrupted or its connection has ended. */
    void read(int bytes, Duration pause) {
      try {
        while (!Thread.interrupted() && in.readNBytes(bytes).length == bytes) {
          LockSupport.parkNanos(pause.toNanos());
        }
      } catch (IOException ended) {
        // as it is to be
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
