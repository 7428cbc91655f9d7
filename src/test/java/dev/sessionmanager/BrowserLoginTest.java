package dev.sessionmanager;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Browser.Tab;
import dev.sessionmanager.Service.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Browsers that stay logged in by a cookie: their tabs, their end, and who else may try. */
class BrowserLoginTest {

  private static Service service;
  private static int users;

  private final Browser browser = new Browser(service);
  private String name = "";

  @BeforeAll
  static void start() {
    service = Service.start();
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void aNewUser() {
    name = "browser" + users++;
    String user = "{\"username\":\"%s\",\"password\":\"first password\"}".formatted(name);
    assertThat(service.post("/admin/users", user).status()).isEqualTo(201);
  }

  private Tab logIn() {
    return browser.logIn(name, "first password");
  }

  private static Answer mine(Tab tab) {
    return tab.call("GET", "/sessions", "");
  }

  @Test
  void givesACookieThatScriptsCannotReadAndNoToken() throws Exception {
    String login =
        "{\"username\":\"%s\",\"password\":\"first password\",\"cookie\":true}".formatted(name);
    Answer in = service.post("/login", login);
    assertThat(in.header("Set-Cookie"))
        .matches(
            "session_manager=[A-Za-z0-9_-]{43}; Path=/; Max-Age=(2592000|2591999); Expires=[^;]+;"
                + " HttpOnly; SameSite=Strict");
    assertThat(in.json().at("/data/session").propertyNames())
        .containsExactlyInAnyOrder("id", "expires_at");
    String set = in.header("Set-Cookie");
    String secret = set.substring(set.indexOf('=') + 1, set.indexOf(';'));
    Path file = service.leftBehind().resolve("session_manager.db");
    assertThat(Files.readString(file, ISO_8859_1))
        .as("the file has a hash of it")
        .doesNotContain(secret);
  }

  @Test
  void isSecureWhereAProxyEndsTheTls() {
    String login =
        "{\"username\":\"%s\",\"password\":\"first password\",\"cookie\":true}".formatted(name);
    Answer in =
        service.post("/login", login, Service.FORWARDED, "192.0.2.1", "X-Forwarded-Proto", "https");
    assertThat(in.header("Set-Cookie")).startsWith("__Host-session_manager=").contains("; Secure;");
  }

  @Test
  void givesEachTabASessionOfItsOwn() {
    Tab first = logIn();
    Tab second = browser.tab().open();
    assertThat(second.session()).isNotEqualTo(first.session());
    Answer list = mine(second);
    assertThat(list.json().at("/data/sessions").findValuesAsString("id"))
        .containsExactlyInAnyOrder(first.session(), second.session());
    assertThat(list.json().at("/data/sessions").findValuesAsString("channel"))
        .containsOnly("browser");
    assertThat(
            list.json()
                .at("/data/sessions")
                .valueStream()
                .filter(s -> s.get("current").asBoolean())
                .map(s -> s.get("id").asString()))
        .containsExactly(second.session());
    assertThat(mine(first).status()).isEqualTo(200);
  }

  @Test
  void staysLoggedInWhenTheBrowserComesBackAndNoLongerThanItsLogin() {
    logIn();
    for (int day = 0; day < 29; day += 5) {
      service.clock.advance(Duration.ofDays(5));
      if (day < 25) {
        assertThat(mine(browser.tab().open()).status()).as("day %d", day + 5).isEqualTo(200);
      }
    }
    service.clock.advance(Duration.ofSeconds(1));
    assertThat(browser.tab().call("POST", "/sessions", "").status()).isEqualTo(401);
  }

  @Test
  void forgetsABrowserThatNobodyHasUsedForAWeek() {
    Tab tab = logIn();
    service.clock.advance(Duration.ofDays(7).plusSeconds(1));
    assertThat(mine(tab).text("/code")).isEqualTo("bad_token");
    assertThat(browser.tab().call("POST", "/sessions", "").status()).isEqualTo(401);
  }

  @Test
  void writesAsItsUserAndReadsByTheCookieAlone() {
    Tab tab = logIn();
    Answer said = tab.call("POST", "/chat", "{\"message\":\"hola\",\"agent_id\":\"ecobot\"}");
    assertThat(said.status()).isEqualTo(200);
    Answer list = service.get("/conversations", "Cookie", String.valueOf(browser.cookie()));
    assertThat(list.json().at("/data/conversations")).hasSize(1);
    assertThat(service.get("/conversations").raw().body())
        .doesNotContain(list.text("/data/conversations/0/id"));
  }

  @Test
  void changesNothingWithoutOurOriginAndOurHeader() {
    Tab tab = logIn();
    String own = tab.session();
    String away = "/sessions/" + own;
    assertThat(service.call("DELETE", away, "", browser.headers(null, null)).status())
        .as("neither")
        .isEqualTo(401);
    assertThat(service.call("DELETE", away, "", browser.headers(browser.origin(), null)).status())
        .as("no header: a form")
        .isEqualTo(401);
    assertThat(service.call("DELETE", away, "", browser.headers(null, own)).status())
        .as("no origin")
        .isEqualTo(401);
    for (String origin : new String[] {"https://elsewhere.example", "http://localhost:1", "null"}) {
      assertThat(service.call("DELETE", away, "", browser.headers(origin, own)).text("/code"))
          .as(origin)
          .isEqualTo("foreign_origin");
    }
    assertThat(mine(tab).status()).as("still there").isEqualTo(200);
    assertThat(tab.call("DELETE", away, "").status()).isEqualTo(200);
  }

  @Test
  void isNotReadForPagesOfOtherSites() {
    logIn();
    Answer asked =
        service.get(
            "/sessions",
            "Cookie",
            String.valueOf(browser.cookie()),
            "Sec-Fetch-Site",
            "cross-site");
    assertThat(asked.status()).isEqualTo(401);
    String login =
        "{\"username\":\"%s\",\"password\":\"first password\",\"cookie\":true}".formatted(name);
    assertThat(service.post("/login", login, "Sec-Fetch-Site", "cross-site").text("/code"))
        .isEqualTo("foreign_origin");
  }

  @Test
  void doesNotTakeATabForAGuestWhoseSessionHasEndedElsewhere() {
    Tab tab = logIn();
    Tab other = browser.tab().open();
    assertThat(other.call("DELETE", "/sessions/" + tab.session(), "").status()).isEqualTo(200);
    Answer said = tab.call("POST", "/chat", "{\"message\":\"hola\",\"agent_id\":\"ecobot\"}");
    assertThat(said.status()).isEqualTo(401);
    assertThat(said.text("/code")).isEqualTo("bad_token");
    assertThat(mine(other).status()).isEqualTo(200);
  }

  @Test
  void doesNotLetABrowserBackWhoseOnlySessionWasKilled() {
    Tab tab = logIn();
    assertThat(service.call("DELETE", "/admin/sessions/" + tab.session(), "").status())
        .isEqualTo(200);
    assertThat(browser.tab().call("POST", "/sessions", "").status()).isEqualTo(401);
  }

  @Test
  void logsAllTabsOutAndForgetsTheCookie() {
    Tab first = logIn();
    Tab second = browser.tab().open();
    String cookie = String.valueOf(browser.cookie());
    assertThat(second.call("POST", "/logout", "").header("Set-Cookie"))
        .startsWith("session_manager=; Path=/; Max-Age=0;");
    assertThat(browser.cookie()).isNull();
    assertThat(mine(first).status()).isEqualTo(401);
    assertThat(service.get("/sessions", "Cookie", cookie).status()).isEqualTo(401);
  }

  @Test
  void givesANewCookieWithANewPassword() {
    Tab tab = logIn();
    Tab other = browser.tab().open();
    String old = String.valueOf(browser.cookie());
    Answer changed =
        tab.call(
            "POST",
            "/password",
            "{\"current_password\":\"first password\",\"new_password\":\"second password\"}");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().at("/data/session").has("token")).isFalse();
    assertThat(browser.cookie()).isNotEqualTo(old);
    assertThat(mine(other).status()).isEqualTo(401);
    tab.named(changed.text("/data/session/id"));
    assertThat(mine(tab).status()).isEqualTo(200);
    assertThat(service.get("/sessions", "Cookie", old).status()).isEqualTo(401);
  }

