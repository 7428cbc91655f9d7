package dev.sessionmanager.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.HostileServer.Attack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Outbound calls to a server that wants to end the service. */
class HostileUpstreamTest {

  private static final Duration TIME = Duration.ofMillis(700);

  private static final Duration LONG = Duration.ofSeconds(20);

  private final OutboundHttp http = TestHttp.http();
  private final HostileServer server = new HostileServer();
  private final CountDownLatch over = new CountDownLatch(1);

  @AfterEach
  void close() throws IOException {
    over.countDown();
    server.close();
    http.close();
  }

  private HttpCalls calls(long answerMax) {
    return new HttpCalls(http, new HttpLimits(TIME, 64, answerMax));
  }

  private CallFailure failure(HttpCalls.Reader<?> reader, String url) {
    HttpCall call = HttpCall.of("GET", URI.create(url), TIME);
    return catchThrowableOfType(CallFailure.class, () -> calls(100_000).exchange(call, reader));
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMay(Attack attack) {
    attack.on(server);
    long start = System.nanoTime();
    CallFailure failure = failure(HttpAnswer::body, server.url());
    assertThat(failure.reason()).isEqualTo(attack.reason());
    assertThat(server.written()).isLessThan(HostileServer.BUFFERED);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.multipliedBy(3));
  }

  @ParameterizedTest
  @EnumSource
  void isReadNoFurtherThanItMayLineByLine(Attack attack) {
    attack.on(server);
    CallFailure failure = failure(HostileUpstreamTest::drain, server.url());
    assertThat(failure.reason()).isEqualTo(attack.reason());
    assertThat(server.written()).isLessThan(HostileServer.BUFFERED);
  }

  private static String drain(HttpAnswer answer) throws IOException {
    BoundedLines lines = answer.lines();
    while (lines != null && lines.next() != null) {
      // Only the bounds are of interest.
    }
    return "";
  }

  /** Behind the end of its stream the client reads on, to keep the connection. */
  @ParameterizedTest
  @ValueSource(strings = {"x", "1;x=0123456789\r\nx\r\n"})
  void isReadNoFurtherBehindTheEndOfAStream(String repeated) {
    server.says(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\ndata\n\r\n",
        repeated.equals("x") ? "2710\r\n" + "x".repeat(10_000) + "\r\n" : repeated);
    CallFailure failure =
        failure(
            answer -> {
              BoundedLines lines = answer.lines();
              assertThat(lines).isNotNull();
              assertThat(Objects.requireNonNull(lines).next()).isEqualTo("data");
              answer.over();
              return "";
            },
            server.url());
    assertThat(failure).isNotNull();
    assertThat(server.written()).isLessThan(HostileServer.BUFFERED);
  }

  @ParameterizedTest
  @CsvSource({"gzip", "deflate"})
  void isNotUnpacked(String encoding) throws Exception {
    server.saysPackedZeros(encoding);
    byte[] body =
        calls(1 << 20)
            .exchange(HttpCall.of("GET", URI.create(server.url()), TIME), HttpAnswer::body);
    assertThat(body.length).isLessThan(1 << 20);
  }

  @Test
  void isGivenNoMemoryForWhatItOnlyAnnounces() {
    server.says("HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n", null);
    HttpCall call = HttpCall.of("GET", URI.create(server.url()), TIME);
    CallFailure failure =
        catchThrowableOfType(
            CallFailure.class, () -> calls(2_000_000_000).exchange(call, HttpAnswer::body));
    assertThat(failure.reason()).isEqualTo(Reason.TOO_LATE);
  }

  /** Each is as large as it may be, but all together they would not fit into the heap. */
  @ParameterizedTest
  @CsvSource({"[, false", "xx, false", "'[],', true"})
  void takesNoMoreMemoryForAllAnswersThanThereIs(String repeated, boolean tree) throws Exception {
    AnswerMemory memory = new AnswerMemory(300_000);
    try (OutboundHttp small = TestHttp.http(memory)) {
      HttpCalls calls = new HttpCalls(small, new HttpLimits(TIME, 8, 1_000_000));
      String body = "[" + repeated.repeat(100_000 / repeated.length());
      server.says(whole(body), null);
      Reason reason =
          calls.exchange(
              HttpCall.of("GET", URI.create(server.url()), LONG),
              first -> {
                if (!tree) {
                  assertThat(first.body()).hasSizeGreaterThan(99_000);
                }
                CallFailure failure = catchThrowableOfType(CallFailure.class, () -> body(calls));
                return failure.reason();
              });
      assertThat(reason).isEqualTo(Reason.NO_MEMORY_FREE);
      server.says(whole("[]"), null);
      assertThat(body(calls)).hasSize(2);
      server.says(whole("x".repeat(100_000)), null);
      assertThat(body(calls)).as("what was taken is given back").hasSize(100_000);
    }
  }

  private byte[] body(HttpCalls calls) throws CallFailure {
    HttpCall call = HttpCall.of("GET", URI.create(server.url()), LONG);
    return calls.exchange(call, HttpAnswer::body);
  }

  private static String whole(String body) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
        .formatted(body.length(), body);
  }

  /** TLS is spoken before there is an answer, and has its share of the time. */
  @Test
  void doesNotHoldUpAHandshake() throws Exception {
    try (ServerSocket slow = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> drip(slow));
      long start = System.nanoTime();
      CallFailure failure =
          failure(HttpAnswer::body, "https://localhost:" + slow.getLocalPort() + "/");
      assertThat(failure.reason()).isIn(Reason.TOO_LATE, Reason.UNREACHABLE);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(TIME.multipliedBy(3));
    }
  }

  private void drip(ServerSocket slow) {
    try (var connection = slow.accept()) {
      // A record of the handshake (RFC 8446, 5.1), of 4000 bytes, one every 100 ms.
      connection.getOutputStream().write(new byte[] {22, 3, 3, 15, (byte) 160, 2, 0, 15, 100});
      while (!over.await(100, TimeUnit.MILLISECONDS)) {
        connection.getOutputStream().write('x');
      }
    } catch (IOException gone) {
      // The client has had enough.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
