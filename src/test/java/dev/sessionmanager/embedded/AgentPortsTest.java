package dev.sessionmanager.embedded;

import static dev.sessionmanager.embedded.RawHttp.ask;
import static dev.sessionmanager.embedded.RawHttp.assertClosed;
import static dev.sessionmanager.embedded.RawHttp.read;
import static dev.sessionmanager.embedded.RawHttp.send;
import static dev.sessionmanager.embedded.RawHttp.untilRefused;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.server.TimedInput;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsSettings;
import dev.sessionmanager.vfs.VfsTools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;

/** The agents' ports by themselves, over bare sockets: broken requests, and agents that end. */
@Timeout(60)
class AgentPortsTest {

  private static final String CLOSE = "Host: localhost\r\nConnection: close\r\n";
  private static final String UPLOAD = "PUT /files/a HTTP/1.1\r\nX-Session-User: ana\r\n" + CLOSE;

  private static final String SLOW_UPLOAD =
      UPLOAD + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n";
  private static final Logger TOMCAT = Logger.getLogger("org.apache");

  @TempDir Path home;
  private EmbeddedRuntime runtime;
  private int firstPort;

  @BeforeAll
  static void quiet() {
    TOMCAT.setLevel(Level.WARNING);
  }

  @BeforeEach
  void open() throws IOException {
    firstPort = RuntimeServerProcess.freePorts();
    runtime = runtime(Duration.ofSeconds(20));
  }

  @AfterEach
  void close() {
    runtime.close();
  }

  private EmbeddedRuntime runtime(Duration timeout) {
    DataSize megabyte = DataSize.ofMegabytes(1);
    Vfs vfs =
        new Vfs(new VfsSettings(home, megabyte, 100, megabyte, 8, 4, 2, Duration.ofMinutes(1)));
    int lastPort = firstPort + RuntimeServerProcess.AGENT_PORTS - 1;
    InetAddress loopback = InetAddress.getLoopbackAddress();
    var settings =
        new RuntimeServerSettings(
            loopback, firstPort + "-" + lastPort, megabyte, timeout, 20, List.of(), false);
    AgentHost ports =
        new AgentPorts(
            settings, vfs, JsonMapper.shared(), new FieldCheck(new StandardEnvironment()));
    var orchestrator = new Orchestrator(vfs, 10, new Gpt4(new FakeNoModels(), VfsTools.of(vfs)));
    return new EmbeddedRuntime(Clock.systemUTC(), ports, orchestrator, JsonMapper.shared(), "1");
  }

  private int launch(String name) {
    return runtime.launch(List.of(name), Map::of).getFirst().port();
  }

