package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Log in, look at my sessions, end them; an administrator's view of the same. */
class SessionsJourneyTest {

  private static Service service;
  private static int users;

  private String name;

  @BeforeAll
  static void start() {
    service = Service.start("sessions.per-user-max=3");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aNewUser() {
    service.runtime.behave();
    name = "user" + users++;
    Answer created =
        service.post(
            "/admin/users",
            "{\"username\":\"%s\",\"password\":\"first password\"}".formatted(name));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.raw().body()).doesNotContain("first password");
  }

  private String logIn(String device) {
    return service.token(name, "first password", device);
  }

  private static Answer mine(String token) {
    return service.get("/sessions", Service.outside(token));
  }

  private static Answer admin(String body, String name) {
    return service.call("PATCH", "/admin/users/" + name, body);
  }

  @Test
  void listsMySessionsWithWhatIsKnownOfThem() {
    String phone = logIn("phone");
    service.clock.advance(Duration.ofMinutes(1));
    String laptop = logIn("laptop");
    Answer list = mine(laptop);
    assertThat(list.json().at("/data/sessions").findValuesAsString("device"))
        .containsExactlyInAnyOrder("laptop", "phone");
    assertThat(list.json().at("/data/sessions/0").propertyNames())
        .containsExactlyInAnyOrder(
            "id",
            "channel",
            "device",
            "address",
            "started_at",
            "last_seen",
            "expires_at",
            "current");
    assertThat(phone).isNotEqualTo(laptop);
  }

  @Test
  void endsOneOfMySessions() {
    String phone = logIn("phone");
    String laptop = logIn("laptop");
    String id =
        mine(phone)
            .json()
            .at("/data/sessions")
            .valueStream()
            .filter(s -> s.get("current").asBoolean())
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    Answer ended = service.call("DELETE", "/sessions/" + id, "", Service.outside(laptop));
    assertThat(ended.status()).isEqualTo(200);
    assertThat(mine(phone).status()).isEqualTo(401);
    assertThat(mine(laptop).status()).isEqualTo(200);
    assertThat(service.call("DELETE", "/sessions/" + id, "", Service.outside(laptop)).status())
        .isEqualTo(404);
  }

  @Test
  void cannotEndSomebodyElsesSession() {
    String own = logIn("phone");
    Answer other = service.login("user_1", "1234");
    String id = other.text("/data/session/id");
    assertThat(service.call("DELETE", "/sessions/" + id, "", Service.outside(own)).status())
        .isEqualTo(404);
    assertThat(mine(other.text("/data/session/token")).status()).isEqualTo(200);
  }

  @Test
  void endsAllOthers() {
    String phone = logIn("phone");
    String laptop = logIn("laptop");
    Answer ended = service.call("DELETE", "/sessions", "", Service.outside(laptop));
    assertThat(ended.json().at("/data/ended").asInt()).isEqualTo(1);
    assertThat(mine(phone).status()).isEqualTo(401);
    assertThat(mine(laptop).status()).isEqualTo(200);
  }

  @Test
  void logsOut() {
    String token = logIn("phone");
    assertThat(service.call("POST", "/logout", "", Service.outside(token)).status()).isEqualTo(200);
    Answer after = mine(token);
    assertThat(after.status()).isEqualTo(401);
    assertThat(after.header("WWW-Authenticate")).contains("invalid_token");
  }

  @Test
  void changesMyPasswordAndEndsMyOtherSessions() {
    String phone = logIn("phone");
    String laptop = logIn("laptop");
    Answer changed =
        service.post(
            "/password",
            "{\"current_password\":\"first password\",\"new_password\":\"second password\"}",
            Service.outside(laptop));
    assertThat(changed.status()).isEqualTo(200);
    assertThat(mine(phone).status()).isEqualTo(401);
    assertThat(mine(laptop).status()).isEqualTo(401);
    assertThat(mine(changed.text("/data/session/token")).status()).isEqualTo(200);
    assertThat(service.login(name, "first password").status()).isEqualTo(401);
    assertThat(service.login(name, "second password").status()).isEqualTo(200);
  }

  @Test
  void wantsTheCurrentPasswordForANewOne() {
    String token = logIn("phone");
    Answer wrong =
        service.post(
            "/password",
            "{\"current_password\":\"not it\",\"new_password\":\"second password\"}",
            Service.outside(token));
    assertThat(wrong.status()).isEqualTo(401);
    Answer tooShort =
        service.post(
            "/password",
            "{\"current_password\":\"first password\",\"new_password\":\"short\"}",
            Service.outside(token));
    assertThat(tooShort.status()).isEqualTo(422);
    assertThat(tooShort.text("/errors/new_password")).contains("8");
  }

