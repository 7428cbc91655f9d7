package dev.sessionmanager.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.CallFailure.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Bounds of outbound calls, against a server that writes what it is told. */
class OutboundHttpTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private interface Writer {
    void write(OutputStream out) throws IOException;
  }

  private final OutboundHttp http = TestHttp.http();
  private final CountDownLatch over = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(2);
  private ServerSocket server;
  private volatile Writer answer = out -> {};

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Connections.accept(server, this::answer);
  }

  @AfterEach
  void close() throws IOException {
    over.countDown();
    http.close();
    server.close();
  }

  private void answer(Socket connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      int seen = 0;
      while (seen < 2) { // the empty line behind the head
        int next = in.read();
        seen = next == '\n' ? seen + 1 : next == '\r' ? seen : 0;
      }
      asked.countDown();
      answer.write(connection.getOutputStream());
    } catch (IOException gone) {
      // The client has had enough.
    }
  }

  private HttpCalls calls(int connections) {
    return new HttpCalls(http, new HttpLimits(Duration.ofMillis(200), connections, 1000));
  }

  private String ask(HttpCalls calls, Duration time) throws CallFailure {
    URI uri = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
    return calls.exchange(
        HttpCall.of("GET", uri, time), given -> new String(given.body(), ISO_8859_1));
  }

  private CallFailure failure(HttpCalls calls, Duration time) {
    CallFailure failure = catchThrowableOfType(CallFailure.class, () -> ask(calls, time));
    assertThat(failure).isNotNull();
    return failure;
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    out.flush();
  }

  @Test
  void readsAnAnswer() throws Exception {
    answer = out -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhola");
    assertThat(ask(calls(1), LONG)).isEqualTo("hola");
  }

  @Test
  void readsNoLineOfAHeadThatIsTooLong() {
    answer = out -> write(out, "HTTP/1.1 200 OK\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
    assertThat(failure(calls(1), LONG).reason()).isEqualTo(Reason.BROKE_OFF);
  }

  @Test
  void readsNoHeadOfTooManyLines() {
    answer = out -> write(out, "HTTP/1.1 200 OK\r\n" + "X: x\r\n".repeat(300) + "\r\n");
    assertThat(failure(calls(1), LONG).verdict()).isEqualTo(Verdict.MAYBE_SENT);
  }

  @Test
  void readsNoBodyThatIsTooLarge() {
    answer = out -> write(out, "HTTP/1.1 200 OK\r\n\r\n" + "x".repeat(1001));
    CallFailure failure = failure(calls(1), LONG);
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(failure.verdict()).isEqualTo(Verdict.ANSWERED);
  }

  @Test
  void endsABodyThatDrips() {
    answer =
        out -> {
          write(out, "HTTP/1.1 200 OK\r\n\r\n");
          while (!isOver(20)) {
            write(out, "x");
          }
        };
    CallFailure failure = failure(calls(1), Duration.ofMillis(300));
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LATE);
    assertThat(failure.verdict()).isEqualTo(Verdict.ANSWERED);
  }

  @Test
  void givesEachCallerOfAnAddressItsConnectionsAndNoMore() throws Exception {
    answer =
        out -> {
          isOver(20_000);
          write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        };
    HttpCalls one = calls(1);
    HttpCalls other = calls(1);
    Thread first = Thread.startVirtualThread(() -> quietly(one));
    Thread second = Thread.startVirtualThread(() -> quietly(other));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    CallFailure failure = failure(one, LONG);
    assertThat(failure.reason()).isEqualTo(Reason.NO_CONNECTION_FREE);
    assertThat(failure.verdict()).isEqualTo(Verdict.NOT_SENT);
    over.countDown();
    first.join();
    second.join();
  }

  @Test
  void endsTheCallsOfACallerThatIsClosedAndSendsNoMore() throws Exception {
    answer = out -> isOver(20_000);
    HttpCalls calls = calls(2);
    Thread waiting = Thread.startVirtualThread(() -> quietly(calls));
    Thread too = Thread.startVirtualThread(() -> quietly(calls));
    assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
    calls.close();
    waiting.join();
    too.join();
    assertThat(failure(calls, LONG).verdict()).isEqualTo(Verdict.NOT_SENT);
  }

  /** Also between two steps of the client's, whose own state says nothing about the call. */
  @Test
  void hasAVerdictWheneverItIsCutOff() throws Exception {
    answer = out -> write(out, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    Random random = new Random(1);
    List<Throwable> others = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 3000; i++) {
      HttpCalls calls = calls(1);
      Thread asking =
          Thread.startVirtualThread(() -> {
            try {
              ask(calls, LONG);
            } catch (CallFailure verdict) {
              // It was cut off.
            } catch (RuntimeException other) {
              others.add(other);
            }
          });
      long until = System.nanoTime() + random.nextInt(400_000);
      while (System.nanoTime() < until) {
        Thread.onSpinWait();
      }
      calls.close();
      asking.join();
    }
    assertThat(others).isEmpty();
  }

  private void quietly(HttpCalls calls) {
    try {
      ask(calls, LONG);
    } catch (CallFailure expected) {
      // It was closed.
    }
  }

  private boolean isOver(int millis) {
    try {
      return over.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
