package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.admission.WorkQueue;
import dev.sessionmanager.model.OpenAiStub;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A killed session ends everywhere at once: its token, its streams, its model, what it waits for.
 */
class KillTest {

  private static final OpenAiStub model = new OpenAiStub();
  private static final HttpClient http = Service.proxy();
  private static Service service;

  private String id;
  private String[] token;

  @BeforeAll
  static void start() {
    service = Service.start("LLM_URL=" + model.url(), "MODEL_NAME=m", "LLM_MAX_RETRIES=0");
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
    http.close();
  }

  @BeforeEach
  void aSession() {
    Answer login = service.login("user_1", "1234", "User-Agent", "device " + System.nanoTime());
    id = login.text("/data/session/id");
    token = Service.outside(login.text("/data/session/token"));
  }

  private static EventReader stream(String path, String body, String... headers) throws Exception {
    HttpRequest request = Service.request(service.port(), "POST", path, body, headers);
    return new EventReader(
        http,
        HttpRequest.newBuilder(request, (name, value) -> true)
            .header("Accept", "text/event-stream")
            .build());
  }

  private static void kill(String beginning) {
    assertThat(service.call("DELETE", "/admin/sessions/" + beginning, "").status()).isEqualTo(200);
  }

  private String message(String conversation) {
    return "{\"session_id\":\"%s\",\"message\":\"hola\"}".formatted(conversation + id);
  }

  @Test
  void stopsAStreamDownToTheModelAndRefusesTheToken() throws Exception {
    model.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader reader = stream("/chat", message("a"), token)) {
      String turn = reader.next().data().at("/turn_id").asString();
      assertThat(reader.next().data().at("/text").asString()).isEqualTo("uno");
      kill(id.substring(0, 18));
      assertThat(model.clientLeft(1, TimeUnit.SECONDS)).as("within a second").isTrue();
      assertThat(reader.rest())
          .singleElement()
          .satisfies(
              end -> assertThat(end.data().path("code").asString()).isEqualTo("session_ended"));
      for (String path : List.of("/sessions", "/conversations", "/chat/stream?turn_id=" + turn)) {
        assertThat(service.get(path, token).text("/code")).as(path).isEqualTo("bad_token");
      }
    }
    assertThat(service.post("/chat", message("a"), token).status()).isEqualTo(401);
  }

  @Test
  void dropsWhatTheSessionHasWaiting() throws Exception {
    WorkQueue queue = service.bean(WorkQueue.class);
    int asked = model.requests.size();
    model.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader running = stream("/chat", message("b"), token)) {
      running.next();
      running.next();
      try (EventReader waiting = stream("/chat", message("b"), token)) {
        waiting.next();
        CompletableFuture<Answer> plain =
            CompletableFuture.supplyAsync(() -> service.post("/chat", message("b"), token));
        until("both wait", () -> queue.waiting() == 2);
        kill(id);
        assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
        assertThat(waiting.rest())
            .last()
            .satisfies(
                end -> assertThat(end.data().path("code").asString()).isEqualTo("session_ended"));
        assertThat(plain.get(10, TimeUnit.SECONDS).text("/code")).isEqualTo("session_ended");
      }
    }
    // Who asked is told before the thread that answered has given its place back.
    until("none waits or runs", () -> queue.waiting() == 0 && queue.running() == 0);
    assertThat(model.requests).as("what waited was never asked").hasSize(asked + 1);
  }

  private static void until(String what, BooleanSupplier so) {
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!so.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(limit);
      Thread.onSpinWait();
    }
  }

  @Test
  void leavesTheOtherSessionsOfItsUserAlone() throws Exception {
    String[] other = Service.outside(service.token("user_1", "1234", "other " + id));
    model.next(OpenAiStub.hangingAfter("uno"));
    try (EventReader reader = stream("/chat", message("c"), other)) {
      String turn = reader.next().data().at("/turn_id").asString();
      reader.next();
      kill(id);
      assertThat(service.get("/sessions", other).status()).isEqualTo(200);
      assertThat(service.get("/sessions", token).status()).isEqualTo(401);
      Answer stopped = service.post("/chat/stop", "{\"turn_id\":\"" + turn + "\"}", other);
      assertThat(stopped.json().path("stopped").asBoolean()).as("it was still going").isTrue();
    }
    assertThat(model.clientLeft(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void stopsWhatAnApiKeyIsBeingTold() throws Exception {
    Answer made = service.post("/keys", "{\"name\":\"robot " + id + "\"}", token);
    String[] key = Service.outside(made.text("/data/key/key"));
    model.next(OpenAiStub.hangingAfter("uno"));
    String body =
        "{\"model\":\"m\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    try (EventReader reader = stream("/v1/chat/completions", body, key)) {
      assertThat(reader.next().data().path("object").asString()).isEqualTo("chat.completion.chunk");
      kill(made.text("/data/key/id"));
      assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
      assertThat(service.get("/v1/models", key).status()).isEqualTo(401);
    }
    assertThat(service.get("/sessions", token).status()).as("its owner stays").isEqualTo(200);
  }
}
