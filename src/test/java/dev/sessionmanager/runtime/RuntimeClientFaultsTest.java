package dev.sessionmanager.runtime;

import static dev.sessionmanager.runtime.RecordingRuntime.agent;
import static dev.sessionmanager.runtime.RecordingRuntime.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.http.BrokenTls;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** The runtime's client against a runtime that is slow, broken, huge, gone or has moved. */
class RuntimeClientFaultsTest {

  private static final List<String> THREE = List.of("vfs", "gpt4", "orchestrator");

  private static Map<String, Object> resources() {
    return Map.of("credentials", Map.of("username", "ana"));
  }

  private final OutboundHttp http = TestHttp.http();
  private final RecordingRuntime runtime = new RecordingRuntime();
  private final RuntimeClient client = client(runtime.uri());

  private RuntimeClient client(URI uri) {
    return client(uri, Duration.ofSeconds(2));
  }

  private RuntimeClient client(URI uri, Duration answerTimeout) {
    return new RuntimeClient(
        http, settings(uri, answerTimeout), new SimpleMeterRegistry(), Clock.systemUTC());
  }

  private static RuntimeSettings settings(URI uri, Duration answerTimeout) {
    return new RuntimeSettings(
        uri,
        Duration.ofSeconds(2),
        answerTimeout,
        Duration.ofSeconds(3),
        Duration.ofSeconds(60),
        4,
        DataSize.ofKilobytes(64));
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    runtime.close();
    http.close();
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refuses(
      Kind kind, ThrowingCallable call) {
    return assertThatThrownBy(call)
        .isInstanceOfSatisfying(Problem.class, p -> assertThat(p.kind()).isEqualTo(kind));
  }

  private Instruction instruct() {
    return client.instruct("hola", "ana", RuntimeClientFaultsTest::resources);
  }

  private List<RunningAgent> launch() {
    return client.launch(THREE, RuntimeClientFaultsTest::resources);
  }

  @Test
  void saysThatNothingListensThere() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    RuntimeClient nobody = client(URI.create("http://127.0.0.1:" + free));
    refuses(
        Kind.RUNTIME_UNREACHABLE, () -> nobody.launch(THREE, RuntimeClientFaultsTest::resources));
    refuses(Kind.RUNTIME_UNREACHABLE, nobody::status);
    RuntimeClient unknown = client(URI.create("http://no-such-host.invalid:8000"));
    refuses(Kind.RUNTIME_UNREACHABLE, unknown::status);
  }

  @Test
  void givesUpOnARuntimeThatHangs() {
    CountDownLatch over = new CountDownLatch(1);
    runtime.answer("/api/status", exchange -> await(over));
    refuses(Kind.RUNTIME_TIMED_OUT, client::status);
    over.countDown();
  }

