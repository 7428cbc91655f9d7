package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.model.OpenAiStub;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that dies, or is paused: another has its messages answered, once. */
class TakeoverTest {

  private static final String SECRET = "s".repeat(40);

  /** The lease, and some time for a machine with other work. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir Path data;

  private final String database = TestDatabase.emptyPostgres();
  private final HttpClient http = HttpClient.newHttpClient();

  private ServiceProcess first(OpenAiStub model) {
    return ServiceProcess.start(
        data,
        Map.of(
            "DATABASE_URL",
            database,
            "JWT_SECRET",
            SECRET,
            "NODE_NAME",
            "first",
            "LLM_URL",
            model.url(),
            "LLM_MAX_RETRIES",
            "0",
            "MODEL_NAME",
            "m"));
  }

  private Service second(OpenAiStub model) {
    return Service.start(
        "DATABASE_URL=" + database,
        "JWT_SECRET=" + SECRET,
        "node.name=second",
        "LLM_URL=" + model.url(),
        "LLM_MAX_RETRIES=0",
        "MODEL_NAME=m");
  }

  private Answer ask(int port) {
    return Service.send(
        http,
        Service.request(
            port,
            "POST",
            "/chat",
            "{\"message\":\"hola\",\"session_id\":\"c\",\"agent_id\":\"techbot\"}",
            "Idempotency-Key",
            "m-1"));
  }

  private static void awaitAsked(OpenAiStub model) {
    long began = System.nanoTime();
    while (model.requests.stream().noneMatch(r -> r.path().endsWith("/chat/completions"))
        && System.nanoTime() - began < PATIENCE.toNanos()) {
      Thread.onSpinWait();
    }
  }

  private static void signal(ServiceProcess service, String name)
      throws IOException, InterruptedException {
    String pid = Long.toString(service.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  private static void answeredOnce(Service node) {
    Answer list = node.get("/conversations");
    Answer conversation = node.get("/conversations/" + list.text("/data/conversations/0/id"));
    assertThat(conversation.json().at("/data/turns")).hasSize(1);
    assertThat(conversation.text("/data/turns/0/answer")).isEqualTo("por el segundo");
  }

  @Test
  void answersWhatAKilledNodeHadAccepted() throws Exception {
    try (OpenAiStub model = new OpenAiStub();
        ServiceProcess first = first(model);
        Service second = second(model);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      model.next(OpenAiStub.hangingAfter("por el primero"));
      var _ = threads.submit(() -> ask(first.port()));
      awaitAsked(model);
      model.next(OpenAiStub.text("por el segundo"));
      first.process().destroyForcibly().waitFor();

      long began = System.nanoTime();
      Answer answer = ask(second.port());
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(answer.text("/reply")).as(answer.json().toString()).isEqualTo("por el segundo");
      assertThat(took).isLessThan(PATIENCE);
      answeredOnce(second);
    }
  }

  @Test
  void writesNothingOnceItWakes() throws Exception {
    try (OpenAiStub model = new OpenAiStub();
        ServiceProcess first = first(model);
        Service second = second(model);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      model.next(OpenAiStub.hangingAfter("por el primero"));
      Future<?> lost =
          threads.submit(() -> {
            ask(first.port());
          });
      awaitAsked(model);
      model.next(OpenAiStub.text("por el segundo"));
      signal(first, "STOP");
      assertThat(ask(second.port()).text("/reply")).isEqualTo("por el segundo");
      signal(first, "CONT");
      assertThat(first.exitCode()).isEqualTo(75);
      assertThat(first.log()).contains("Other nodes have taken over from this one");
      lost.cancel(true);
      answeredOnce(second);
    }
  }
}
