package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.gateway.Agent.Kind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every refusal below /v1 is OpenAI's error object, whoever of us writes it. */
class OpenAiRefusalsTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String HELLO = "{\"role\":\"user\",\"content\":\"hola\"}";
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(ECHO), "openai.max-messages=3", "RATE_MAX_MESSAGES=2");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static void refused(Answer answer, int status, String type, String code) {
    String body = answer.raw().body();
    assertThat(answer.status()).as(body).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("x-request-id")).matches("[0-9a-f]{32}");
    assertThat(answer.header("x-request-id")).isEqualTo(answer.header("X-Trace-Id"));
    assertThat(answer.json().propertyNames()).containsExactly("error");
    assertThat(answer.json().at("/error").propertyNames())
        .containsExactlyInAnyOrder("message", "type", "param", "code");
    assertThat(answer.text("/error/type")).as(body).isEqualTo(type);
    assertThat(answer.text("/error/code")).as(body).isEqualTo(code);
    assertThat(answer.text("/error/message")).isNotBlank();
    assertThat(body).doesNotContain("Exception", "springframework", "dev.sessionmanager", "<html");
  }

  private static void invalid(Answer answer, int status, String code) {
    refused(answer, status, "invalid_request_error", code);
  }

  /** The codes are OpenAI's. */
  private static void wrong(Answer answer, String param) {
    String body = answer.raw().body();
    String code = answer.text("/error/code");
    invalid(answer, 400, code);
    assertThat(code)
        .isIn(
            "missing_required_parameter",
            "invalid_type",
            "invalid_value",
            "unsupported_value",
            "unsupported_parameter",
            "array_above_max_length",
            "string_above_max_length");
    assertThat(answer.text("/error/param")).as(body).isEqualTo(param);
    assertThat(answer.header("x-should-retry")).isEqualTo("false");
  }

  private static Answer complete(String body, String... headers) {
    return service.post(CHAT, body, headers);
  }

  private static String hello(String more) {
    return "{\"model\":\"echo\",\"messages\":[" + HELLO + "]" + more + "}";
  }

  @Test
  void asksAStrangerForAKey() {
    Answer answer = complete(hello(""), "X-Forwarded-For", "192.0.2.1");
    refused(answer, 401, "authentication_error", "authentication_required");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    refused(
        service.get("/v1/models", "X-Forwarded-For", "192.0.2.1"),
        401,
        "authentication_error",
        "authentication_required");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sm-",
        "sm-short",
        "sm-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        "eyJhbGciOiJIUzI1NiJ9.e30.x"
      })
  void refusesAWrongKeyOfOursEvenWhereNoneIsNeeded(String key) {
    for (String header : List.of("Authorization=Bearer ", "x-api-key=", "api-key=")) {
      String[] pair = header.split("=", 2);
      Answer answer = complete(hello(""), pair[0], pair[1] + key);
      refused(answer, 401, "authentication_error", "invalid_api_key");
      assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer error=\"invalid_token\"");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "runtime", "orchestrator", "../x", "modelo ñ"})
  void knowsNoOtherModel(String model) {
    refused(
        complete("{\"model\":\"" + model + "\",\"messages\":[" + HELLO + "]}"),
        404,
        "not_found_error",
        "model_not_found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "runtime", "a/b/c", "ruta%20rara"})
  void showsNoOtherModel(String model) {
    refused(service.get("/v1/models/" + model), 404, "not_found_error", "model_not_found");
  }

  @Test
  void knowsNoOtherPathMethodOrMediaType() {
    refused(service.get("/v1/nope"), 404, "not_found_error", "not_found");
    refused(service.post("/v1/audio/speech", "{}"), 404, "not_found_error", "not_found");
    Answer method = service.get(CHAT);
    invalid(method, 405, "method_not_allowed");
    assertThat(method.header("Allow")).isEqualTo("POST");
    invalid(complete("a=b", "Content-Type", "text/plain"), 415, "unsupported_media_type");
  }

  @Test
  void refusesAForeignPage() {
    refused(
        complete(hello(""), "Origin", "https://elsewhere.example"),
        403,
        "permission_error",
        "foreign_origin");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "\"text\"", "12", "{\"model\":\"echo\"", "\u0000"})
  void refusesWhatIsNoJsonObject(String body) {
    invalid(complete(body), 400, "malformed_request");
  }

  @Test
  void refusesDeepNestingAndHugeNumbers() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    invalid(complete(hello(",\"metadata\":" + deep)), 400, "malformed_request");
    invalid(complete(hello(",\"seed\":" + "9".repeat(5000))), 400, "malformed_request");
    wrong(complete(hello(",\"temperature\":1e999999")), "temperature");
  }

  @Test
  void refusesABodyThatIsTooLarge() {
    String large = hello(",\"user\":\"" + "x".repeat(1_100_000) + "\"");
    invalid(complete(large), 413, "body_too_large");
    HttpRequest unannounced =
        HttpRequest.newBuilder(URI.create("http://localhost:" + service.port() + CHAT))
            .header("Content-Type", "application/json")
            .POST(
                HttpRequest.BodyPublishers.ofInputStream(
                    () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))))
            .build();
    invalid(service.send(unannounced), 413, "body_too_large");
  }

  @Test
  void refusesARequestLineThatTheServerStops() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), service.port())) {
      socket
          .getOutputStream()
          .write(
              "GET /v1/models/{x} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 400").doesNotContain("<html");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          temperature             | "temperature":2.1
          temperature             | "temperature":"1"
          temperature             | "temperature":-0.1
          top_p                   | "top_p":1.5
          max_tokens              | "max_tokens":0
          max_tokens              | "max_tokens":1.5
          max_completion_tokens   | "max_completion_tokens":99999999999
          max_tokens              | "max_tokens":"many"
          seed                    | "seed":true
          seed                    | "seed":1e300
          presence_penalty        | "presence_penalty":3
          frequency_penalty       | "frequency_penalty":-3
          stop                    | "stop":["a","b","c","d","e"]
          stop                    | "stop":[1]
          stop                    | "stop":{}
          stop                    | "stop":5
          n                       | "n":2
          logprobs                | "logprobs":true
          top_logprobs            | "top_logprobs":2
          audio                   | "audio":{"voice":"x","format":"mp3"}
          modalities              | "modalities":["text","audio"]
          functions               | "functions":[{"name":"f"}]
          tools                   | "tools":{}
          tools                   | "tools":"x"
          tools[0]                | "tools":[1]
          tools[0].type           | "tools":[{"type":"custom","custom":{"name":"x"}}]
          tools[0].function       | "tools":[{"type":"function"}]
          tools[0].function.name  | "tools":[{"type":"function","function":{"name":"con espacio"}}]
          tools[0].function.name  | "tools":[{"type":"function","function":{}}]
          tools[0].function.description | "tools":[{"type":"function","function":{"name":"f","description":1}}]
          tools[0].function.parameters | "tools":[{"type":"function","function":{"name":"f","parameters":[]}}]
          tool_choice             | "tool_choice":"always"
          tool_choice             | "tool_choice":1
          tool_choice.function    | "tool_choice":{"type":"function"}
          response_format         | "response_format":"json"
          response_format.type    | "response_format":{"type":"xml"}
          response_format.json_schema | "response_format":{"type":"json_schema"}
          stream                  | "stream":"yes"
          stream_options          | "stream_options":true
          stream_options.include_usage | "stream_options":{"include_usage":1}
          """)
  void refusesAnOptionItCannotKeep(String param, String member) {
    Answer answer = complete(hello("," + member));
    wrong(answer, param);
    assertThat(answer.text("/error/message")).contains(param + ": ").doesNotContain("field.");
    assertThat(ECHO.askedTimes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          messages                        | null
          messages                        | []
          messages                        | {}
          messages                        | [{},{},{},{}]
          messages[0]                     | ["hola"]
          messages[0].role                | [{"content":"x"}]
          messages[0].role                | [{"role":"king","content":"x"}]
          messages[0].role                | [{"role":1,"content":"x"}]
          messages[0].content             | [{"role":"user"}]
          messages[0].content             | [{"role":"user","content":12}]
          messages[0].content[0]          | [{"role":"user","content":["x"]}]
          messages[0].content[0].text     | [{"role":"user","content":[{"type":"text"}]}]
          messages[0].content[0].type     | [{"role":"user","content":[{"type":"image_url","image_url":{"url":"https://example.org/a.png"}}]}]
          messages[0].content             | [{"role":"assistant","content":null}]
          messages[0].content             | [{"role":"assistant","tool_calls":[]}]
          messages[0].tool_calls          | [{"role":"assistant","tool_calls":"x"}]
          messages[0].tool_calls[0].function | [{"role":"assistant","tool_calls":[{"id":"1"}]}]
          messages[0].tool_calls[0].id    | [{"role":"assistant","tool_calls":[{"function":{"name":"f"}}]}]
          messages[0].tool_call_id        | [{"role":"tool","content":"x"}]
          """)
  void refusesAMessageItCannotRead(String param, String messages) {
    Answer answer = complete("{\"model\":\"echo\",\"messages\":" + messages + "}");
    wrong(answer, param);
    assertThat(ECHO.askedTimes()).isZero();
  }

  @Test
  void saysWhyAPictureIsRefusedInTheCallersLanguage() {
    String picture =
        """
        {"model":"echo","messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"x"}}]}]}
        """;
    for (String none : List.of("en", "*", "fr, *;q=0.5", "not a language;;")) {
      assertThat(complete(picture, "Accept-Language", none).text("/error/message"))
          .contains("only text is taken here");
    }
    assertThat(complete(picture).text("/error/message")).contains("only text is taken here");
    assertThat(complete(picture, "Accept-Language", "es-CO,en;q=0.5").text("/error/message"))
        .contains("solo se admite texto");
  }

  @Test
  void refusesAnIdThatIsNone() {
    for (String id : List.of("x".repeat(201), "  ", "a\tb")) {
      Answer answer = complete(hello(""), "Idempotency-Key", id);
      wrong(answer, "Idempotency-Key");
    }
  }

  @Test
  void tellsHowLongToWaitWhenSomebodyAsksTooOften() {
    String[] headers = {"Authorization", "Bearer " + service.token("user_1", "1234", "often")};
    assertThat(complete(hello(""), headers).status()).isEqualTo(200);
    assertThat(complete(hello(",\"stream\":true"), headers).status()).isEqualTo(200);
    for (String more : List.of("", ",\"stream\":true")) {
      Answer answer = complete(hello(more), headers);
      refused(answer, 429, "rate_limit_error", "rate_limit_exceeded");
      assertThat(answer.header("Retry-After")).matches("[1-9][0-9]?");
      assertThat(answer.header("retry-after-ms")).matches("[1-9][0-9]{1,4}");
      assertThat(answer.header("x-should-retry")).as("may be tried again").isEmpty();
    }
  }

  @Test
  void keepsAFaultOfOursToItself() {
    ECHO.does((prompt, chunk) -> {
      throw new IllegalStateException("a secret of the inside");
    });
    Answer answer = complete(hello(""));
    refused(answer, 500, "server_error", "internal_error");
    assertThat(answer.raw().body()).doesNotContain("secret");
  }
}
