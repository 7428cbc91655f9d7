package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.EventReader.Event;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.database.TestDatabase;
import dev.sessionmanager.gateway.Agent;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Two nodes on one database: what is done on one holds on the other. */
class OtherNodeTest {

  private static final long SECOND = 1_000_000_000L;

  private static final String DATABASE = TestDatabase.emptyPostgres();
  private static final JdbcClient SQL =
      JdbcClient.create(
          new DriverManagerDataSource(
              "jdbc:" + DATABASE.replace("postgres:any@", "") + "?user=postgres"));
  private static final String SECRET = "JWT_SECRET=" + "s".repeat(40);
  private static final EchoAgent echoOfOne = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final EchoAgent echoOfTwo = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final HttpClient http = HttpClient.newHttpClient();
  private static Service one;
  private static Service two;
  private static int conversations;

  private final String conversation = "c" + conversations++;
  private final String body = "{\"message\":\"hola\",\"session_id\":\"" + conversation + "\"}";

  @BeforeAll
  static void start() {
    one = node("one", echoOfOne);
    two = node("two", echoOfTwo);
  }

  private static Service node(String name, EchoAgent echo, String... more) {
    int port = ServiceProcess.freePort();
    List<String> settings =
        new ArrayList<>(
            List.of(
                "DATABASE_URL=" + DATABASE,
                SECRET,
                "node.name=" + name,
                "PORT=" + port,
                "node.url=http://127.0.0.1:" + port,
                "DEFAULT_AGENT=eco"));
    settings.addAll(List.of(more));
    return Service.startWith(List.of(echo), settings.toArray(String[]::new));
  }

  @AfterAll
  static void stop() {
    one.close();
    two.close();
    http.close();
  }

  @BeforeEach
  void echoes() {
    echoOfOne.repeats();
    echoOfTwo.repeats();
  }

  /** Within a second of this moment. */
  private static void soon(BooleanSupplier holds) {
    long began = System.nanoTime();
    while (!holds.getAsBoolean() && System.nanoTime() - began < SECOND) {
      Thread.onSpinWait();
    }
    assertThat(holds.getAsBoolean()).as("within a second").isTrue();
  }

  private static EventReader stream(Service node, String method, String path, String body)
      throws Exception {
    HttpRequest request = Service.request(node.port(), method, path, body);
    return new EventReader(
        http,
        HttpRequest.newBuilder(request, (name, value) -> true)
            .header("Accept", "text/event-stream")
            .build());
  }

  private static String[] bearer(String token) {
    return new String[] {"Authorization", "Bearer " + token};
  }

  @Test
  void showsBothNodes() {
    Answer health = two.get("/health");
    assertThat(health.json().at("/nodes")).hasSize(2);
    assertThat(health.text("/nodes/0/name")).isEqualTo("one");
    assertThat(health.json().at("/nodes/0/leads").asBoolean()).isTrue();
    assertThat(health.json().at("/nodes/1/self").asBoolean()).isTrue();
    Answer nodes = one.get("/admin/nodes");
    assertThat(nodes.text("/nodes/1/name")).isEqualTo("two");
    assertThat(nodes.text("/nodes/1/url")).startsWith("http://127.0.0.1:");
  }

  @Test
  void refusesANodeOfTheSameNameOrAnotherSecret() {
    assertThatThrownBy(() -> node("one", echoOfOne))
        .rootCause()
        .hasMessageContaining("another node named one works on the database");
    assertThatThrownBy(() -> node("three", echoOfOne, "JWT_SECRET=" + "t".repeat(40)))
        .hasStackTraceContaining("signs with another secret; give all nodes the same JWT_SECRET");
    assertThat(one.get("/health").json().at("/nodes")).hasSize(2);
  }

  @Test
  void knowsALoginAndItsEnd() {
    String token = one.token("user_1", "1234", "login");
    assertThat(two.get("/conversations", bearer(token)).status()).isEqualTo(200);
    one.post("/logout", "", bearer(token));
    soon(() -> two.get("/conversations", bearer(token)).status() == 401);
  }