  @Test
  void givesUpOnAnAnswerThatTricklesOn() {
    CountDownLatch gone = new CountDownLatch(1);
    runtime.answer(
        "/api/status",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try {
            while (gone.getCount() > 0) {
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
              gone.await(100, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            gone.countDown();
          }
        });
    refuses(Kind.RUNTIME_TIMED_OUT, client::status)
        .satisfies(p -> assertThat(((Problem) p).setting()).isEqualTo("RUNTIME_ANSWER_TIMEOUT"));
    gone.countDown();
  }

  @Test
  void doesNotReadAnEndlessAnswer() {
    runtime.answer("/api/status", json(200, "{\"status\":\"" + "a".repeat(100_000) + "\"}"));
    refuses(Kind.RUNTIME_UNREADABLE, client::status)
        .satisfies(p -> assertThat(((Problem) p).setting()).isEqualTo("RUNTIME_ANSWER_MAX_BYTES"));
  }

  @Test
  void saysThatTheRuntimeHasNoConnectionLeft() throws Exception {
    RuntimeClient patient = client(runtime.uri(), Duration.ofSeconds(30));
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch taken = new CountDownLatch(4);
    runtime.answer(
        "/api/status",
        exchange -> {
          taken.countDown();
          await(over);
          json(200, "{}").to(exchange);
        });
    List<Thread> waiting =
        IntStream.range(0, 4).mapToObj(i -> Thread.startVirtualThread(patient::status)).toList();
    assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
    refuses(Kind.OVERLOADED, patient::status)
        .satisfies(p -> assertThat(((Problem) p).setting()).isEqualTo("RUNTIME_CONNECTIONS_MAX"));
    over.countDown();
    for (Thread thread : waiting) {
      thread.join();
    }
    patient.close();
  }

  @Test
  void quotesOnlyTheRuntimesOwnSentences() {
    runtime.answer(
        "/api/launch_agents", json(400, "{\"detail\":\"Agente no disponible: kendra\"}"));
    refuses(Kind.RUNTIME_REJECTED, this::launch)
        .satisfies(p ->
            assertThat(((Problem) p).arguments()).containsExactly("Agente no disponible: kendra"));
    runtime.answer(
        "/api/launch_agents", json(422, "{\"detail\":[{\"loc\":[\"body\"],\"msg\":\"secret\"}]}"));
    refuses(Kind.RUNTIME_REJECTED, this::launch)
        .satisfies(p -> assertThat(((Problem) p).arguments()).containsExactly("HTTP 422"));
    runtime.answer(
        "/api/launch_agents",
        json(400, "{\"detail\":\"Agente no disponible: password=hunter2 <script>\"}"));
    refuses(Kind.RUNTIME_REJECTED, this::launch)
        .satisfies(p -> assertThat(((Problem) p).arguments()).containsExactly("HTTP 400"));
  }

  @Test
  void tellsFailuresOfALaunchApart() {
    runtime.answer("/api/launch_agents", json(500, "boom"));
    refuses(Kind.RUNTIME_FAILED, this::launch);
    runtime.answer("/api/launch_agents", json(200, "<html>"));
    refuses(Kind.RUNTIME_UNREADABLE, this::launch);
    runtime.answer("/api/launch_agents", json(200, "{\"launched_agents\":7}"));
    refuses(Kind.RUNTIME_UNREADABLE, this::launch);
    runtime.answer("/api/launch_agents", json(200, "{}"));
    refuses(Kind.RUNTIME_UNREADABLE, this::launch);
    runtime.answer("/api/launch_agents", launched(runtime.agent("gpt4", "error")));
    refuses(Kind.AGENT_FAILED, this::launch);
    String two = runtime.agent("vfs", "running") + "," + runtime.agent("gpt4", "running");
    runtime.answer("/api/launch_agents", launched(two));
    refuses(Kind.ORCHESTRATOR_MISSING, this::launch);
  }

  private static RecordingRuntime.Answer launched(String agents) {
    return json(200, "{\"launched_agents\":[" + agents + "]}");
  }

  @Test
  void goesOnWithWhatRunsAfterAConflict() {
    runtime.answer(
        "/api/launch_agents", json(409, "{\"detail\":\"El agente vfs ya está en ejecución\"}"));
    assertThat(launch()).extracting(RunningAgent::name).containsExactlyElementsOf(THREE);
    assertThat(runtime.count("/api/launch_agents")).isEqualTo(1);
  }

  @Test
  void launchesOnlyTheMissingAfterAConflict() {
    AtomicInteger launches = new AtomicInteger();
    runtime.answer(
        "/api/list_agents", json(200, "{\"agents\":[" + runtime.agent("vfs", "running") + "]}"));
    runtime.answer(
        "/api/launch_agents",
        exchange -> {
          String others =
              runtime.agent("gpt4", "running") + "," + runtime.agent("orchestrator", "running");
          (launches.getAndIncrement() == 0 ? json(409, "{}") : launched(others)).to(exchange);
        });
    assertThat(launch()).extracting(RunningAgent::name).containsExactlyElementsOf(THREE);
    assertThat(runtime.last("/api/launch_agents").body())
        .contains("gpt4", "orchestrator")
        .doesNotContain("\"vfs\"");
  }

  @Test
  void waitsForAnAgentThatIsStarting() {
    AtomicInteger looks = new AtomicInteger();
    runtime.answer("/api/launch_agents", launched(agents("starting")));
    runtime.answer(
        "/api/list_agents",
        exchange ->
            json(
                    200,
                    "{\"agents\":["
                        + agents(looks.incrementAndGet() < 3 ? "starting" : "running")
                        + "]}")
                .to(exchange));
    assertThat(launch()).extracting(RunningAgent::status).containsOnly(RunningAgent.Status.RUNNING);
    assertThat(looks.get()).isEqualTo(3);
  }

  @Test
  void doesNotWaitForeverForAnAgentThatIsStarting() {
    runtime.answer("/api/launch_agents", launched(agents("starting")));
    runtime.answer("/api/list_agents", json(200, "{\"agents\":[" + agents("starting") + "]}"));
    refuses(Kind.RUNTIME_TIMED_OUT, this::launch)
        .satisfies(p -> assertThat(((Problem) p).setting()).isEqualTo("RUNTIME_LAUNCH_TIMEOUT"));
  }

  private String agents(String orchestrator) {
    return runtime.agent("vfs", "running")
        + ","
        + runtime.agent("gpt4", "running")
        + ","
        + runtime.agent("orchestrator", orchestrator);
  }

  @Test
  void findsAnOrchestratorThatRunsAlready() {
    assertThat(instruct().optimized()).isEqualTo("HOLA");
    assertThat(runtime.count("/api/launch_agents")).isZero();
  }

  @Test
  void saysThatNothingWasLaunched() {
    runtime.answer("/api/list_agents", json(200, "{\"agents\":[]}"));
    refuses(Kind.AGENTS_NOT_LAUNCHED, this::instruct);
  }

  @Test
  void followsAnOrchestratorThatHasMoved() {
    launch();
    try (RecordingRuntime elsewhere = new RecordingRuntime()) {
      runtime.answer("/instructions", json(404, "{\"detail\":\"Not Found\"}"));
      runtime.answer(
          "/api/list_agents",
          json(200, "{\"agents\":[" + agent("orchestrator", "running", elsewhere.port()) + "]}"));
      assertThat(instruct().optimized()).isEqualTo("HOLA");
      assertThat(elsewhere.count("/instructions")).isEqualTo(1);
      assertThat(runtime.count("/api/launch_agents")).isEqualTo(1);
      instruct();
      assertThat(elsewhere.count("/instructions")).isEqualTo(2);
    }
  }

  @Test
  void relaunchesAnOrchestratorThatHasDiedOnceAndSendsTheMessageOnce() {
    try (RecordingRuntime reborn = new RecordingRuntime()) {
      RecordingRuntime dying = new RecordingRuntime();
      runtime.answer(
          "/api/launch_agents",
          launched(
              runtime.agent("vfs", "running")
                  + ","
                  + runtime.agent("gpt4", "running")
                  + ","
                  + agent("orchestrator", "running", dying.port())));
      launch();
      dying.close();
      runtime.answer("/api/list_agents", json(200, "{\"agents\":[]}"));
      runtime.answer(
          "/api/launch_agents", launched(agent("orchestrator", "running", reborn.port())));
      assertThat(instruct().optimized()).isEqualTo("HOLA");
      assertThat(runtime.count("/api/launch_agents")).isEqualTo(2);
      assertThat(runtime.last("/api/launch_agents").body()).contains("[\"orchestrator\"]");
      assertThat(reborn.count("/instructions")).isEqualTo(1);
    }
  }

  @Test
  void doesNotRelaunchForever() {
    RecordingRuntime dead = new RecordingRuntime();
    dead.close();
    runtime.answer("/api/list_agents", json(200, "{\"agents\":[]}"));
    runtime.answer("/api/launch_agents", launched(agent("orchestrator", "running", dead.port())));
    client.launch(List.of("orchestrator"), RuntimeClientFaultsTest::resources);
    refuses(Kind.RUNTIME_UNREACHABLE, this::instruct);
    assertThat(runtime.count("/api/launch_agents")).isEqualTo(2);
  }

  @Test
  void neverSendsAMessageTwice() {
    launch();
    runtime.answer("/instructions", exchange -> exchange.close());
    refuses(Kind.RUNTIME_BROKE_OFF, this::instruct);
    assertThat(runtime.count("/instructions")).isEqualTo(1);
  }

  @Test
  void takesAnInstructionForSentWhoseConnectionBrokeOnceItStood() throws Exception {
    RunningAgent.Status running = RunningAgent.Status.RUNNING;
    try (BrokenTls broken = new BrokenTls();
        RuntimeApi api =
            new RuntimeApi(
                broken.http(),
                settings(URI.create(broken.url()), Duration.ofSeconds(2)),
                new SimpleMeterRegistry())) {
      RunningAgent there = new RunningAgent("1", "orchestrator", 1, broken.port(), running, null);
      refuses(Kind.RUNTIME_BROKE_OFF, () -> api.instruct(there, "hola", "ana"));
      assertThat(broken.requests).hasSize(1);
    }
  }

  @Test
  void acceptsEveryReasonableFormOfAnInstruction() {
    for (String form :
        List.of(
            "{\"original\":\"hola\",\"optimized\":\"X\",\"answer\":\"A\"}",
            "{\"optimized\":\"X\",\"answer\":\"A\"}",
            "{\"instruction\":{\"original\":\"hola\",\"optimized\":\"X\"},\"answer\":\"A\"}",
            "{\"data\":{\"original\":\"hola\",\"optimized\":\"X\",\"answer\":\"A\"}}",
            "{\"result\":{\"optimized\":\"X\"},\"answer\":\"A\"}")) {
      runtime.answer("/instructions", json(200, form));
      assertThat(instruct()).isEqualTo(new Instruction("hola", "X", Map.of("answer", "A")));
    }
  }

  @Test
  void stopsWaitingWhenItsThreadIsInterrupted() throws Exception {
    launch();
    CountDownLatch over = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    runtime.answer(
        "/instructions",
        exchange -> {
          asked.countDown();
          await(over);
        });
    CompletableFuture<Long> took = new CompletableFuture<>();
    Thread waiting =
        Thread.startVirtualThread(() -> {
          long start = System.nanoTime();
          assertThatThrownBy(this::instruct).isInstanceOf(Problem.class);
          took.complete(System.nanoTime() - start);
        });
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    waiting.interrupt();
    assertThat(took.get(10, TimeUnit.SECONDS)).isLessThan(TimeUnit.SECONDS.toNanos(2));
    over.countDown();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