  @Test
  void forgetsRememberedCredentialsAtOnceWhenThePasswordIsReset() {
    service.communicate(name, "first password");
    admin("{\"password\":\"reset password\"}", name);
    assertThat(service.communicate(name, "first password").status()).isEqualTo(401);
    assertThat(service.communicate(name, "reset password").status()).isEqualTo(200);
  }

  @Test
  void refusesADisabledUserAtOnceEverywhere() {
    String token = logIn("phone");
    service.communicate(name, "first password");
    assertThat(admin("{\"enabled\":false}", name).json().at("/enabled").asBoolean(true)).isFalse();
    assertThat(mine(token).status()).isEqualTo(401);
    assertThat(service.communicate(name, "first password").status()).isEqualTo(401);
    assertThat(service.login(name, "first password").status()).isEqualTo(401);
    admin("{\"enabled\":true}", name);
    assertThat(mine(token).status()).isEqualTo(401);
    assertThat(service.login(name, "first password").status()).isEqualTo(200);
  }

  @Test
  void endsTheOldestSessionWhenThereAreTooMany() {
    String first = logIn("device 1");
    for (int i = 2; i <= 4; i++) {
      service.clock.advance(Duration.ofSeconds(2));
      logIn("device " + i);
    }
    assertThat(mine(first).status()).isEqualTo(401);
  }

  @Test
  void expires() {
    String token = logIn("phone");
    service.clock.advance(Duration.ofHours(12).plusSeconds(1));
    assertThat(mine(token).status()).isEqualTo(401);
  }

  @Test
  void letsAnAdministratorSeeAndKillAnySession() {
    String token = logIn("phone");
    String id =
        service
            .get("/admin/sessions?limit=500")
            .json()
            .at("/sessions")
            .valueStream()
            .filter(s -> s.get("username").asString().equals(name))
            .findFirst()
            .orElseThrow()
            .get("id")
            .asString();
    assertThat(service.call("DELETE", "/admin/sessions/" + id, "").status()).isEqualTo(200);
    assertThat(mine(token).status()).isEqualTo(401);
    assertThat(service.call("DELETE", "/admin/sessions/" + id, "").status()).isEqualTo(404);
  }

  @Test
  void stopsARunningAnswerWhenItsSessionIsKilled() throws Exception {
    String token = logIn("phone");
    String id = mine(token).text("/data/sessions/0/id");
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch gone = new CountDownLatch(1);
    service.runtime.answer(
        "/instructions",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          asked.countDown();
          try {
            while (true) { // spaces keep the answer going until the other side hangs up
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
          } finally {
            gone.countDown();
          }
        });
    CompletableFuture<Answer> answer =
        CompletableFuture.supplyAsync(
            () -> service.post("/communicate", "{\"message\":\"a\"}", Service.outside(token)));
    assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(service.call("DELETE", "/admin/sessions/" + id, "").status()).isEqualTo(200);
    assertThat(gone.await(10, TimeUnit.SECONDS)).as("the upstream call was closed").isTrue();
    assertThat(answer.get(10, TimeUnit.SECONDS).text("/code")).isEqualTo("session_ended");
  }

  @Test
  void listsAndCreatesUsersInPages() {
    Answer page = service.get("/admin/users?limit=2");
    assertThat(page.json().get("users")).hasSize(2);
    String last = page.text("/users/1/username");
    assertThat(service.get("/admin/users?limit=1&after=" + last).text("/users/0/username"))
        .isGreaterThan(last);
    assertThat(service.get("/admin/users?limit=0").status()).isEqualTo(422);
    assertThat(service.get("/admin/users?limit=x").status()).isEqualTo(422);
    assertThat(
            service
                .post(
                    "/admin/users",
                    "{\"username\":\"%s\",\"password\":\"long enough\"}".formatted(name))
                .status())
        .isEqualTo(409);
    assertThat(
            service
                .post("/admin/users", "{\"username\":\"../x\",\"password\":\"long enough\"}")
                .text("/errors/username"))
        .isNotBlank();
    assertThat(admin("{\"enabled\":true}", "nobody").status()).isEqualTo(404);
  }
}
