package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the libraries of APIs of models come in below /v1: their keys, paths and headers. */
class ApiEdgeTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO =
      "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]}";
  private static final String PAGE = "https://page.example";
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(new EchoAgent("echo", Kind.PERSONA), new EchoAgent("org/echo", Kind.PERSONA)),
            "CORS_ALLOWED_ORIGINS=" + PAGE);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static Answer complete(String body, String... headers) {
    return service.post(CHAT, body, headers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Authorization=Bearer sk-none",
        "Authorization=Bearer ",
        "Authorization=Bearer ollama",
        "x-api-key=none",
        "api-key=a.b.c"
      })
  void takesAnyDummyKeyWhereNoneIsNeededAndNowhereElse(String header) {
    String[] pair = header.split("=", 2);
    assertThat(complete(HELLO, pair).status()).isEqualTo(200);
    String[] stranger = {pair[0], pair[1], "X-Forwarded-For", "192.0.2.1"};
    assertThat(complete(HELLO, stranger).status()).isEqualTo(401);
    String[] page = {pair[0], pair[1], "Sec-Fetch-Site", "cross-site"};
    assertThat(complete(HELLO, page).status()).isEqualTo(401);
    String token = pair[1].replace("Bearer ", "");
    assertThat(service.get("/agents", "Authorization", "Bearer x" + token).status()).isEqualTo(401);
  }

  @Test
  void knowsAKeyByEachHeaderThatClientsSendItIn() {
    String token = service.token("user_2", "5678", "laptop");
    String made =
        service
            .post("/keys", "{\"name\":\"clients\"}", "Authorization", "Bearer " + token)
            .text("/data/key/key");
    for (String name : List.of("x-api-key", "api-key", "X-Api-Key")) {
      String[] headers = {name, made, "X-Forwarded-For", "192.0.2.1"};
      assertThat(service.get("/v1/models", headers).status()).isEqualTo(200);
      assertThat(service.get("/agents", headers).status()).isEqualTo(401);
    }
    assertThat(complete(HELLO, "Authorization", "Bearer sm-wrong", "x-api-key", made).status())
        .isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/a;b",
        "/v1/models/a%252Fb",
        "/v1/models/a%2F..%2F..%2Fb",
        "/v1/models/%2e%2e/b",
        "/v1/models/a%5Cb",
        "/v1/chat%2Fcompletions",
        "/v1%2Fmodels"
      })
  void refusesAPathThatTheFirewallStops(String path) {
    Answer answer = service.get(path);
    assertThat(answer.status()).isBetween(400, 404);
    assertThat(answer.raw().body()).doesNotContain("<html");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/agents%2Fx",
        "/admin%2Fusers",
        "/v1/models/..%2F..%2Fadmin%2Fusers",
        "/vfs/files/%2Fetc%2Fpasswd",
        "/conversations%2F",
        "//agents",
        "/agents//",
        "/v1/models/x%2F..%2F..%2F..%2Fadmin/users"
      })
  void opensNoOtherPathByEncodedOrDoubledSlashes(String path) {
    assertThat(service.get(path, "X-Forwarded-For", "192.0.2.1").status()).isIn(400, 401, 404);
    assertThat(service.get(path).status()).isIn(400, 404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/models/org%2Fecho", "/v1/models/org%2fecho", "/v1/models/org/echo",
        "/v1/models/org%2Fecho/", "/v1//models//org%2Fecho", "//v1/models/org/echo//"
      })
  void showsAModelWhoseNameHasASlash(String path) {
    Answer answer = service.get(path);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("/id")).isEqualTo("org/echo");
    assertThat(answer.header("x-request-id")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {CHAT + "/", "/v1//chat/completions", "//v1/chat/completions//"})
  void takesSlashesThatAreTooMany(String path) {
    assertThat(service.post(path, HELLO).status()).isEqualTo(200);
    assertThat(service.get("/v1/models/").text("/object")).isEqualTo("list");
    assertThat(service.post(path, HELLO, "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
  }

  @Test
  void letsAnAllowedPageSendWhateverItsLibrarySends() {
    Answer asked =
        service.call(
            "OPTIONS",
            CHAT,
            "",
            "Origin",
            PAGE,
            "Access-Control-Request-Method",
            "POST",
            "Access-Control-Request-Headers",
            "authorization,content-type,x-stainless-os,x-stainless-retry-count,anthropic-version");
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.header("Access-Control-Allow-Headers"))
        .contains("x-stainless-os", "x-stainless-retry-count", "anthropic-version");
    Answer answer =
        complete(
            HELLO,
            "Origin",
            PAGE,
            "Authorization",
            "Bearer " + service.token("user_2", "5678", "page"),
            "x-stainless-os",
            "Unknown");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo(PAGE);
    assertThat(answer.header("Access-Control-Expose-Headers").toLowerCase(Locale.ROOT))
        .contains("x-request-id", "retry-after", "retry-after-ms", "x-should-retry");
    assertThat(
            service
                .call(
                    "OPTIONS",
                    CHAT,
                    "",
                    "Origin",
                    "https://elsewhere.example",
                    "Access-Control-Request-Method",
                    "POST")
                .status())
        .isEqualTo(403);
  }

  @Test
  void speaksAnthropicsWayToItsClients() {
    Answer answer = service.post("/v1/messages", "{}", "X-Forwarded-For", "192.0.2.1");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("/type")).isEqualTo("error");
    assertThat(answer.text("/error/type")).isEqualTo("authentication_error");
    assertThat(answer.text("/error/message")).startsWith("A login is needed");
    assertThat(answer.text("/request_id"))
        .isEqualTo(answer.header("request-id"))
        .isEqualTo(answer.header("x-request-id"));
  }
}