  private static void assertPlainRefusal(RawHttp.Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.head()).contains("Content-Type: application/json", "Connection: close");
    assertThat(answer.head()).contains("nosniff", "no-store");
    assertThat(answer.json().propertyNames()).containsExactly("detail");
    assertThat(answer.json().path("detail").isString()).isTrue();
    assertThat(answer.body()).doesNotContainIgnoringCase("<", "exception", "java", "apache", "at ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "GET /a|b HTTP/1.1; 400",
        "GET /a%zz HTTP/1.1; 400",
        "GET /files/%00 HTTP/1.1; 400",
        "GET /../../x HTTP/1.1; 400",
        "GET * HTTP/1.1; 400",
        "GET / HTTP/7.3; 505",
        "GET; 400",
        "G@T / HTTP/1.1; 400",
        "BREW / HTTP/1.1; 405",
        "TRACE / HTTP/1.1; 405",
        "CONNECT localhost:1 HTTP/1.1; 501",
        "GET /nada HTTP/1.1; 404"
      })
  void answerABrokenRequestLineInJson(String line, int status) throws IOException {
    assertPlainRefusal(ask(launch("gpt4"), line + "\r\n" + CLOSE + "\r\n"), status);
  }

  @ParameterizedTest
  @CsvSource({
    "Bad Name: x, 400",
    "Host: another, 400",
    "Content-Length: -1, 400",
    "Transfer-Encoding: foo, 501",
    "Expect: a-miracle, 417",
    "Origin: http://evil.example, 403"
  })
  void answerABrokenHeaderInJson(String header, int status) throws IOException {
    RawHttp.Answer answer = ask(launch("gpt4"), "GET / HTTP/1.1\r\n" + CLOSE + header + "\r\n\r\n");
    assertPlainRefusal(answer, status);
  }

  @Test
  void answerATooLargeHeadInJson() throws IOException {
    String head = "GET / HTTP/1.1\r\n" + CLOSE + "X-Much: " + "x".repeat(20_000) + "\r\n\r\n";
    assertPlainRefusal(ask(launch("gpt4"), head), 400);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n",
        "Transfer-Encoding: chunked\r\n\r\n5\r\nhe",
        "Content-Length: 10\r\n\r\nhe"
      })
  void answerABrokenBodyInJsonAndKeepNothingOfIt(String rest) throws IOException {
    int port = launch("vfs");
    try (Socket socket = send(port, UPLOAD + rest)) {
      socket.shutdownOutput();
      assertPlainRefusal(read(socket), 400);
    }
    String list = "GET /files HTTP/1.1\r\nX-Session-User: ana\r\n" + CLOSE + "\r\n";
    assertThat(ask(port, list).json().path("files").size()).isZero();
  }

  @Test
  void refuseABodyThatDoesNotCome() throws IOException {
    runtime = runtime(Duration.ofSeconds(1));
    assertPlainRefusal(ask(launch("vfs"), UPLOAD + "Content-Length: 10\r\n\r\nhe"), 408);
  }

  @Test
  void readNothingMoreOnceTheTimeIsOver() throws IOException {
    var whole = new ByteArrayInputStream(new byte[] {1, 2, 3});
    assertThat(new TimedInput(whole, Duration.ofHours(1)).read()).isEqualTo(1);
    TimedInput late = new TimedInput(whole, Duration.ofNanos(-1));
    assertThatThrownBy(late::read).isInstanceOf(SocketTimeoutException.class);
    assertThatThrownBy(late::readAllBytes).isInstanceOf(SocketTimeoutException.class);
    assertThat(whole.read()).isEqualTo(2);
  }

  @Test
  void takePathsAsTheyAreWritten() throws IOException {
    int port = launch("vfs");
    String put = "PUT /files/a%2Fb;c%20%C3%B1 HTTP/1.1\r\nX-Session-User: ana\r\n" + CLOSE;
    RawHttp.Answer stored = ask(port, put + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\nhi");
    assertThat(stored.status()).isEqualTo(100);
    assertThat(RawHttp.Answer.of(stored.body()).json().path("path").stringValue())
        .isEqualTo("a/b;c ñ");
    String get = put.replace("PUT", "GET");
    assertThat(ask(port, get + "\r\n").body()).isEqualTo("hi");
  }

  @Test
  void sendNoBodyToHead() throws IOException {
    RawHttp.Answer answer = ask(launch("gpt4"), "HEAD /status HTTP/1.1\r\n" + CLOSE + "\r\n");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void answerTheRequestThatEndsTheAgentAndCanBeTakenAgain() throws IOException {
    for (int round = 0; round < 5; round++) {
      int port = launch("vfs");
      assertThat(port).isEqualTo(firstPort);
      RawHttp.Answer farewell = ask(port, "GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n");
      assertThat(farewell.status()).isEqualTo(200);
      assertThat(farewell.head()).contains("Connection: close");
      assertThat(farewell.json().path("status").stringValue()).isEqualTo("stopped");
      assertClosed(port);
    }
  }

  @Test
  void leaveNoThreadBehind() throws InterruptedException {
    int port = launch("vfs");
    List<Thread> threads =
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().contains("-" + port))
            .toList();
    assertThat(threads).hasSizeGreaterThan(1);
    runtime.stopAll();
    for (Thread thread : threads) {
      assertThat(thread.join(Duration.ofSeconds(10))).as(thread.getName()).isTrue();
    }
  }

  @Test
  void closeIdleConnectionsWithTheAgent() throws IOException {
    int port = launch("gpt4");
    try (Socket idle = send(port, "GET /status HTTP/1.1\r\nHost: localhost\r\n\r\n")) {
      assertThat(idle.getInputStream().read()).isEqualTo('H');
      runtime.stopAll();
      assertThat(new String(idle.getInputStream().readAllBytes(), UTF_8)).endsWith("}");
    }
    assertClosed(port);
  }

  @Test
  void letARunningCallFinish() throws Exception {
    int port = launch("vfs");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Socket upload = send(port, SLOW_UPLOAD)) {
      // Asked to go on: the call is being served.
      assertThat(upload.getInputStream().readNBytes(12)).asString(UTF_8).endsWith("100");
      Future<?> stop = threads.submit(runtime::stopAll);
      untilRefused(port);
      upload.getOutputStream().write("hola".getBytes(UTF_8));
      assertThat(upload.getInputStream().readAllBytes()).asString(UTF_8).contains(" 201 ");
      stop.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void waitForNoCallThatHangs() throws Exception {
    int port = launch("vfs");
    try (Socket upload = send(port, SLOW_UPLOAD)) {
      assertThat(upload.getInputStream().readNBytes(12)).asString(UTF_8).endsWith("100");
      long start = System.nanoTime();
      runtime.stopAll();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
    assertClosed(port);
    assertThat(launch("vfs")).isEqualTo(port);
  }

  @Test
  void endOnceWhenStoppedFromBothSidesAtOnce() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int round = 0; round < 10; round++) {
        int port = launch("vfs");
        CountDownLatch go = new CountDownLatch(1);
        List<Future<?>> ends = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
          ends.add(threads.submit(() -> shutDown(port, go)));
        }
        ends.add(
            threads.submit(() -> {
              go.await();
              return runtime.stopAll();
            }));
        go.countDown();
        for (Future<?> end : ends) {
          end.get(20, TimeUnit.SECONDS);
        }
        assertThat(runtime.list(null, null)).isEmpty();
        assertClosed(port);
      }
    }
  }

  /** May come too late for an answer, or for a connection, but never hangs. */
  private static String shutDown(int port, CountDownLatch go) throws InterruptedException {
    go.await();
    try {
      return ask(port, "GET /shutdown HTTP/1.1\r\n" + CLOSE + "\r\n").head();
    } catch (IOException | AssertionError e) {
      assertThat(e).isNotInstanceOf(SocketTimeoutException.class);
      return e.toString();
    }
  }

  @Test
  void sayThatNoPortIsFree() throws IOException {
    List<ServerSocket> taken = new ArrayList<>();
    try {
      for (int i = 0; i < RuntimeServerProcess.AGENT_PORTS; i++) {
        taken.add(new ServerSocket(firstPort + i, 1, InetAddress.getLoopbackAddress()));
      }
      assertThatThrownBy(() -> launch("vfs"))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> assertThat(problem.arguments().toString()).contains("puertos libres"));
    } finally {
      for (ServerSocket socket : taken) {
        socket.close();
      }
    }
    assertThat(launch("vfs")).isEqualTo(firstPort);
  }
}