  @Test
  void endsEverythingOfAUserWhosePasswordChanges() {
    Talker ana = new Talker(one);
    String token = two.token(ana.name, "long enough", "other");
    assertThat(two.get("/conversations", bearer(token)).status()).isEqualTo(200);
    assertThat(two.communicate(ana.name, "long enough").status()).isEqualTo(200);
    one.call("PATCH", "/admin/users/" + ana.name, "{\"password\":\"something else\"}");
    soon(() -> two.get("/conversations", bearer(token)).status() == 401);
    soon(() -> two.communicate(ana.name, "long enough").status() == 401);
  }

  @Test
  void stopsTheAnswersOfASessionThatIsKilled() throws Exception {
    Hanging hanging = echoOfTwo.hangsAfter("uno");
    Answer login = one.login("user_1", "1234", "User-Agent", "killed");
    String token = login.text("/data/session/token");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> answer = threads.submit(() -> two.post("/chat", body, bearer(token)));
      hanging.awaitBegun();
      one.call("DELETE", "/admin/sessions/" + login.text("/data/session/id"), "");
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      assertThat(answer.get().text("/code")).isEqualTo("session_ended");
    }
  }

  @Test
  void followsAnAnswerPieceByPieceAndStopsIt() throws Exception {
    Hanging hanging = echoOfOne.hangsAfter("primera");
    try (EventReader made = stream(one, "POST", "/chat", body)) {
      String turn = made.next().data().at("/turn_id").asString();
      assertThat(made.next().data().at("/text").asString()).isEqualTo("primera");
      try (EventReader read = stream(two, "GET", "/chat/stream?turn_id=" + turn, "")) {
        assertThat(read.next().name()).isEqualTo("accepted");
        assertThat(read.next().data().at("/text").asString()).isEqualTo("primera");
        hanging.release();
        List<Event> rest = read.rest();
        assertThat(rest.getFirst().data().at("/text").asString()).isEqualTo(" end");
        assertThat(rest.getLast().data().at("/reply").asString()).isEqualTo("primera end");
      }
    }
    Hanging stopped = echoOfOne.hangsAfter("uno");
    try (EventReader made = stream(one, "POST", "/chat", body)) {
      String turn = made.next().data().at("/turn_id").asString();
      stopped.awaitBegun();
      assertThat(
              two.post("/chat/stop", "{\"turn_id\":\"" + turn + "\"}")
                  .json()
                  .at("/stopped")
                  .asBoolean())
          .isTrue();
      assertThat(stopped.interruptedWithin(1000)).isTrue();
    }
  }

  /** Whether the second message of the conversation is accepted, and has no answer yet. */
  private boolean waits(Future<Answer> answer) {
    Answer found = two.get("/conversations");
    String id = found.text("/data/conversations/0/id");
    return two.get("/conversations/" + id).json().at("/data/turns").size() == 2 && !answer.isDone();
  }

  @Test
  void answersOneMessageOfAConversationAtATimeAndInOrder() throws Exception {
    Hanging first = echoOfOne.hangsAfter("uno");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> before = threads.submit(() -> one.post("/chat", body));
      first.awaitBegun();
      Future<Answer> after =
          threads.submit(() -> two.post("/chat", body.replace("hola", "dos palabras")));
      soon(() -> waits(after));
      assertThat(echoOfTwo.askedTimes()).isZero();
      first.release();
      assertThat(before.get().text("/reply")).isEqualTo("uno end");
      assertThat(after.get().text("/reply")).isEqualTo("dos palabras");
    }
    assertThat(echoOfTwo.asked().history().get()).hasSize(2);
    Answer history = two.get("/history?session_id=" + conversation);
    assertThat(history.json().at("/history")).hasSize(4);
  }

  @Test
  void answersAMessageOnceThatIsSentToBoth() throws Exception {
    Hanging hanging = echoOfOne.hangsAfter("uno");
    String[] id = {"Idempotency-Key", "id-" + conversation};
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> first = threads.submit(() -> one.post("/chat", body, id));
      hanging.awaitBegun();
      Future<Answer> again = threads.submit(() -> two.post("/chat", body, id));
      hanging.release();
      assertThat(first.get().text("/reply")).isEqualTo("uno end");
      assertThat(again.get().text("/reply")).isEqualTo("uno end");
    }
    assertThat(two.post("/chat", body, id).text("/reply")).isEqualTo("uno end");
    assertThat(echoOfTwo.askedTimes()).isZero();
  }

  @Test
  void beginsANewConversationAfterAResetOnTheOther() {
    one.post("/chat", body);
    assertThat(two.get("/history?session_id=" + conversation).json().at("/history")).hasSize(2);
    one.post("/reset", "{\"session_id\":\"" + conversation + "\"}");
    soon(() -> two.get("/history?session_id=" + conversation).json().at("/history").size() == 0);
  }

  /** A node that this process has not: what it does is done by rows. */
  private static long otherNode(String name, int slot, String url) {
    return SQL.sql(
            "insert into nodes (holder, name, url, version, slot, until)"
                + " values (?, ?, ?, '', ?, now() + interval '1 hour') returning number")
        .params(name, name, url, slot)
        .query(Long.class)
        .single();
  }

  /** Gives out one piece of any answer, and ends it once it may. */
  private static HttpServer maker(String piece, CountDownLatch asked, CountDownLatch end)
      throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/internal/turns",
        exchange -> {
          asked.countDown();
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(("{\"type\":\"text\",\"text\":\"" + piece + "\"}\n").getBytes(UTF_8));
            out.flush();
            end.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.setExecutor(Thread::startVirtualThread);
    server.start();
    return server;
  }

  private static String url(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void doesNotGoOnWithTheAnswerOfYetAnotherNode() throws Exception {
    CountDownLatch dies = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    HttpServer first = maker("otra", new CountDownLatch(1), dies);
    HttpServer second = maker(" cosa", asked, new CountDownLatch(0));
    long dying = otherNode("dying", 14, url(first));
    long anew = otherNode("anew", 15, url(second));
    Hanging hanging = echoOfOne.hangsAfter("primera");
    try (EventReader made = stream(one, "POST", "/chat", body)) {
      String turn = made.next().data().at("/turn_id").asString();
      hanging.awaitBegun();
      SQL.sql("update pending set node = ?").param(dying).update();
      try (EventReader read = stream(two, "GET", "/chat/stream?turn_id=" + turn, "")) {
        assertThat(read.next().name()).isEqualTo("accepted");
        assertThat(read.next().data().at("/text").asString()).isEqualTo("otra");
        SQL.sql("update pending set node = ?").param(anew).update();
        dies.countDown();
        assertThat(asked.await(600, TimeUnit.MILLISECONDS)).isFalse();
        hanging.release();
        List<Event> rest = read.rest();
        assertThat(rest).hasSize(1);
        assertThat(rest.getFirst().data().at("/code").asString()).isEqualTo("interrupted");
      }
    } finally {
      SQL.sql("delete from nodes where number in (?, ?)").params(dying, anew).update();
      first.stop(0);
      second.stop(0);
    }
  }

  @Test
  void endsTheConnectionsOfANodeThatIsGone() {
    long node = otherNode("gone", 13, "http://127.0.0.1:9");
    SQL.sql(
            "insert into sessions (id, channel, device, address, started_at, last_seen, expires_at,"
                + " node) values ('left', 'tcp', '', '', 1, 1, 9000000000000000, ?)")
        .param(node)
        .update();
    soon(() -> one.get("/health").json().at("/nodes").size() == 3);
    // Who leads has looked at the nodes once it has heard of something else; then one dies.
    String token = two.token("user_1", "1234", "login");
    assertThat(one.get("/conversations", bearer(token)).status()).isEqualTo(200);
    two.post("/logout", "", bearer(token));
    soon(() -> one.get("/conversations", bearer(token)).status() == 401);
    SQL.sql("update nodes set until = now() - interval '1 second' where number = ?")
        .param(node)
        .update();
    long began = System.nanoTime();
    while (ended() == 0 && System.nanoTime() - began < 5 * SECOND) {
      Thread.onSpinWait();
    }
    assertThat(ended()).isEqualTo(1);
    assertThat(one.get("/health").json().at("/nodes")).hasSize(2);
  }

  private static int ended() {
    return SQL.sql("select count(*) from sessions where id = 'left' and ended_at is not null")
        .query(Integer.class)
        .single();
  }

  @Test
  void tellsNobodyElseOfAnAnswer() {
    assertThat(one.get("/internal/turns/1").status()).isEqualTo(404);
    assertThat(one.get("/internal/turns/1", "X-Node-Key", "guess").status()).isEqualTo(404);
  }
}
