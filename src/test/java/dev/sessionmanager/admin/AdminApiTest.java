package dev.sessionmanager.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The operator's calls: what they tell is what happened, and nothing of what was said. */
class AdminApiTest {

  private final EchoAgent echo = new EchoAgent("eco", Agent.Kind.PERSONA);

  // No sample but those that a test takes; what was counted once is counted again at once.
  private final Service service =
      Service.startWith(
          List.of(echo),
          "DEFAULT_AGENT=eco",
          "admin.sample-interval=59s",
          "admin.samples-kept=3",
          "admin.problems-kept=2",
          "admin.recheck=0s",
          "RATE_MAX_MESSAGES=1");

  @AfterEach
  void stop() {
    service.close();
  }

  /** A second one in the same conversation is refused: it comes too soon. */
  private Answer say(String conversation, String text) {
    return service.post(
        "/chat", "{\"session_id\":\"%s\",\"message\":\"%s\"}".formatted(conversation, text));
  }

  private JsonNode overview() {
    service.bean(Traffic.class).sample();
    return service.get("/admin/overview").json();
  }

  @Test
  void countsWhatWasAnsweredRefusedAndFailed() {
    for (int i = 0; i < 3; i++) {
      assertThat(say("talk " + i, "hola").status()).isEqualTo(200);
    }
    echo.does((prompt, chunk) -> {
      throw new Problem(Kind.MODEL_FAILED);
    });
    Answer failed = say("secret talk", "my secret");
    Answer refused = say("secret talk", "another secret");
    assertThat(List.of(failed.status(), refused.status())).containsExactly(502, 429);
    JsonNode overview = overview();
    JsonNode sample = overview.at("/samples/0");
    assertThat(sample.path("answered").asInt()).isEqualTo(3);
    assertThat(sample.path("failed").asInt()).isEqualTo(1);
    assertThat(sample.path("refused").asInt()).isEqualTo(1);
    assertThat(sample.path("p50_ms").asDouble())
        .isPositive()
        .isLessThanOrEqualTo(sample.path("p99_ms").asDouble());
    JsonNode minute = overview.path("last_minute");
    assertThat(minute.path("messages_per_minute").asInt()).isEqualTo(4);
    assertThat(minute.path("refused_per_minute").asInt()).isEqualTo(1);
    assertThat(minute.path("error_rate").asDouble()).isEqualTo(25);

    Answer problems = service.get("/admin/problems");
    assertThat(problems.raw().body()).doesNotContain("secret");
    JsonNode list = problems.json().path("problems");
    assertThat(list.findValuesAsString("code")).containsExactly("rate_limited", "model_failed");
    assertThat(list.at("/1/agent").asString()).isEqualTo("eco");
    assertThat(list.at("/1/channel").asString()).isEqualTo("chat");
    assertThat(list.at("/1/trace_id").asString()).isEqualTo(failed.header("X-Trace-Id"));
  }

  @Test
  void keepsNoMoreSamplesAndProblemsThanTold() {
    for (int i = 0; i < 5; i++) {
      say("talk", "hola");
      say("talk", "hola otra vez");
      overview();
      service.clock.advance(Duration.ofSeconds(59));
    }
    JsonNode samples = overview().path("samples");
    assertThat(samples).hasSize(3);
    assertThat(samples.at("/0/refused").asInt()).isEqualTo(1);
    assertThat(samples.at("/2/refused").asInt()).isZero();
    assertThat(samples.at("/0/at").asString()).isLessThan(samples.at("/1/at").asString());
    assertThat(service.get("/admin/problems").json().path("problems")).hasSize(2);
    JsonNode minute = overview().path("last_minute");
    assertThat(minute.path("refused_per_minute").asInt()).as("two samples a minute").isZero();
    assertThat(minute.path("messages_per_minute").asInt()).isZero();
    assertThat(minute.path("error_rate").isNull()).isTrue();
    assertThat(minute.path("p50_ms").isNull()).isTrue();
  }

