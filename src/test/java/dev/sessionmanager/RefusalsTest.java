package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.runtime.RecordingRuntime;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal: right status, problem+json, a sentence, and nothing of the inside. */
class RefusalsTest {

  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.start("MESSAGE_MAX_CHARS=100", "web.body-max=4KB");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void behave() {
    service.runtime.behave();
    service.clock.advance(Duration.ofMinutes(10));
  }

  private static void refused(Answer answer, int status, String code) {
    String body = answer.raw().body();
    assertThat(answer.status()).as(body).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("/code")).isEqualTo(code);
    assertThat(answer.json().at("/status").asInt()).isEqualTo(status);
    assertThat(answer.json().at("/success").asBoolean(true)).isFalse();
    assertThat(answer.text("/message")).isNotBlank();
    assertThat(answer.text("/trace_id")).matches("[0-9a-f]{32}");
    assertThat(body).doesNotContain("Exception", "springframework", "dev.sessionmanager", "<html");
  }

  private static Answer send(String body) {
    return service.post("/communicate", body);
  }

  private static String credentials(String message) {
    return "{\"message\":"
        + message
        + ",\"credentials\":{\"username\":\"user_1\",\"password\":\"1234\"}}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[]", "\"text\"", "null", "{\"message\":\"a\"", "{\"message\":\"\u0000\"}"})
  void refusesWhatIsNoJsonObject(String body) {
    refused(send(body), 400, "malformed_request");
  }

  @Test
  void refusesAnEmptyBody() {
    refused(
        service.post("/communicate", "", "Content-Type", "application/json"),
        400,
        "malformed_request");
  }

  @Test
  void refusesAnotherMediaType() {
    refused(
        service.call("POST", "/communicate", "a=b", "Content-Type", "text/plain"),
        415,
        "unsupported_media_type");
  }

  @Test
  void refusesAnotherMethodAndSaysWhichIsAllowed() {
    Answer answer = service.get("/communicate");
    refused(answer, 405, "method_not_allowed");
    assertThat(answer.header("Allow")).isEqualTo("POST");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/nope", "/error", "/communicate/", "/env", "/actuator", "/heapdump"})
  void knowsNoOtherPath(String path) {
    refused(service.get(path, "X-Forwarded-For", "192.0.2.1"), 404, "not_found");
    refused(service.get(path), 404, "not_found");
  }

  @Test
  void answersABrowserInJsonToo() {
    refused(service.get("/nope", "Accept", "text/html"), 404, "not_found");
  }

  @Test
  void namesEveryFieldThatIsWrong() {
    Answer answer = send("{\"message\":\"  \",\"credentials\":{\"username\":\"\"}}");
    refused(answer, 422, "invalid_fields");
    assertThat(answer.json().get("errors").propertyNames())
        .containsExactlyInAnyOrder("message", "credentials.username", "credentials.password");
    assertThat(answer.text("/errors/message")).isEqualTo("no puede estar vacío");
  }

  @Test
  void namesAFieldOfTheWrongKind() {
    for (String wrong : new String[] {"7", "true", "[\"a\"]", "{\"a\":1}"}) {
      Answer answer = send(credentials(wrong));
      refused(answer, 422, "invalid_fields");
      assertThat(answer.text("/errors/message")).isNotBlank();
    }
    Answer nested =
        send("{\"message\":\"a\",\"credentials\":{\"username\":\"a\",\"password\":1234}}");
    refused(nested, 422, "invalid_fields");
    assertThat(nested.json().get("errors").propertyNames()).containsExactly("credentials.password");
  }

  @Test
  void countsAMessageInCharactersAndNotInBytes() {
    assertThat(send(credentials("\"" + "ñ😀".repeat(50) + "\"")).status()).isEqualTo(200);
    Answer answer = send(credentials("\"" + "ñ".repeat(101) + "\""));
    refused(answer, 422, "invalid_fields");
    assertThat(answer.text("/errors/message")).contains("100");
  }

  @Test
  void refusesALongBodyByItsAnnouncedLength() {
    Answer answer = send(credentials("\"" + "a".repeat(5000) + "\""));
    refused(answer, 413, "body_too_large");
    assertThat(answer.text("/setting")).isEqualTo("BODY_MAX_BYTES");
  }

  @Test
  void refusesALongBodyWithoutALength() {
    byte[] endless = credentials("\"" + "a".repeat(50_000) + "\"").getBytes(StandardCharsets.UTF_8);
    HttpRequest chunked =
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + "/communicate"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(endless)))
            .build();
    refused(service.send(chunked), 413, "body_too_large");
  }

  @Test
  void doesNotReadABodyThatIsTooLong() throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              """
              POST /communicate HTTP/1.1\r
              Host: localhost\r
              Content-Type: application/json\r
              Content-Length: 99999999\r
              \r
              {\
              """
                  .getBytes(StandardCharsets.US_ASCII));
      byte[] start = socket.getInputStream().readNBytes(12);
      assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 413");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GARBAGE\r\n\r\n",
        "GET /[x] HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        "GET /a/../../b;x=1 HTTP/1.1\r\nHost: localhost\r\n\r\n"
      })
  void answersBrokenHttpWithoutHtml(String raw) throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(raw.getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer)
          .startsWith("HTTP/1.1 ")
          .doesNotContain("<html", "Apache", "Tomcat", "\tat ");
    }
  }

  @Test
  void refusesHeadersOverTheLimit() {
    Answer answer = service.get("/", "X-Long", "a".repeat(20_000));
    assertThat(answer.status()).isIn(400, 431);
    assertThat(answer.raw().body()).doesNotContain("<html");
  }

  @Test
  void saysTheSameToAnUnknownUserAndAWrongPassword() {
    Answer unknown = service.communicate("nobody", "x");
    Answer wrong = service.communicate("user_2", "x");
    refused(unknown, 401, "bad_credentials");
    refused(wrong, 401, "bad_credentials");
    assertThat(unknown.text("/message")).isEqualTo(wrong.text("/message"));
    assertThat(wrong.header("WWW-Authenticate")).startsWith("Bearer");
  }

  @Test
  void asksForALoginWhereThereIsNone() {
    refused(send("{\"message\":\"a\"}"), 401, "authentication_required");
    refused(service.get("/sessions"), 401, "authentication_required");
  }

  @Test
  void throttlesGuessingAndSaysHowLong() {
    for (int i = 0; i < 5; i++) {
      service.login("guessed", "wrong" + i);
    }
    Answer answer = service.login("guessed", "again");
    refused(answer, 429, "too_many_logins");
    assertThat(answer.header("Retry-After")).isEqualTo("1");
    assertThat(answer.json().at("/retry_after").asInt()).isEqualTo(1);
    assertThat(answer.text("/message")).contains("1");
  }

  @Test
  void speaksEnglishWhenAsked() {
    assertThat(
            service
                .post("/communicate", "{}", "Accept-Language", "en-GB,en;q=0.9")
                .text("/errors/message"))
        .isEqualTo("missing");
    assertThat(service.post("/communicate", "{}", "Accept-Language", "de").text("/errors/message"))
        .isEqualTo("falta");
    assertThat(
            service
                .post("/communicate", "{}", "Accept-Language", "@@;;q=x")
                .text("/errors/message"))
        .isEqualTo("falta");
  }

  @Test
  void tellsEachFailureOfTheRuntimeApart() {
    runtimeFails(
        "/instructions",
        RecordingRuntime.json(500, "{\"detail\":\"secret\"}"),
        502,
        "runtime_failed");
    runtimeFails(
        "/instructions",
        RecordingRuntime.json(400, "{\"detail\":\"secret\"}"),
        502,
        "runtime_rejected");
    runtimeFails(
        "/instructions", RecordingRuntime.json(200, "not json"), 502, "runtime_unreadable");
    runtimeFails(
        "/instructions", RecordingRuntime.json(200, "{\"x\":1}"), 502, "runtime_unreadable");
    runtimeFails("/instructions", exchange -> exchange.close(), 502, "runtime_broke_off");
  }

  private static void runtimeFails(
      String path, RecordingRuntime.Answer answer, int status, String code) {
    service.runtime.behave();
    service.runtime.answer(path, answer);
    Answer refused = service.communicate("user_1", "1234");
    refused(refused, status, code);
    assertThat(refused.raw().body()).doesNotContain("secret", "not json");
    assertThat(service.runtime.count(path)).isEqualTo(1);
  }
}
