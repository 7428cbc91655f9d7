package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One key often speaks for many people: the limits that hold then, the key's and each person's. */
class KeyLimitsTest {

  private static final String PERSON = "X-OpenWebUI-User-Id";
  private static final int RATE = 6;
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static Service service;
  private static int users;

  private String token;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "PER_USER_MAX=2",
            "admission.per-user-queue-max=0",
            "keys.waiting-max=0",
            "RATE_WINDOW_SECONDS=10",
            "RATE_MAX_MESSAGES=" + RATE,
            "STORAGE_PER_USER_MAX=1500B",
            "storage.persons-max=4KB");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aNewUser() {
    ECHO.repeats();
    String name = "limits" + users++;
    String user = "{\"username\":\"" + name + "\",\"password\":\"a password\",\"role\":\"USER\"}";
    assertThat(service.post("/admin/users", user).status()).isEqualTo(201);
    token = service.token(name, "a password", "laptop");
  }

  private Answer make(String limits) {
    return service.post("/keys", "{\"name\":\"many\"" + limits + "}", Service.outside(token));
  }

  private String key(String limits) {
    return make(limits).text("/data/key/key");
  }

  private static Answer ask(String key, String said, String... headers) {
    String body =
        "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"" + said + "\"}]}";
    return service.post(
        "/v1/chat/completions",
        body,
        Stream.concat(Stream.of(Service.outside(key)), Stream.of(headers)).toArray(String[]::new));
  }

  private static void refused(Answer answer, int status, String code) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.text("/error/code")).isEqualTo(code);
  }

  /** So many requests, each of which is answered once all of them are being answered. */
  private static List<Integer> atOnce(int count, String key) throws Exception {
    CountDownLatch begun = new CountDownLatch(count);
    ECHO.does((prompt, pieces) -> {
      begun.countDown();
      try {
        return Reply.of(begun.await(10, TimeUnit.SECONDS) ? "all" : "few");
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    Callable<Integer> one = () -> ask(key, "hola").status();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Integer> statuses = new java.util.ArrayList<>();
      for (Future<Integer> each : threads.invokeAll(java.util.Collections.nCopies(count, one))) {
        statuses.add(each.get());
      }
      return statuses;
    }
  }

  @Test
  void answersTenAtOnceWithOneKey() throws Exception {
    assertThat(atOnce(10, key(""))).hasSize(10).containsOnly(200);
  }

  @Test
  void holdsALoginToThoseOfAPerson() {
    for (int i = 0; i < RATE; i++) {
      assertThat(ask(token, "hola").status()).isEqualTo(200);
    }
    refused(ask(token, "hola"), 429, "rate_limit_exceeded");
    assertThat(ask(key(""), "hola").status()).as("the key has its own").isEqualTo(200);
  }

  @Test
  void holdsAKeyToWhatItsOwnerSays() {
    Answer made = make(",\"at_once\":1,\"per_minute\":2,\"persons\":true");
    assertThat(made.json().at("/data/key/at_once").asInt()).isEqualTo(1);
    assertThat(made.json().at("/data/key/per_minute").asInt()).isEqualTo(2);
    assertThat(made.json().at("/data/key/persons").asBoolean()).isTrue();
    String key = made.text("/data/key/key");
    for (int i = 0; i < 2; i++) {
      assertThat(ask(key, "hola").status()).isEqualTo(200);
    }
    Answer third = ask(key, "hola");
    refused(third, 429, "rate_limit_exceeded");
    assertThat(third.header("Retry-After")).isEqualTo("60");
    String path = "/keys/" + made.text("/data/key/id");
    Answer changed = service.call("PATCH", path, "{\"per_minute\":3}", Service.outside(token));
    assertThat(changed.json().at("/data/key/per_minute").asInt()).isEqualTo(3);
    assertThat(changed.json().at("/data/key/at_once").asInt()).as("stays").isEqualTo(1);
    assertThat(ask(key, "hola").status()).isEqualTo(200);
    refused(ask(key, "hola"), 429, "rate_limit_exceeded");
    service.clock.advance(Duration.ofMinutes(1));
    assertThat(ask(key, "hola").status()).isEqualTo(200);
  }

  @Test
  void refusesLimitsThatAreNone() {
    for (String wrong :
        List.of("\"at_once\":0", "\"at_once\":1001", "\"per_minute\":0.5", "\"persons\":\"yes\"")) {
      assertThat(make("," + wrong).status()).isEqualTo(422);
    }
  }

  @Test
  void holdsAKeyToSoManyAtOnce() throws Exception {
    String key = key(",\"at_once\":1");
    EchoAgent.Hanging hanging = ECHO.hangsAfter("");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> first = threads.submit(() -> ask(key, "hola"));
      hanging.awaitBegun();
      refused(ask(key, "hola"), 429, "too_many_at_once");
      hanging.release();
      first.get();
    }
  }

  @Test
  void tellsPersonsApartWhereTheKeysOwnerAllowsIt() {
    String key = key(",\"persons\":true");
    for (int i = 0; i < RATE; i++) {
      assertThat(ask(key, "hola", PERSON, "ana").status()).isEqualTo(200);
    }
    refused(ask(key, "hola", PERSON, "ana"), 429, "rate_limit_exceeded");
    assertThat(ask(key, "hola", PERSON, "beto").status()).isEqualTo(200);
    assertThat(ask(key, "hola").status()).as("for nobody in particular").isEqualTo(200);
    String other = key("");
    for (int i = 0; i <= RATE; i++) {
      assertThat(ask(other, "hola", PERSON, "ana").status()).as("not allowed").isEqualTo(200);
    }
  }

  @Test
  void tellsPersonsApartByWhatTheRequestSays() {
    String key = key(",\"persons\":true");
    String asks = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}],\"";
    for (String member : List.of("user", "safety_identifier")) {
      String body = asks + member + "\":\"" + member + "\"}";
      for (int i = 0; i <= RATE; i++) {
        Answer answer = service.post("/v1/chat/completions", body, Service.outside(key));
        assertThat(answer.status()).isEqualTo(i < RATE ? 200 : 429);
      }
    }
  }

  @Test
  void holdsTheKeysLimitsForAllItsPersonsTogether() {
    String key = key(",\"persons\":true,\"per_minute\":2");
    assertThat(ask(key, "hola", PERSON, "ana").status()).isEqualTo(200);
    assertThat(ask(key, "hola", PERSON, "beto").status()).isEqualTo(200);
    refused(ask(key, "hola", PERSON, "carla"), 429, "rate_limit_exceeded");
  }

  @Test
  void keepsSoMuchForEachPersonAndForAllOfThem() {
    ECHO.does((prompt, pieces) -> Reply.of("ok"));
    String key = key(",\"persons\":true");
    String much = "x".repeat(1600);
    assertThat(ask(key, much, PERSON, "ana").status()).isEqualTo(200);
    service.clock.advance(Duration.ofSeconds(2));
    refused(ask(key, much, PERSON, "ana"), 403, "quota_reached");
    assertThat(ask(key, much, PERSON, "beto").status()).isEqualTo(200);
    assertThat(ask(key, much, PERSON, "carla").status()).isEqualTo(200);
    service.clock.advance(Duration.ofSeconds(2));
    refused(ask(key, much, PERSON, "dario"), 403, "quota_reached");
    assertThat(ask(key, "hola").status()).as("the user's own").isEqualTo(200);
    assertThat(service.get("/admin/users?limit=100").json().path("users"))
        .anyMatch(user -> user.path("storage_bytes").asLong() > 4700);
  }
}