  @Test
  void isWorthNothingToAStranger() {
    Tab tab = logIn();
    String mine = tab.session();
    Browser other = new Browser(service);
    Tab stranger = other.logIn("user_1", "1234");
    stranger.named(mine);
    assertThat(mine(stranger).text("/code")).as("the id of another's tab").isEqualTo("bad_token");
    assertThat(service.get("/sessions", "X-Session-Id", mine).status()).isEqualTo(401);
    assertThat(service.get("/sessions", "Authorization", "Bearer " + mine).status()).isEqualTo(401);
    String cookie = String.valueOf(browser.cookie());
    assertThat(
            service
                .get(
                    "/sessions",
                    "Authorization",
                    "Bearer " + cookie.substring(cookie.indexOf('=') + 1))
                .status())
        .as("a cookie is no token")
        .isEqualTo(401);
    String token = service.token("user_1", "1234", "phone");
    assertThat(
            service
                .post("/sessions", "", "Authorization", "Bearer " + token, "X-Session-Id", "new")
                .status())
        .as("a token opens no tab")
        .isEqualTo(401);
  }

  @Test
  void isNoOperatorUnlessItsUserIsOne() {
    Tab tab = logIn();
    assertThat(
            service
                .call(
                    "GET", "/admin/users", "", withForwarding(browser.headers(null, tab.session())))
                .status())
        .isEqualTo(403);
    String admin =
        "{\"username\":\"chief%s\",\"password\":\"first password\",\"role\":\"ADMIN\"}"
            .formatted(name);
    assertThat(service.post("/admin/users", admin).status()).isEqualTo(201);
    Browser chiefs = new Browser(service);
    Tab chief = chiefs.logIn("chief" + name, "first password");
    assertThat(
            service
                .call(
                    "GET",
                    "/admin/users",
                    "",
                    withForwarding(chiefs.headers(null, chief.session())))
                .status())
        .isEqualTo(200);
  }

  /** From outside, so that the test's own help does not send the operator's token. */
  private static String[] withForwarding(String[] headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = Service.FORWARDED;
    all[headers.length + 1] = "192.0.2.1";
    return all;
  }
}
