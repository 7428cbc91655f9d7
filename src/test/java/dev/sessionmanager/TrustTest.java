package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who counts as this machine, and who does not although the socket says so. */
class TrustTest {

  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.start(
            "ALLOWED_HOSTS=agents.example.org", "CORS_ALLOWED_ORIGINS=https://app.example.org");
    service.communicate("user_1", "1234");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static int status(String... headers) throws IOException {
    return raw(service, "POST /send_instruction", "{\"message\":\"a\"}", headers);
  }

  /** Over a plain socket: an HTTP client of the library would not let us set Host. */
  static int raw(Service service, String call, String body, String... headers) throws IOException {
    StringBuilder request = new StringBuilder(call + " HTTP/1.1\r\n");
    boolean host = false;
    for (String header : headers) {
      request.append(header).append("\r\n");
      host |= header.startsWith("Host:");
    }
    if (!host) {
      request.append("Host: localhost:").append(service.port()).append("\r\n");
    }
    request
        .append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
        .append(body.length())
        .append("\r\n\r\n")
        .append(body);
    boolean proxied = Arrays.stream(headers).anyMatch(h -> h.startsWith(Service.FORWARDED));
    InetAddress from = InetAddress.getByName(proxied ? Service.PROXY : "127.0.0.1");
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port(), from, 0)) {
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return Integer.parseInt(answer.substring(9, 12));
    }
  }

  @Test
  void trustsThisMachine() throws IOException {
    assertThat(status()).isEqualTo(200);
    assertThat(status("Host: 127.0.0.1:8005")).isEqualTo(200);
    assertThat(status("Host: [::1]:8005")).isEqualTo(200);
    assertThat(status("Host: LOCALHOST")).isEqualTo(200);
    assertThat(status("Host: agents.example.org")).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: evil.example",
        "Host: evil.example:8005",
        "Host: localhost.evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site"
      })
  void doesNotTrustARequestThatCarries(String header) throws IOException {
    assertThat(status(header)).isEqualTo(401);
    assertThat(status()).as("the next request").isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://evil.example", "null", "http://localhost:1", "https://localhost"})
  void refusesAPageOfAForeignOrigin(String origin) throws IOException {
    assertThat(status("Origin: " + origin)).isEqualTo(403);
  }

  @Test
  void letsAConfiguredOriginCallButWithATokenOnly() throws IOException {
    assertThat(status("Origin: https://app.example.org")).isEqualTo(401);
    Answer preflight =
        service.call(
            "OPTIONS",
            "/communicate",
            "",
            "Origin",
            "https://app.example.org",
            "Access-Control-Request-Method",
            "POST");
    assertThat(preflight.header("Access-Control-Allow-Origin"))
        .isEqualTo("https://app.example.org");
    assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
  }

  @Test
  void takesPagesBehindAProxyThatEndsTlsForItsOwn() throws IOException {
    String login = "{\"username\":\"nobody\",\"password\":\"x\"}";
    String[] page = {
      "X-Forwarded-For: 192.0.2.1", "X-Forwarded-Proto: https", "Host: bot.example.org", "Origin: "
    };
    page[3] += "https://bot.example.org";
    assertThat(raw(service, "POST /login", login, page)).as("wrong password").isEqualTo(401);
    page[3] = "Origin: https://evil.example.org";
    assertThat(raw(service, "POST /login", login, page)).isEqualTo(403);
  }

  @Test
  void saysWhichSettingLetsAnOriginIn() {
    Answer answer = service.get("/", "Origin", "http://evil.example");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.text("/code")).isEqualTo("foreign_origin");
    assertThat(answer.text("/setting")).isEqualTo("CORS_ALLOWED_ORIGINS");
  }

  @Test
  void letsAPublishedPasswordInFromATrustedNetworkOnly() {
    Answer outside = service.communicate("user_1", "1234", "X-Forwarded-For", "192.0.2.1");
    assertThat(outside.status()).isEqualTo(403);
    assertThat(outside.text("/code")).isEqualTo("preset_password");
    assertThat(service.communicate("user_1", "1234").status()).isEqualTo(200);
  }

  @Test
  void letsAChangedPasswordInFromEverywhere() {
    try (Service fresh = Service.start()) {
      String token = fresh.token("user_2", "5678", "mine");
      fresh.post(
          "/password",
          "{\"current_password\":\"5678\",\"new_password\":\"longer than that\"}",
          "Authorization",
          "Bearer " + token);
      Answer outside = fresh.login("user_2", "longer than that", "X-Forwarded-For", "192.0.2.1");
      assertThat(outside.status()).isEqualTo(200);
    }
  }

  static Stream<Arguments> chains() {
    return Stream.of(
        // what the proxy at 127.0.0.1 says, and whom we take the caller for
        Arguments.of("X-Forwarded-For", "192.0.2.7", "192.0.2.7"),
        Arguments.of("X-Forwarded-For", "127.0.0.1, 192.0.2.7", "192.0.2.7"),
        Arguments.of("X-Forwarded-For", "192.0.2.7, 10.0.0.3", "192.0.2.7"),
        Arguments.of("X-Forwarded-For", "\"[2001:db8::1]:443\"", "2001:db8:0:0:0:0:0:1"),
        Arguments.of("Forwarded", "for=192.0.2.7;proto=https", "192.0.2.7"),
        Arguments.of("Forwarded", "for=\"[2001:db8::1]:4711\";by=\"a, b\"", "2001:db8:0:0:0:0:0:1"),
        Arguments.of("X-Forwarded-For", "rubbish", "127.0.0.2"));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void takesTheCallerFromAKnownProxyOnly(String header, String value, String caller) {
    try (Service behind = Service.start("FORWARDED_FROM=127.0.0.0/8,10.0.0.0/8")) {
      String token = behind.token("user_1", "1234", "unused");
      assertThat(token).isEmpty(); // through a proxy, so from outside: the password is published
      assertThat(
              behind
                  .bean(dev.sessionmanager.user.Users.class)
                  .create("ana", "long enough", dev.sessionmanager.user.User.Role.USER))
          .isPresent();
      Answer login = behind.login("ana", "long enough", header, value);
      assertThat(login.status()).isEqualTo(200);
      Answer mine =
          behind.get("/sessions", "Authorization", "Bearer " + login.text("/data/session/token"));
      assertThat(mine.text("/data/sessions/0/address")).isEqualTo(caller);
    }
  }

  @Test
  void asksAnybodyElseForTheRightRole() {
    String user = service.token("user_2", "5678", "plain");
    assertThat(service.get("/admin/users", "X-Forwarded-For", "192.0.2.1").status()).isEqualTo(401);
    assertThat(service.get("/admin/users", Service.outside(user)).status()).isEqualTo(403);
    assertThat(service.get("/metrics", Service.outside(user)).status()).isEqualTo(403);
    assertThat(service.get("/metrics").status()).isEqualTo(200);
    service.post(
        "/admin/users", "{\"username\":\"root\",\"password\":\"long enough\",\"role\":\"ADMIN\"}");
    String admin = service.token("root", "long enough", "admin");
    assertThat(service.get("/admin/users", Service.outside(admin)).status()).isEqualTo(200);
  }
}
