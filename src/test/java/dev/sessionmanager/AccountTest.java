package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** People's own account: what is kept of them, and passwords chosen by a link. */
class AccountTest {

  private static final EchoAgent ECHO = new EchoAgent("eco", Agent.Kind.PERSONA);
  private static final Service service = Service.startWith(List.of(ECHO), "DEFAULT_AGENT=eco");
  private static int people;

  private final String name = "person" + people++;

  @AfterAll
  static void stop() {
    service.close();
  }

  private Answer make() {
    return service.post("/admin/users", "{\"username\":\"%s\"}".formatted(name));
  }

  private static Answer choose(String token, String password) {
    return service.post(
        "/welcome",
        "{\"token\":\"%s\",\"password\":\"%s\",\"device\":\"phone\"}".formatted(token, password));
  }

  private static Answer look(String token) {
    return service.post("/welcome/look", "{\"token\":\"%s\"}".formatted(token));
  }

  @Test
  void letsSomebodyNewChooseTheirPasswordOnce() throws Exception {
    Answer made = make();
    assertThat(made.status()).as(made.raw().body()).isEqualTo(201);
    String token = made.text("/link/token");
    assertThat(made.text("/link/path")).isEqualTo("/app/#welcome=" + token);
    assertThat(
            Files.readString(
                service.leftBehind().resolve("session_manager.db"), StandardCharsets.ISO_8859_1))
        .doesNotContain(token);
    assertThat(service.login(name, "").status()).isEqualTo(422);
    assertThat(look(token).text("/data/username")).isEqualTo(name);
    assertThat(choose(token, "short").status()).isEqualTo(422);
    assertThat(choose(token, name).text("/errors/password")).isNotEmpty();
    Answer in = choose(token, "my own words");
    assertThat(in.text("/data/user/username")).isEqualTo(name);
    assertThat(
            service
                .get("/account", Service.outside(in.text("/data/session/token")))
                .text("/data/user/username"))
        .isEqualTo(name);
    assertThat(choose(token, "others' words").status()).as("once").isEqualTo(404);
    assertThat(look(token).status()).isEqualTo(404);
    assertThat(service.login(name, "my own words").status()).isEqualTo(200);
  }

  @Test
  void resetsAPasswordByTheLastLinkAloneAndEndsAllSessions() {
    choose(make().text("/link/token"), "my own words");
    String session = service.token(name, "my own words", "laptop");
    String first = service.post("/admin/users/" + name + "/link", "").text("/link/token");
    String last = service.post("/admin/users/" + name + "/link", "").text("/link/token");
    assertThat(service.login(name, "my own words").status())
        .as("nobody is locked out by a link")
        .isEqualTo(200);
    assertThat(choose(first, "other words").status()).isEqualTo(404);
    assertThat(choose(last, "other words").status()).isEqualTo(200);
    assertThat(service.login(name, "my own words").status()).isEqualTo(401);
    assertThat(service.get("/account", Service.outside(session)).status()).isEqualTo(401);
  }

  @Test
  void refusesALinkThatIsTooOldOrOfSomebodyDisabled() {
    String token = make().text("/link/token");
    service.call("PATCH", "/admin/users/" + name, "{\"enabled\":false}");
    assertThat(choose(token, "my own words").status()).isEqualTo(404);
    service.call("PATCH", "/admin/users/" + name, "{\"enabled\":true}");
    assertThat(look(token).status()).isEqualTo(200);
    service.clock.advance(Duration.ofDays(3));
    assertThat(choose(token, "my own words").status()).isEqualTo(404);
    assertThat(look("nothing").status()).isEqualTo(404);
  }

  @Test
  void givesABrowserACookieAndNoPageOfOthers() {
    String token = make().text("/link/token");
    String body =
        "{\"token\":\"%s\",\"password\":\"my own words\",\"cookie\":true}".formatted(token);
    assertThat(service.post("/welcome", body, "Sec-Fetch-Site", "cross-site").text("/code"))
        .isEqualTo("foreign_origin");
    Answer in = service.post("/welcome", body);
    assertThat(in.header("Set-Cookie")).contains("HttpOnly");
    assertThat(in.json().at("/data/session").has("token")).isFalse();
  }

  @Test
  void makesLinksForAdministratorsAlone() {
    Talker leo = new Talker(service);
    assertThat(leo.call("POST", "/admin/users/" + leo.name + "/link", "").status()).isEqualTo(403);
    assertThat(service.post("/admin/users/nobody/link", "").status()).isEqualTo(404);
  }

  @Test
  void exportsAllThatIsKeptOfItsOwnerAndNothingOfOthers() {
    Talker ana = new Talker(service);
    Talker leo = new Talker(service);
    ana.says("uno");
    ana.call("POST", ana.turn(0) + "/versions", "{\"message\":\"uno bis\"}");
    ana.call("PUT", ana.turn(0) + "/rating", "{\"rating\":\"up\",\"reason\":\"claro\"}");
    ana.call("POST", ana.conversation() + "/shares", "");
    Answer made = ana.call("POST", "/keys", "{\"name\":\"mi llave\"}");
    leo.says("secreto de Leo");
    Answer export = ana.get("/account/export");
    assertThat(export.header("Content-Disposition")).contains("account.json");
    assertThat(export.json().at("/conversations/0/turns").findValuesAsString("question"))
        .as("all versions")
        .containsExactly("uno", "uno bis");
    assertThat(export.json().at("/conversations/0/shares")).hasSize(1);
    assertThat(export.raw().body())
        .contains("claro", "mi llave", ana.name)
        .doesNotContain("secreto", leo.name, made.text("/data/key/key"));
    assertThat(service.get("/account/export").status()).as("a guest").isEqualTo(401);
    assertThat(ana.get("/account").json().at("/data/storage_bytes").asLong()).isPositive();
    assertThat(
            service
                .get("/account", "Authorization", "Bearer " + made.text("/data/key/key"))
                .status())
        .as("a key is no login")
        .isEqualTo(403);
  }
}