  @Test
  void measuresFromAcceptanceToTheAnswerAndSeesWhoWaits() throws Exception {
    Hanging hanging = echo.hangsAfter("uno");
    long before = System.nanoTime();
    List<CompletableFuture<Answer>> answers = new ArrayList<>();
    answers.add(CompletableFuture.supplyAsync(() -> say("one", "hola")));
    hanging.awaitBegun();
    long begun = System.nanoTime();
    service.clock.advance(Duration.ofSeconds(11));
    answers.add(CompletableFuture.supplyAsync(() -> say("one", "hola")));
    JsonNode queue;
    do {
      queue = overview().path("queue");
    } while (queue.path("waiting").asInt() < 1);
    assertThat(queue.path("running").asInt()).isEqualTo(1);
    assertThat(queue.path("running_max").asInt()).isEqualTo(50);
    assertThat(queue.path("waiting_max").asInt()).isEqualTo(500);
    double least = (System.nanoTime() - begun) / 1e6;
    hanging.release();
    for (CompletableFuture<Answer> answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS).status()).isEqualTo(200);
    }
    double most = (System.nanoTime() - before) / 1e6;
    // Two digits are kept of a figure.
    assertThat(overview().at("/last_minute/p99_ms").asDouble())
        .isBetween(least * 0.99, most * 1.01);
  }

  @Test
  void doesNotTakeAStoppedAnswerForAFailure() throws Exception {
    Hanging hanging = echo.hangsAfter("uno");
    String[] user = Service.outside(service.token("user_1", "1234", "phone"));
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(() -> service.post("/chat", "{\"message\":\"a\"}", user));
    hanging.awaitBegun();
    service.call("POST", "/logout", "", user);
    assertThat(answer.get(30, TimeUnit.SECONDS).text("/code")).isEqualTo("session_ended");
    assertThat(overview().at("/samples/0/failed").asInt()).isZero();
    assertThat(overview().at("/samples/0/refused").asInt()).isZero();
  }

  @Test
  void listsAndCountsTheSessionsOfAllChannels() {
    service.login("user_1", "1234", "User-Agent", "phone");
    service.bean(Sessions.class).arrive("tcp", "port 53294", "127.0.0.1", null);
    JsonNode sessions = overview().path("sessions");
    assertThat(sessions.path("total").asInt()).isEqualTo(2);
    assertThat(sessions.at("/by_channel/rest").asInt()).isEqualTo(1);
    assertThat(sessions.at("/by_channel/tcp").asInt()).isEqualTo(1);
    Answer text = service.get("/admin/sessions.txt");
    assertThat(text.header("Content-Type")).startsWith("text/plain");
    assertThat(text.raw().body().lines().map(line -> line.replaceAll("^Sesión \\d ", "")))
        .hasSize(2)
        .anyMatch(line ->
            line.matches(
                "\\([0-9a-f]{8}\\) \\| \\('127\\.0\\.0\\.1', 53294\\) \\| tcp - \\|"
                    + " started=\\S+Z \\| last_seen=\\S+Z"))
        .anyMatch(line -> line.contains(" | ('127.0.0.1',) | rest user_1 | "));
    assertThat(service.get("/admin/sessions.txt", "Accept-Language", "en").raw().body())
        .startsWith("Session 1 (");
    assertThat(service.get("/admin/sessions.txt?limit=501").status()).isEqualTo(422);
  }

  @Test
  void showsAddressesAsThePythonOriginalDid() {
    Sessions sessions = service.bean(Sessions.class);
    assertThat(SessionLines.address(sessions.arrive("tcp", "port 53294", "127.0.0.1", null)))
        .isEqualTo("('127.0.0.1', 53294)");
    assertThat(
            SessionLines.address(sessions.arrive("websocket", "Firefox", "0:0:0:0:0:0:0:1", null)))
        .isEqualTo("('0:0:0:0:0:0:0:1',)");
    assertThat(SessionLines.address(sessions.arrive("whatsapp", "port x", "a\u001b[2J", null)))
        .isEqualTo("('a?[2J',)");
  }

  @Test
  void saysInTheConsoleWhomAKeyMayAsk() {
    String token = service.token("user_1", "1234", "laptop");
    Answer made = service.post("/keys", "{\"name\":\"k\"}", "Authorization", "Bearer " + token);
    String id = made.text("/data/key/id");
    Session key = service.bean(Sessions.class).byId(id).orElseThrow();
    Commands console = service.bean(Commands.class);
    String shown = SessionLines.shortened(id);
    assertThat(console.run("allow " + id + " otro, eco"))
        .containsExactly("La clave " + shown + " puede usar: otro, eco");
    assertThat(List.of(key.mayAsk("eco"), key.mayAsk("nadie"))).containsExactly(true, false);
    assertThat(console.run("allow " + id.substring(0, 13) + " *"))
        .containsExactly("La clave " + shown + " puede usar todos los agentes.");
    assertThat(key.mayAsk("nadie")).isTrue();
    assertThat(console.run("allow " + id).getFirst()).startsWith("Indique el id de la clave");
    assertThat(console.run("allow zz eco")).containsExactly("No existe.");
    assertThat(console.complete(List.of("allow"), id.substring(0, 13))).containsExactly(id);
  }

  @Test
  void killsByTheBeginningOfAnIdWhereThatIsOnlyOnes() {
    Sessions sessions = service.bean(Sessions.class);
    // Seventeen ids cannot all begin with different hex digits.
    Map<String, Session> first = new HashMap<>();
    Session other = null;
    Session one = null;
    while (other == null || one == null) {
      one = sessions.arrive("tcp", "nc", "127.0.0.1", null);
      other = first.putIfAbsent(one.id().substring(0, 1), one);
    }
    String digit = one.id().substring(0, 1);
    Answer ambiguous = service.call("DELETE", "/admin/sessions/" + digit, "");
    assertThat(ambiguous.status()).isEqualTo(409);
    assertThat(ambiguous.text("/code")).isEqualTo("ambiguous_id");
    assertThat(ambiguous.text("/message")).contains(one.id(), other.id());
    assertThat(sessions.byId(one.id())).isPresent();

    Answer killed = service.call("DELETE", "/admin/sessions/" + one.id().substring(0, 13), "");
    assertThat(killed.text("/ended")).isEqualTo(one.id());
    assertThat(sessions.byId(one.id())).isEmpty();
    assertThat(sessions.byId(other.id())).isPresent();
    for (String nobodys : List.of(one.id(), "_", "*", "zz", other.id() + "0")) {
      assertThat(service.call("DELETE", "/admin/sessions/" + nobodys, "").status())
          .as(nobodys)
          .isEqualTo(404);
    }
  }

  @Test
  void findsOutInTheBackgroundWhatWorks() {
    JsonNode agents;
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    do {
      agents = overview().path("agents");
      assertThat(System.nanoTime()).isLessThan(deadline);
    } while (agents.valueStream().anyMatch(agent -> agent.path("up").isNull()));
    assertThat(
            agents
                .valueStream()
                .filter(agent -> agent.path("name").asString().equals("eco"))
                .findFirst()
                .orElseThrow()
                .path("up")
                .asBoolean())
        .isTrue();
    assertThat(overview().at("/memory/heap_used_bytes").asLong()).isPositive();
  }

  @Test
  void isForOperators() {
    String[] user = Service.outside(service.token("user_1", "1234", "phone"));
    service.post(
        "/admin/users", "{\"username\":\"root\",\"password\":\"long enough\",\"role\":\"ADMIN\"}");
    String[] admin = Service.outside(service.token("root", "long enough", "laptop"));
    for (String path : List.of("/admin/overview", "/admin/problems", "/admin/sessions.txt")) {
      assertThat(service.get(path, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
      assertThat(service.get(path, user).status()).isEqualTo(403);
      assertThat(service.get(path, admin).status()).isEqualTo(200);
    }
  }
}
