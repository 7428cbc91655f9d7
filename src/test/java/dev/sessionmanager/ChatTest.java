package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Conversations over REST, with an agent of the test's own. */
class ChatTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Service.Answer chat(String session, String message, String... headers) {
    return service.post(
        "/chat", "{\"message\":\"%s\",\"session_id\":\"%s\"}".formatted(message, session), headers);
  }

  private static List<String> history(String session) {
    List<String> said = new ArrayList<>();
    for (JsonNode turn : service.get("/history?session_id=" + session).json().at("/history")) {
      said.add(turn.at("/role").asString() + ": " + turn.at("/content").asString());
    }
    return said;
  }

  @Test
  void answersAndRemembers() throws Exception {
    Service.Answer first = chat("remembers", "hola");
    assertThat(first.status()).isEqualTo(200);
    assertThat(first.text("/reply")).isEqualTo("hola");
    assertThat(first.text("/session_id")).isEqualTo("remembers");
    assertThat(first.json().at("/message_count").asInt()).isEqualTo(2);
    assertThat(ECHO.asked().history().get()).isEmpty();

    assertThat(chat("remembers", "y ahora").json().at("/message_count").asInt()).isEqualTo(4);
    assertThat(ECHO.asked().history().get())
        .containsExactly(Message.user("hola"), Message.assistant("hola"));
    assertThat(history("remembers"))
        .containsExactly("user: hola", "assistant: hola", "user: y ahora", "assistant: y ahora");
  }

  @Test
  void usesTheDefaultSession() {
    Service.Answer answer = service.post("/chat", "{\"message\":\"hola\"}");
    assertThat(answer.text("/session_id")).isEqualTo("default");
    assertThat(service.get("/history").json().at("/history")).isNotEmpty();
    assertThat(service.post("/reset", "{}").text("/message")).isEqualTo("Conversación reiniciada");
    assertThat(service.get("/history").json().at("/history")).isEmpty();
    assertThat(service.post("/reset", "").status()).isEqualTo(200);
  }

  @Test
  void startsAnewAfterAReset() throws Exception {
    chat("fresh", "uno");
    service.post("/reset", "{\"session_id\":\"fresh\"}");
    ECHO.repeats();
    assertThat(chat("fresh", "dos").json().at("/message_count").asInt()).isEqualTo(2);
    assertThat(ECHO.asked().history().get()).isEmpty();
    assertThat(history("fresh")).containsExactly("user: dos", "assistant: dos");
  }

  @Test
  void leavesNoHalfTurnWhereTheAgentFails() throws Exception {
    chat("half", "uno");
    ECHO.does((prompt, chunk) -> {
      chunk.accept("a medias");
      throw new Problem(Problem.Kind.OVERLOADED);
    });
    assertThat(chat("half", "dos").status()).isEqualTo(503);
    ECHO.does((prompt, chunk) -> {
      throw new IllegalStateException("broken");
    });
    Service.Answer broken = chat("half", "tres");
    assertThat(broken.status()).isEqualTo(500);
    assertThat(broken.raw().body()).doesNotContain("broken", "Exception");
    ECHO.repeats();
    chat("half", "cuatro");
    assertThat(ECHO.asked().history().get())
        .containsExactly(Message.user("uno"), Message.assistant("uno"));
    assertThat(history("half")).hasSize(4);
    String id = conversation("half").at("/id").asString();
    JsonNode turns = service.get("/conversations/" + id).json().at("/data/turns");
    assertThat(turns).hasSize(4);
    assertThat(turns.get(1).at("/status").asString()).isEqualTo("failed");
    assertThat(turns.get(1).at("/problem").asString()).isEqualTo("overloaded");
    assertThat(turns.get(2).at("/problem").asString()).isEqualTo("internal_error");
  }

  @Test
  void givesAResendItsFirstAnswer() throws Exception {
    Service.Answer first = chat("again", "hola", "Idempotency-Key", "m-1");
    ECHO.repeats();
    Service.Answer second = chat("again", "hola", "Idempotency-Key", "m-1");
    assertThat(second.json()).isEqualTo(first.json());
    assertThat(ECHO.askedTimes()).isZero();
    assertThat(history("again")).hasSize(2);

    Service.Answer other = chat("again", "otra cosa", "Idempotency-Key", "m-1");
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("/code")).isEqualTo("id_reused");
    assertThat(chat("again", "hola", "Idempotency-Key", "con espacio").status()).isEqualTo(422);
  }

  @Test
  void asksOnceForTheSameMessageSentManyTimesAtOnce() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Service.Answer>> all = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        all.add(threads.submit(() -> chat("once", "hola", "Idempotency-Key", "m-2")));
      }
      hanging.awaitBegun();
      assertThat(chat("once", "otra cosa", "Idempotency-Key", "m-2").text("/code"))
          .isEqualTo("id_reused");
      hanging.release();
      for (Future<Service.Answer> one : all) {
        assertThat(one.get().text("/reply")).isEqualTo("uno end");
      }
    }
    assertThat(ECHO.askedTimes()).isEqualTo(1);
    assertThat(history("once")).hasSize(2);
  }

  @Test
  void givesManyResendsAtOnceTheFirstAnswer() throws Exception {
    chat("resent", "hola", "Idempotency-Key", "m-4");
    ECHO.repeats();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // Often enough that some meet while one of them looks into the log.
      for (int round = 0; round < 20; round++) {
        List<Future<Service.Answer>> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
          all.add(threads.submit(() -> chat("resent", "hola", "Idempotency-Key", "m-4")));
        }
        for (Future<Service.Answer> one : all) {
          assertThat(one.get(30, TimeUnit.SECONDS).text("/reply")).isEqualTo("hola");
        }
      }
    }
    assertThat(ECHO.askedTimes()).isZero();
  }

  @Test
  void asksAgainWhereTheFirstFailed() {
    ECHO.does((prompt, chunk) -> {
      throw new Problem(Problem.Kind.OVERLOADED);
    });
    assertThat(chat("retry", "hola", "Idempotency-Key", "m-3").status()).isEqualTo(503);
    ECHO.repeats();
    assertThat(chat("retry", "hola", "Idempotency-Key", "m-3").text("/reply")).isEqualTo("hola");
  }

  @Test
  void keepsEverybodysConversationsApart() {
    String[] one = Service.outside(service.token("user_1", "1234", "apart"));
    String[] two = Service.outside(service.token("user_2", "5678", "apart"));
    chat("same", "de user_1", one);
    chat("same", "de user_2", two);
    chat("same", "de nadie");
    assertThat(service.get("/history?session_id=same", one).raw().body())
        .contains("de user_1")
        .doesNotContain("de user_2", "de nadie");
    String id = service.get("/conversations", one).json().at("/data/conversations/0/id").asString();
    assertThat(service.get("/conversations/" + id, one).status()).isEqualTo(200);
    assertThat(service.get("/conversations/" + id, two).status()).isEqualTo(404);
    assertThat(service.call("DELETE", "/conversations/" + id, "", two).status()).isEqualTo(404);
    assertThat(service.get("/conversations/" + id + "/export", two).status()).isEqualTo(404);
    assertThat(service.get("/conversations/" + id).status()).isEqualTo(404);
    assertThat(service.get("/history", "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
  }

  @Test
  void listsRenamesSearchesExportsAndDeletes() {
    chat("manage", "¿Qué es la inflación?");
    String id = conversation("manage").at("/id").asString();
    assertThat(
            service
                .call("PATCH", "/conversations/" + id, "{\"title\":\"Economía\"}")
                .text("/data/conversation/title"))
        .isEqualTo("Economía");
    JsonNode found = service.get("/conversations/search?q=inflacion").json().at("/data/found");
    assertThat(found).hasSize(1);
    assertThat(found.get(0).at("/title").asString()).isEqualTo("Economía");

    Service.Answer markdown = service.get("/conversations/" + id + "/export?format=markdown");
    assertThat(markdown.header("Content-Type")).startsWith("text/markdown");
    assertThat(markdown.header("Content-Disposition")).startsWith("attachment");
    assertThat(markdown.raw().body()).startsWith("# Economía").contains("¿Qué es la inflación?");
    Service.Answer json = service.get("/conversations/" + id + "/export");
    assertThat(json.text("/turns/0/answer")).isEqualTo("¿Qué es la inflación?");
    assertThat(service.get("/conversations/" + id + "/export?format=pdf").status()).isEqualTo(422);

    assertThat(service.call("DELETE", "/conversations/" + id, "").status()).isEqualTo(200);
    assertThat(service.get("/conversations/" + id).status()).isEqualTo(404);
    assertThat(history("manage")).isEmpty();
    assertThat(service.get("/conversations/search?q=inflacion").json().at("/data/found")).isEmpty();
  }

  @Test
  void readsAConversationPageByPage() {
    for (int i = 0; i < 5; i++) {
      chat("pages", "mensaje " + i);
    }
    String id = conversation("pages").at("/id").asString();
    List<String> seen = new ArrayList<>();
    String after = "0";
    while (!after.isEmpty()) {
      Service.Answer page = service.get("/conversations/" + id + "?limit=2&after=" + after);
      page.json().at("/data/turns").forEach(turn -> seen.add(turn.at("/question").asString()));
      JsonNode next = page.json().at("/data/next");
      after = next.isNull() ? "" : next.asString();
    }
    assertThat(seen)
        .containsExactly("mensaje 0", "mensaje 1", "mensaje 2", "mensaje 3", "mensaje 4");
    assertThat(service.get("/conversations?limit=0").status()).isEqualTo(422);
    assertThat(service.get("/conversations?limit=muchas").status()).isEqualTo(422);
  }

  @Test
  void choosesWhoAnswers() {
    Service.Answer chosen =
        service.post("/set_agent", "{\"session_id\":\"choose\",\"agent_id\":\"eco\"}");
    assertThat(chosen.status()).isEqualTo(200);
    assertThat(chosen.text("/agent_id")).isEqualTo("eco");
    for (String nobody : List.of("nobody", "orchestrator")) {
      Service.Answer refused =
          service.post("/set_agent", "{\"agent_id\":\"%s\"}".formatted(nobody));
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.text("/code")).isEqualTo("unknown_agent");
    }
    assertThat(service.post("/chat", "{\"message\":\"hola\",\"agent_id\":\"nadie\"}").status())
        .isEqualTo(404);
    assertThat(service.get("/agents").raw().body()).contains("\"eco\"", "\"orchestrator\"");
  }

  @Test
  void refusesBadInputWithoutTouchingTheConversation() {
    for (String body :
        List.of(
            "{}",
            "{\"message\":\"  \"}",
            "{\"message\":7}",
            "{\"message\":\"hola\",\"session_id\":\"\"}",
            "{\"message\":\"hola\",\"session_id\":\"" + "x".repeat(201) + "\"}",
            "{\"message\":\"" + "x".repeat(16_001) + "\"}")) {
      assertThat(service.post("/chat", body).status()).isEqualTo(422);
    }
    assertThat(service.post("/chat", "{").status()).isEqualTo(400);
    assertThat(service.post("/chat/stop", "{}").status()).isEqualTo(422);
    assertThat(service.get("/chat/stream?turn_id=1").status()).isEqualTo(404);
    assertThat(service.get("/chat/stream").status()).isEqualTo(422);
  }

  @Test
  void showsAPictureToItsOwnerAlone() {
    String[] one = Service.outside(service.token("user_1", "1234", "pictures"));
    String[] two = Service.outside(service.token("user_2", "5678", "pictures"));
    Picture picture = Picture.png("Demanda", new byte[] {(byte) 0x89, 'P', 'N', 'G'});
    ECHO.does((prompt, chunk) ->
        Reply.of(picture.markdown()).withPictures(List.of(picture)).withMeta(Map.of("by", "tool")));
    Service.Answer answer = chat("picture", "gráfico", one);
    assertThat(answer.text("/meta/by")).isEqualTo("tool");
    String path = "/pictures/" + picture.id();
    assertThat(answer.text("/reply")).contains(path);
    assertThat(service.get(path, one).header("Content-Type")).isEqualTo("image/png");
    assertThat(service.get(path, two).status()).isEqualTo(404);
    assertThat(service.get(path).status()).isEqualTo(404);
    assertThat(service.get(path, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
  }

  @Test
  void stopsAnAnswerWhoseSessionIsKilled() throws Exception {
    String token = service.token("user_1", "1234", "killed");
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Service.Answer> answer =
          threads.submit(() -> chat("killed", "hola", Service.outside(token)));
      hanging.awaitBegun();
      service.post("/logout", "", Service.outside(token));
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      assertThat(answer.get().text("/code")).isEqualTo("session_ended");
    }
  }

  private static JsonNode conversation(String session) {
    for (JsonNode one : service.get("/conversations").json().at("/data/conversations")) {
      if (one.at("/session_id").asString().equals(session) && one.at("/open").asBoolean()) {
        return one;
      }
    }
    throw new AssertionError("no conversation " + session);
  }
}
