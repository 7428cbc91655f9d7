package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Reach;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Reply;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** {@code /v1/conversations} by OpenAI's reference, on the log. */
class ResponseConversationsTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.MODEL);
  private static Service service;
  private static String[] somebody;
  private static String[] another;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(ECHO));
    somebody = token("user_1", "1234");
    another = token("user_2", "5678");
  }

  private static String[] token(String name, String password) {
    return Service.outside(
        service.login(name, password, "User-Agent", "x").text("/data/session/token"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  /** What was said before is read when a message's turn has come, as models do. */
  private static List<String> before = List.of();

  @BeforeEach
  void repeat() {
    ECHO.does((prompt, reader) -> {
      before = prompt.history().get().stream().map(Message::text).toList();
      return Reply.of(prompt.text());
    });
  }

  private static Answer post(String path, String body) {
    return service.post("/v1" + path, body.replace('\'', '"'), somebody);
  }

  private static String conversation(String body) {
    Answer made = post("/conversations", body);
    assertThat(made.status()).as(made.raw().body()).isEqualTo(200);
    return made.text("/id");
  }

  private static void respond(String conversation, String input) {
    Answer answer =
        post(
            "/responses",
            "{'model':'echo','input':'%s','conversation':'%s'}".formatted(input, conversation));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.text("/conversation/id")).isEqualTo(conversation);
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.path("data")
        .forEach(item ->
            texts.add(item.path("role").asString() + ' ' + item.at("/content/0/text").asString()));
    return texts;
  }

  private static JsonNode items(String conversation, String query) {
    Answer answer = service.get("/v1/conversations/" + conversation + "/items" + query, somebody);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void makesNotesAndDeletesAConversation() {
    Answer made = post("/conversations", "{'metadata':{'topic':'demo'}}");
    assertThat(made.json().propertyNames())
        .containsExactlyInAnyOrder("id", "object", "created_at", "metadata");
    String id = made.text("/id");
    assertThat(id).matches("conv_[0-9a-f]{32}");
    assertThat(service.get("/v1/conversations/" + id, somebody).json()).isEqualTo(made.json());
    assertThat(
            post("/conversations/" + id, "{'metadata':{'topic':'otro'}}").text("/metadata/topic"))
        .isEqualTo("otro");
    assertThat(service.get("/v1/conversations/" + id, somebody).text("/metadata/topic"))
        .isEqualTo("otro");
    assertThat(post("/conversations/" + id, "{}").text("/error/param")).isEqualTo("metadata");
    respond(id, "adiós");
    assertThat(service.call("DELETE", "/v1/conversations/" + id, "", somebody).text("/object"))
        .isEqualTo("conversation.deleted");
    assertThat(service.get("/v1/conversations/" + id, somebody).status()).isEqualTo(404);
    assertThat(
            service
                .bean(JdbcClient.class)
                .sql("select count(*) from requests where request like '%adiós%'")
                .query(Integer.class)
                .single())
        .isZero();
    assertThat(service.call("POST", "/v1/conversations", "", somebody).status()).isEqualTo(200);
  }

  @Test
  void answersInAConversationWithWhatWasSaidInIt() throws Exception {
    String id =
        conversation(
            "{'items':[{'role':'developer','content':'Rules'},{'role':'user','content':'Hola'}]}");
    respond(id, "uno");
    post("/conversations/" + id + "/items", "{'items':[{'role':'user','content':'nota'}]}");
    respond(id, "dos");
    assertThat(before).containsExactly("Rules", "Hola", "uno", "uno", "nota");
    assertThat(texts(items(id, "?order=asc")))
        .containsExactly(
            "developer Rules",
            "user Hola",
            "user uno",
            "assistant uno",
            "user nota",
            "user dos",
            "assistant dos");
    assertThat(texts(items(id, "?limit=2"))).containsExactly("assistant dos", "user dos");
  }

  @Test
  void pagesThroughItsItemsBothWays() {
    String id = conversation("{}");
    for (int i = 0; i < 5; i++) {
      respond(id, "m" + i);
    }
    for (String order : List.of("asc", "desc")) {
      List<String> all = new ArrayList<>();
      String after = "";
      JsonNode page;
      do {
        page = items(id, "?limit=3&order=" + order + after);
        all.addAll(texts(page));
        after = "&after=" + page.path("last_id").asString();
      } while (page.path("has_more").asBoolean(false));
      List<String> right = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        right.addAll(List.of("user m" + i, "assistant m" + i));
      }
      assertThat(order.equals("asc") ? all : all.reversed()).isEqualTo(right);
    }
    assertThat(
            service
                .get("/v1/conversations/" + id + "/items?limit=101", somebody)
                .text("/error/param"))
        .isEqualTo("limit");
  }

  @Test
  void deletesAnItemEverywhere() throws Exception {
    JdbcClient database = service.bean(JdbcClient.class);
    String id = conversation("{}");
    respond(id, "pregunta-larga");
    JsonNode items = items(id, "?order=asc");
    String answer = items.at("/data/1/id").asString();
    String path = "/v1/conversations/" + id + "/items/";
    assertThat(service.get(path + answer, somebody).text("/role")).isEqualTo("assistant");
    assertThat(service.call("DELETE", path + answer, "", somebody).text("/id")).isEqualTo(id);
    assertThat(service.get(path + answer, somebody).status()).isEqualTo(404);
    assertThat(service.call("DELETE", path + answer, "", somebody).status()).isEqualTo(404);
    assertThat(texts(items(id, ""))).containsExactly("user pregunta-larga");
    String question = items.at("/data/0/id").asString();
    service.call("DELETE", path + question, "", somebody);
    assertThat(texts(items(id, ""))).isEmpty();
    for (String where :
        List.of(
            "turns where question like '%pregunta-larga%'",
            "outcomes where answer like '%pregunta-larga%' or details like '%pregunta-larga%'",
            "requests where request like '%pregunta-larga%'")) {
      assertThat(database.sql("select count(*) from " + where).query(Integer.class).single())
          .as(where)
          .isZero();
    }
    respond(id, "después");
    assertThat(before).isEmpty();
    String owner =
        database
            .sql("select owner from turns where question = 'después'")
            .query(String.class)
            .single();
    assertThat(service.bean(Turns.class).search(Reach.of(owner), "pregunta", 10)).isEmpty();
    assertThat(service.bean(Turns.class).search(Reach.of(owner), "despues", 10)).hasSize(1);
    long kept =
        database
            .sql(
                """
                select sum(octet_length(question) + coalesce(octet_length(request), 0)
                  + coalesce(octet_length(answer), 0) + coalesce(octet_length(details), 0))
                from turns t left join requests r on r.turn_id = t.id
                  left join outcomes o on o.turn_id = t.id
                where owner = ?\
                """)
            .param(owner)
            .query(Long.class)
            .single();
    assertThat(service.bean(Storage.class).of(owner).bytes()).isEqualTo(kept);
  }

  @Test
  void showsNobodyAnothersConversation() {
    String id = conversation("{'items':[{'role':'user','content':'mío'}]}");
    String item = items(id, "").at("/data/0/id").asString();
    String path = "/v1/conversations/" + id;
    for (String[] other : List.of(another, new String[0])) {
      assertThat(service.get(path, other).status()).isEqualTo(404);
      assertThat(service.post(path, "{\"metadata\":{}}", other).status()).isEqualTo(404);
      assertThat(service.call("DELETE", path, "", other).status()).isEqualTo(404);
      assertThat(service.get(path + "/items", other).status()).isEqualTo(404);
      assertThat(service.post(path + "/items", "{\"items\":[]}", other).status()).isEqualTo(404);
      assertThat(service.get(path + "/items/" + item, other).status()).isEqualTo(404);
      assertThat(service.call("DELETE", path + "/items/" + item, "", other).status())
          .isEqualTo(404);
      String body = "{\"model\":\"echo\",\"input\":\"x\",\"conversation\":\"%s\"}".formatted(id);
      assertThat(service.post("/v1/responses", body, other).status()).isEqualTo(404);
    }
    String foreign = conversation("{}");
    assertThat(service.get("/v1/conversations/" + foreign + "/items/" + item, somebody).status())
        .as("of another conversation of the same owner")
        .isEqualTo(404);
  }

  @Test
  void refusesWhatOpenAiRefuses() {
    String many = "{'items':[" + "{'role':'user','content':'x'},".repeat(20);
    assertThat(
            post("/conversations", many + "{'role':'user','content':'x'}]}").text("/error/param"))
        .isEqualTo("items");
    assertThat(
            post(
                    "/responses",
                    "{'model':'echo','input':'x','conversation':'conv_1','previous_response_id':'resp_1'}")
                .text("/error/param"))
        .isEqualTo("conversation");
    assertThat(post("/responses", "{'model':'echo','input':'x','conversation':'conv_1'}").status())
        .isEqualTo(404);
    assertThat(
            post("/responses", "{'model':'echo','input':'x','store':false,'conversation':'conv_1'}")
                .text("/error/param"))
        .isEqualTo("conversation");
  }

  @Test
  void answersTwoAtOnceInOneConversationOneAfterTheOther() throws Exception {
    String id = conversation("{}");
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    String body = "{'model':'echo','input':'%s','background':true,'conversation':'%s'}";
    Answer first = post("/responses", body.formatted("primera", id));
    hanging.awaitBegun();
    Answer second = post("/responses", body.formatted("segunda", id));
    assertThat(second.text("/status")).isEqualTo("queued");
    repeat();
    hanging.release();
    while (!service
        .get("/v1/responses/" + second.text("/id"), somebody)
        .text("/status")
        .equals("completed")) {
      Thread.onSpinWait();
    }
    assertThat(before).containsExactly("primera", "uno end");
    assertThat(first.text("/status")).isIn("queued", "in_progress");
  }
}
