package dev.sessionmanager.session;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.EchoAgent;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.Service;
import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys for programs: made, shown once, kept as a hash, bounded, and gone at once. */
class ApiKeysTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static final String HELLO =
      "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}";
  private static Service service;
  private static int users;

  private String name;
  private String token;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(List.of(ECHO), "sessions.keys-per-user-max=3", "sessions.per-user-max=2");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aNewUser() {
    ECHO.repeats();
    name = "keys" + users++;
    create(name, "USER");
    token = service.token(name, "a password", "laptop");
  }

  private static void create(String name, String role) {
    Answer created =
        service.post(
            "/admin/users",
            "{\"username\":\"%s\",\"password\":\"a password\",\"role\":\"%s\"}"
                .formatted(name, role));
    assertThat(created.status()).isEqualTo(201);
  }

  private static Answer make(String token, String name) {
    return service.post("/keys", "{\"name\":\"" + name + "\"}", Service.outside(token));
  }

  private static String key(String token) {
    return make(token, "editor").text("/data/key/key");
  }

  private static int status(String key) {
    return service.get("/v1/models", Service.outside(key)).status();
  }

  private static Answer list(String token) {
    return service.get("/keys", Service.outside(token));
  }

  private static String sha256(String text) throws Exception {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static List<String> column(String sql) throws SQLException {
    Path file = service.data.resolve("session_manager.db");
    try (Connection file0 = DriverManager.getConnection("jdbc:sqlite:" + file);
        ResultSet rows = file0.createStatement().executeQuery(sql)) {
      List<String> column = new java.util.ArrayList<>();
      while (rows.next()) {
        column.add(rows.getString(1));
      }
      return column;
    }
  }

  @Test
  void showsAKeyOnceAndKeepsItsHashAlone() throws Exception {
    Answer made = make(token, " editor ");
    assertThat(made.status()).isEqualTo(200);
    String key = made.text("/data/key/key");
    String id = made.text("/data/key/id");
    assertThat(key).matches("sm-[A-Za-z0-9_-]{43}");
    Answer list = list(token);
    assertThat(list.raw().body()).doesNotContain(key);
    assertThat(list.json().at("/data/keys/0").propertyNames())
        .containsExactlyInAnyOrder("id", "name", "hint", "created_at", "last_seen");
    assertThat(list.text("/data/keys/0/name")).isEqualTo("editor");
    assertThat(list.text("/data/keys/0/hint")).isEqualTo(key.substring(key.length() - 4));
    assertThat(column("select hash from api_keys where session_id = '" + id + "'"))
        .containsExactly(sha256(key));
    try (Stream<Path> files = Files.list(service.data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(key);
      }
    }
  }

  @Test
  void talksWithAKeyAndSeesWhenItWasUsed() throws Exception {
    String key = key(token);
    service.clock.advance(Duration.ofMinutes(5));
    Answer answer = service.post("/v1/chat/completions", HELLO, Service.outside(key));
    assertThat(answer.status()).isEqualTo(200);
    assertThat(ECHO.asked().username()).isEqualTo(name);
    Answer fresh = list(service.token(name, "a password", "laptop"));
    assertThat(fresh.text("/data/keys/0/last_seen"))
        .isEqualTo(service.clock.instant().toString().replaceFirst("(\\.\\d{3})\\d*Z", "$1Z"));
    assertThat(fresh.text("/data/keys/0/created_at"))
        .isLessThan(fresh.text("/data/keys/0/last_seen"));
  }

  @Test
  void lastsLongerThanAnySession() {
    String key = key(token);
    service.clock.advance(Duration.ofDays(400));
    assertThat(status(token)).isEqualTo(401);
    assertThat(status(key)).isEqualTo(200);
  }

  @Test
  void lastsAsLongAsItsMakerSaid() {
    Answer made =
        service.post("/keys", "{\"name\":\"short\",\"expires_in_days\":2}", Service.outside(token));
    String end = made.text("/data/key/expires_at");
    assertThat(Instant.parse(end))
        .isEqualTo(service.clock.instant().plus(Duration.ofDays(2)).truncatedTo(MILLIS));
    assertThat(list(token).text("/data/keys/0/expires_at")).isEqualTo(end);
    String key = made.text("/data/key/key");
    service.clock.advance(Duration.ofDays(2).minusSeconds(1));
    assertThat(status(key)).isEqualTo(200);
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(status(key)).isEqualTo(401);
    String again = service.token(name, "a password", "laptop");
    assertThat(list(again).json().at("/data/keys").isEmpty()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "3651", "1.5", "\"30\"", "99999999999", "[1]", "true", "1e400"})
  void lastsNoAbsurdTime(String days) {
    String body = "{\"name\":\"short\",\"expires_in_days\":" + days + "}";
    Answer answer = service.post("/keys", body, Service.outside(token));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text("/errors/expires_in_days")).isNotBlank();
  }

  @Test
  void revokesAtOnceDownToTheRunningAnswer() throws Exception {
    Answer made = make(token, "editor");
    String key = made.text("/data/key/key");
    Hanging hanging = ECHO.hangsAfter("uno");
    Answer revoked;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Answer> running =
          threads.submit(() -> service.post("/v1/chat/completions", HELLO, Service.outside(key)));
      hanging.awaitBegun();
      revoked =
          service.call("DELETE", "/keys/" + made.text("/data/key/id"), "", Service.outside(token));
      assertThat(hanging.interruptedWithin(1000)).isTrue();
      assertThat(running.get().text("/error/code")).isEqualTo("session_ended");
    }
    assertThat(revoked.status()).isEqualTo(200);
    assertThat(status(key)).isEqualTo(401);
    assertThat(list(token).json().at("/data/keys").isEmpty()).isTrue();
    assertThat(status(token)).isEqualTo(200);
  }

  @Test
  void revokesNobodyElsesKeyAndNoSession() {
    String mine = service.get("/sessions", Service.outside(token)).text("/data/sessions/0/id");
    String id = make(token, "editor").text("/data/key/id");
    create("thief" + name, "USER");
    String thief = service.token("thief" + name, "a password", "laptop");
    for (String other : List.of(id, mine, "nothing")) {
      assertThat(service.call("DELETE", "/keys/" + other, "", Service.outside(thief)).status())
          .isEqualTo(404);
    }
    assertThat(service.call("DELETE", "/keys/" + mine, "", Service.outside(token)).status())
        .isEqualTo(404);
  }

  @Test
  void refusesTheKeysOfADisabledUserForGood() {
    String key = key(token);
    assertThat(status(key)).isEqualTo(200);
    service.call("PATCH", "/admin/users/" + name, "{\"enabled\":false}");
    assertThat(status(key)).isEqualTo(401);
    service.call("PATCH", "/admin/users/" + name, "{\"enabled\":true}");
    assertThat(status(key)).isEqualTo(401);
    String again = service.token(name, "a password", "laptop");
    assertThat(list(again).json().at("/data/keys").isEmpty()).isTrue();
  }

  @Test
  void endsWithThePassword() {
    String key = key(token);
    assertThat(status(key)).isEqualTo(200);
    service.post(
        "/password",
        "{\"current_password\":\"a password\",\"new_password\":\"another password\"}",
        Service.outside(token));
    assertThat(status(key)).isEqualTo(401);
  }

  @Test
  void hasAQuotaThatRequestsAtOnceKeepToo() throws Exception {
    List<Callable<Integer>> calls = Collections.nCopies(12, () -> make(token, "key").status());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      int granted = 0;
      for (Future<Integer> status : threads.invokeAll(calls)) {
        granted += status.get() == 200 ? 1 : 0;
      }
      assertThat(granted).isEqualTo(3);
    }
    Answer refused = make(token, "one more");
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/code")).isEqualTo("quota_reached");
    assertThat(refused.text("/setting")).isEqualTo("API_KEYS_PER_USER_MAX");
    String id = list(token).text("/data/keys/0/id");
    service.call("DELETE", "/keys/" + id, "", Service.outside(token));
    assertThat(make(token, "one more").status()).isEqualTo(200);
  }

  @Test
  void staysWhenSessionsAreReplacedOrEnded() {
    String key = key(token);
    for (String device : List.of("phone", "tablet", "television")) {
      service.clock.advance(Duration.ofSeconds(2));
      token = service.token(name, "a password", device);
    }
    service.call("DELETE", "/sessions", "", Service.outside(token));
    assertThat(status(key)).isEqualTo(200);
    assertThat(service.get("/sessions", Service.outside(token)).json().at("/data/sessions"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /keys",
    "POST, /keys",
    "DELETE, /keys/x",
    "POST, /password",
    "GET, /sessions",
    "DELETE, /sessions",
    "DELETE, /sessions/x",
    "POST, /logout",
    "GET, /admin/users",
    "PATCH, /admin/users/user_1",
    "GET, /stats"
  })
  void managesNothingWithAKeyNotEvenAnAdministrators(String method, String path) {
    create("admin" + name, "ADMIN");
    String admin = service.token("admin" + name, "a password", "laptop");
    assertThat(service.get("/admin/users", Service.outside(admin)).status()).isEqualTo(200);
    String body = method.equals("POST") || method.equals("PATCH") ? "{}" : "";
    Answer answer = service.call(method, path, body, Service.outside(key(admin)));
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/code")).isEqualTo("forbidden");
  }

  @Test
  void watchesTheFiguresWithAnAdministratorsKey() {
    create("watcher" + name, "ADMIN");
    String admin = service.token("watcher" + name, "a password", "laptop");
    assertThat(service.get("/metrics", Service.outside(key(admin))).status()).isEqualTo(200);
    assertThat(service.get("/metrics", Service.outside(key(token))).status()).isEqualTo(403);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"name\":\" \"}", "{\"name\":5}", "{\"name\":null}"})
  void asksForAName(String body) {
    Answer answer = service.post("/keys", body, Service.outside(token));
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().at("/errors").propertyNames()).containsExactly("name");
    assertThat(make(token, "x".repeat(101)).status()).isEqualTo(422);
  }

  @Test
  void refusesRubbishAndKeysThatAreNearlyRight() {
    String key = key(token);
    String last = key.endsWith("A") ? "B" : "A";
    for (String wrong :
        List.of(
            "sm-",
            "sm-" + "A".repeat(43),
            key.substring(0, key.length() - 1) + last,
            key + "A",
            key.toUpperCase(java.util.Locale.ROOT),
            key.substring(3),
            "sm-" + "A".repeat(5000))) {
      assertThat(status(wrong)).as(wrong).isEqualTo(401);
    }
  }

  @Test
  void survivesARestart() {
    String key = key(token);
    try (Service restarted =
        Service.start("DB_PATH=" + service.data.resolve("session_manager.db"))) {
      assertThat(restarted.get("/v1/models", Service.outside(key)).status()).isEqualTo(200);
    }
  }

  @Test
  void leavesTheFileWithTheHistoryOfItsSession() throws SQLException {
    String id = make(token, "editor").text("/data/key/id");
    service.call("DELETE", "/keys/" + id, "", Service.outside(token));
    String rows = "select session_id from api_keys where session_id = '" + id + "'";
    service.bean(SessionEndings.class).removeOld();
    assertThat(column(rows)).hasSize(1);
    service.clock.advance(Duration.ofDays(31));
    service.bean(SessionEndings.class).removeOld();
    assertThat(column(rows)).isEmpty();
  }

  @Test
  void isSeenAndKilledByTheOperatorLikeAnySession() throws IOException {
    Answer made = make(token, "a name of mine");
    String id = made.text("/data/key/id");
    Answer all = service.get("/admin/sessions?limit=500");
    assertThat(all.json().at("/sessions").findValuesAsString("id")).contains(id);
    service.call("DELETE", "/admin/sessions/" + id, "");
    assertThat(status(made.text("/data/key/key"))).isEqualTo(401);
  }
}
