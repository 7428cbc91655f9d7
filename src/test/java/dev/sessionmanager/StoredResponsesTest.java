package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.model.OpenAiStub;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/**
 * Responses that are kept: read, followed, gone on from, cancelled, deleted, and whose they are.
 */
class StoredResponsesTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.MODEL);
  private static final OpenAiStub model = new OpenAiStub();
  private static final HttpClient http = HttpClient.newHttpClient();
  private static Service service;
  private static String[] somebody;
  private static String[] another;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "LLM_URL=" + model.url(),
            "MODEL_NAME=m",
            "LLM_MAX_RETRIES=0",
            "responses.max-items=40");
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
    model.close();
    http.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static Answer respond(String members) {
    return respond(members, somebody);
  }

  private static Answer respond(String members, String... headers) {
    String body = ("{'model':'echo'" + members + '}').replace('\'', '"');
    return service.post("/v1/responses", body, headers);
  }

  private static String id(String members) {
    Answer answer = respond(members);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return answer.text("/id");
  }

  private static Answer read(String id) {
    return service.get("/v1/responses/" + id, somebody);
  }

  private static String ended(String id) {
    JsonNode now;
    do {
      now = read(id).json();
    } while (now.path("status").asString().matches("queued|in_progress"));
    return now.path("status").asString();
  }

  private static List<EventReader.Event> events(String id, String query) throws Exception {
    HttpRequest request =
        Service.request(
            service.port(), "GET", "/v1/responses/" + id + "?stream=true" + query, "", somebody);
    try (EventReader reader = new EventReader(Service.proxy(), request)) {
      assertThat(reader.response.statusCode()).isEqualTo(200);
      return reader.rest();
    }
  }

  private static List<String> said(Prompt prompt) {
    List<String> said = new ArrayList<>();
    prompt.history().get().forEach(message -> said.add(message.role() + " " + message.text()));
    return said;
  }

  @Test
  void readsAResponseAsItWasAnswered() {
    Answer first = respond(",'input':'hola','instructions':'Be brief','metadata':{'k':'v'}");
    assertThat(read(first.text("/id")).json()).isEqualTo(first.json());
    JsonNode items =
        service.get("/v1/responses/" + first.text("/id") + "/input_items", somebody).json();
    assertThat(items.at("/data/0/content/0/text").asString()).isEqualTo("hola");
    assertThat(items.at("/data/0/id")).isEqualTo(items.path("first_id"));
    assertThat(items.path("has_more").asBoolean(true)).isFalse();
  }

  @Test
  void pagesThroughWhatWasAsked() {
    String id =
        id(
            ",'input':[{'role':'user','content':'1'},{'role':'assistant','content':'2'},{'role':'user','content':'3'}]");
    String path = "/v1/responses/" + id + "/input_items?limit=2";
    JsonNode newest = service.get(path, somebody).json();
    assertThat(newest.at("/data/0/content/0/text").asString()).isEqualTo("3");
    assertThat(newest.path("has_more").asBoolean(false)).isTrue();
    JsonNode rest =
        service.get(path + "&after=" + newest.path("last_id").asString(), somebody).json();
    assertThat(rest.at("/data/0/content/0/text").asString()).isEqualTo("1");
    assertThat(rest.path("has_more").asBoolean(true)).isFalse();
    assertThat(service.get(path + "&order=x", somebody).text("/error/param")).isEqualTo("order");
  }

  @Test
  void goesOnFromAResponseWithoutItsInstructions() throws Exception {
    String first = id(",'input':'uno','instructions':'Be brief'");
    ECHO.asked();
    String second = id(",'input':'dos','previous_response_id':'%s'".formatted(first));
    assertThat(said(ECHO.asked())).containsExactly("USER uno", "ASSISTANT uno");
    id(",'input':'tres','instructions':'Be kind','previous_response_id':'%s'".formatted(second));
    assertThat(said(ECHO.asked()))
        .containsExactly(
            "SYSTEM Be kind", "USER uno", "ASSISTANT uno", "USER dos", "ASSISTANT dos");
  }

  @Test
  void goesOnTwiceAtOnceFromOneResponse() throws Exception {
    String first = id(",'input':'uno'");
    ECHO.asked();
    try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> next = new ArrayList<>();
      for (String text : List.of("izquierda", "derecha")) {
        next.add(
            both.submit(
                () -> id(",'input':'%s','previous_response_id':'%s'".formatted(text, first))));
      }
      for (Future<String> one : next) {
        one.get(30, TimeUnit.SECONDS);
        assertThat(said(ECHO.asked())).containsExactly("USER uno", "ASSISTANT uno");
      }
    }
  }

  @Test
  void refusesAChainThatIsLongerThanAModelMayGetOrLeavesItsBeginningOut() throws Exception {
    String last = id(",'input':'0'");
    for (int i = 1; i < 20; i++) {
      last = id(",'input':'%d','previous_response_id':'%s'".formatted(i, last));
    }
    String next = ",'input':'end','previous_response_id':'%s'".formatted(last);
    Answer refused = respond(next);
    assertThat(refused.status()).isEqualTo(400);
    repeat();
    id(next + ",'truncation':'auto'");
    assertThat(said(ECHO.asked())).hasSize(38).startsWith("USER 1");
  }

  @Test
  void keepsNothingThatWasNotToBeStored() {
    String id = id(",'input':'secreto','store':false");
    assertThat(read(id).status()).isEqualTo(404);
    assertThat(read(id).text("/error/type")).isNotEmpty();
    Answer gone = respond(",'input':'x','previous_response_id':'%s'".formatted(id));
    assertThat(gone.status()).isEqualTo(400);
    assertThat(gone.text("/error/code")).isEqualTo("previous_response_not_found");
    assertThat(gone.text("/error/param")).isEqualTo("previous_response_id");
  }

  @Test
  void showsNobodyAnothersResponse() {
    String id = id(",'input':'mío'");
    String path = "/v1/responses/" + id;
    for (String[] other : List.of(another, new String[0])) {
      assertThat(service.get(path, other).status()).isEqualTo(404);
      assertThat(service.get(path + "/input_items", other).status()).isEqualTo(404);
      assertThat(service.get(path + "?stream=true", other).status()).isEqualTo(404);
      assertThat(service.call("POST", path + "/cancel", "", other).status()).isEqualTo(404);
      assertThat(service.call("DELETE", path, "", other).status()).isEqualTo(404);
      assertThat(respond(",'input':'x','previous_response_id':'%s'".formatted(id), other).status())
          .isEqualTo(400);
      Answer named =
          respond(
              ",'input':[{'type':'item_reference','id':'msg_%s_o0'}]".formatted(id.substring(5)),
              other);
      assertThat(named.text("/error/param")).isEqualTo("input[0].id");
    }
    assertThat(read(id).status()).isEqualTo(200);
    String guessed = id.substring(0, id.length() - 1) + (id.endsWith("A") ? 'B' : 'A');
    for (String none : List.of(guessed, "resp_1", "resp_", "x", id + "x")) {
      assertThat(read(none).status()).as(none).isEqualTo(404);
    }
  }

  @Test
  void takesAnItemByItsId() throws Exception {
    String first = id(",'input':'uno'");
    ECHO.asked();
    id(
        ",'input':[{'id':'msg_%s_o0'},{'role':'user','content':'dos'}]"
            .formatted(first.substring(5)));
    assertThat(said(ECHO.asked())).containsExactly("ASSISTANT uno");
  }

  @Test
  void deletesWhatWasAskedAndAnswered() {
    JdbcClient database = service.bean(JdbcClient.class);
    String id = id(",'input':'borrar','metadata':{'k':'borrar'}");
    String owner =
        database
            .sql("select owner from turns where question = 'borrar'")
            .query(String.class)
            .single();
    long before = service.bean(Storage.class).of(owner).bytes();
    assertThat(service.call("DELETE", "/v1/responses/" + id, "", somebody).json().toString())
        .isEqualTo("{\"id\":\"%s\",\"object\":\"response\",\"deleted\":true}".formatted(id));
    assertThat(read(id).status()).isEqualTo(404);
    for (String table : List.of("turns where question", "outcomes where answer")) {
      assertThat(count(database, table + " = 'borrar'")).isZero();
    }
    assertThat(count(database, "requests where request like '%borrar%'")).isZero();
    assertThat(service.bean(Storage.class).of(owner).bytes()).isLessThan(before - 12);
  }

  private static int count(JdbcClient database, String from) {
    return database.sql("select count(*) from " + from).query(Integer.class).single();
  }

  @Test
  void countsWhatAResponseTakesInTheFile() {
    JdbcClient database = service.bean(JdbcClient.class);
    String[] guest = {"X-Guest-Id", "0b7f8f5e-6f0e-4c0d-9a52-0c8e0a6f4d11"};
    respond(",'input':'uno','metadata':{'k':'" + "v".repeat(500) + "'}", guest);
    respond(",'input':'dos'", guest);
    String owner = "/responses/id/" + guest[1];
    long bytes = service.bean(Storage.class).of(owner).bytes();
    long kept =
        database
            .sql(
                """
                select sum(octet_length(question) + octet_length(request) + octet_length(answer)
                  + coalesce(octet_length(details), 0))
                from turns t join requests r on r.turn_id = t.id join outcomes o on o.turn_id = t.id
                where owner = ?\
                """)
            .param(owner)
            .query(Long.class)
            .single();
    assertThat(bytes).isEqualTo(kept).isGreaterThan(500);
    database.sql("delete from turns where owner = ?").param(owner).update();
    assertThat(service.bean(Storage.class).of(owner).bytes()).isZero();
  }

  @Test
  void goesOnAtTheVeryCharacterWhereAReaderLeft() throws Exception {
    model.next(OpenAiStub.text("¡Ho", "la, 😀", " mundo!"));
    String body = "{\"model\":\"m\",\"input\":\"x\",\"stream\":true}";
    HttpRequest request = Service.request(service.port(), "POST", "/v1/responses", body, somebody);
    List<EventReader.Event> live;
    try (EventReader reader = new EventReader(Service.proxy(), request)) {
      live = reader.rest();
    }
    String id = live.getFirst().data().at("/response/id").asString();
    List<EventReader.Event> again = events(id, "");
    assertThat(numbers(again)).isSubsetOf(numbers(live));
    assertThat(text(again)).isEqualTo("¡Hola, 😀 mundo!");
    StringBuilder read = new StringBuilder();
    for (EventReader.Event event : live) {
      if (event.name().equals("response.output_text.delta")) {
        read.append(event.data().path("delta").asString());
      }
      long number = event.data().path("sequence_number").asLong();
      List<EventReader.Event> rest = events(id, "&starting_after=" + number);
      assertThat(read + text(rest)).as("after %d", number).isEqualTo("¡Hola, 😀 mundo!");
      assertThat(rest.getLast().name()).isEqualTo("response.completed");
      assertThat(numbers(rest.subList(0, rest.size() - 1)))
          .isSubsetOf(numbers(live).stream().filter(n -> n > number).toList())
          .isSorted();
    }
    List<EventReader.Event> beyond = events(id, "&starting_after=100000");
    assertThat(beyond).extracting(EventReader.Event::name).containsExactly("response.completed");
  }

  private static List<Long> numbers(List<EventReader.Event> events) {
    return events.stream().map(event -> event.data().path("sequence_number").asLong()).toList();
  }

  private static String text(List<EventReader.Event> events) {
    StringBuilder text = new StringBuilder();
    for (EventReader.Event event : events) {
      if (event.name().equals("response.output_text.delta")) {
        text.append(event.data().path("delta").asString());
      }
    }
    return text.toString();
  }

  @Test
  void answersInTheBackgroundAndCancelsThere() throws Exception {
    String done = id(",'input':'fondo','background':true");
    assertThat(ended(done)).isEqualTo("completed");
    assertThat(read(done).text("/output/0/content/0/text")).isEqualTo("fondo");

    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    Answer begun = respond(",'input':'lento','background':true");
    assertThat(begun.text("/status")).isIn("queued", "in_progress");
    hanging.awaitBegun();
    String id = begun.text("/id");
    assertThat(read(id).text("/status")).isEqualTo("in_progress");
    Answer cancelled = service.call("POST", "/v1/responses/" + id + "/cancel", "", somebody);
    assertThat(cancelled.text("/status")).isEqualTo("cancelled");
    assertThat(hanging.interruptedWithin(1000)).isTrue();
    assertThat(read(id).text("/status")).isEqualTo("cancelled");
    assertThat(service.call("POST", "/v1/responses/" + id + "/cancel", "", somebody).status())
        .as("again")
        .isEqualTo(200);
    ECHO.repeats();
    String waited = id(",'input':'x'");
    assertThat(service.call("POST", "/v1/responses/" + waited + "/cancel", "", somebody).status())
        .isEqualTo(400);
  }

  @Test
  void followsARunningResponseFromAnotherConnection() throws Exception {
    EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
    String id = id(",'input':'x','background':true");
    hanging.awaitBegun();
    HttpRequest request =
        Service.request(
            service.port(), "GET", "/v1/responses/" + id + "?stream=true", "", somebody);
    try (EventReader reader = new EventReader(Service.proxy(), request)) {
      List<String> names = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        names.add(reader.next().name());
      }
      assertThat(names)
          .containsExactly(
              "response.created",
              "response.queued",
              "response.in_progress",
              "response.output_item.added",
              "response.content_part.added",
              "response.output_text.delta");
      hanging.release();
      assertThat(text(reader.rest())).isEqualTo(" end");
    }
  }

  @Test
  void stopsAStreamThatNobodyCouldComeBackFor() throws Exception {
    for (boolean store : List.of(false, true)) {
      EchoAgent.Hanging hanging = ECHO.hangsAfter("uno");
      String body =
          "{\"model\":\"echo\",\"input\":\"x\",\"stream\":true,\"store\":%s}".formatted(store);
      HttpRequest request =
          Service.request(service.port(), "POST", "/v1/responses", body, somebody);
      String id;
      try (EventReader reader = new EventReader(Service.proxy(), request)) {
        id = reader.next().data().at("/response/id").asString();
        hanging.awaitBegun();
      }
      if (store) {
        hanging.release();
        assertThat(ended(id)).isEqualTo("completed");
      } else {
        assertThat(hanging.interruptedWithin(40_000)).isTrue();
      }
    }
  }

  @Test
  void goesOnInItsConversationWithoutAChain() {
    String conversation = service.post("/v1/conversations", "{}", somebody).text("/id");
    id(",'input':'uno','conversation':'%s'".formatted(conversation));
    String second = id(",'input':'dos','conversation':{'id':'%s'}".formatted(conversation));
    repeat();
    id(",'input':'tres','previous_response_id':'%s'".formatted(second));
    try {
      assertThat(ECHO.asked().history().get())
          .extracting(Message::text)
          .containsExactly("uno", "uno", "dos", "dos");
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
