package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.problem.Problem;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Anthropic's API refuses, in the shape that Claude's SDK reads. */
class AnthropicRefusalsTest {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static final String MESSAGES = "/v1/messages";
  private static final String COUNT = "/v1/messages/count_tokens";
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "RATE_MAX_MESSAGES=8",
            "anthropic.max-messages=3",
            "anthropic.max-tools=2");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static String hello(String more) {
    return "{\"model\":\"echo\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hola\"}]"
        + more
        + '}';
  }

  private static void refused(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.json().propertyNames())
        .containsExactlyInAnyOrder("type", "error", "request_id");
    assertThat(answer.text("/type")).isEqualTo("error");
    assertThat(answer.json().path("error").propertyNames())
        .containsExactlyInAnyOrder("type", "message");
    assertThat(answer.text("/error/type")).isEqualTo(type);
    assertThat(answer.text("/error/message")).isNotBlank().doesNotContain("field.", "problem.");
    assertThat(answer.text("/request_id")).isEqualTo(answer.header("request-id")).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[]", "null", "\"text\"", "12", "{\"model\":\"echo\"", "\u0000"})
  void refusesWhatIsNoJsonObject(String body) {
    refused(service.post(MESSAGES, body), 400, "invalid_request_error");
    refused(service.post(COUNT, body), 400, "invalid_request_error");
  }

  @Test
  void refusesWhoMayNotAndWhatIsNotThere() {
    String[] stranger = {Service.FORWARDED, "192.0.2.1"};
    refused(service.post(MESSAGES, hello(""), stranger), 401, "authentication_error");
    refused(service.post(COUNT, hello(""), stranger), 401, "authentication_error");
    refused(
        service.post(MESSAGES, hello(""), Service.FORWARDED, "192.0.2.1", "x-api-key", "sm-nobody"),
        401,
        "authentication_error");
    refused(
        service.post(MESSAGES, hello(""), "Origin", "https://elsewhere.example"),
        403,
        "permission_error");
    refused(service.post(MESSAGES, hello("").replace("echo", "nobody")), 404, "not_found_error");
    refused(service.post(COUNT, hello("").replace("echo", "nobody")), 404, "not_found_error");
    refused(service.post("/v1/messages/batches", "{}"), 404, "not_found_error");
    refused(
        service.post(MESSAGES, hello(",\"x\":\"" + "x".repeat(1_100_000) + '"')),
        413,
        "request_too_large");
  }

  @Test
  void refusesDeepNestingHugeNumbersAndSchemasOfAnotherKind() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    for (String path : List.of(MESSAGES, COUNT)) {
      refused(service.post(path, hello(",\"system\":" + deep)), 400, "invalid_request_error");
      refused(
          service.post(path, hello(",\"tools\":[{\"name\":\"f\",\"input_schema\":" + deep + "}]")),
          400,
          "invalid_request_error");
      refused(service.post(path, hello(",\"temperature\":1e999999")), 400, "invalid_request_error");
      refused(
          service.post(path, hello(",\"top_k\":" + "9".repeat(5000))),
          400,
          "invalid_request_error");
    }
    refused(service.get(MESSAGES), 405, "invalid_request_error");
    refused(
        service.post(MESSAGES, hello(""), "Content-Type", "text/plain"),
        415,
        "invalid_request_error");
  }

  /** Data that we have not made, or that somebody has changed, is left out and breaks nothing. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "EmwKAhgB",
        "sm1.",
        "sm1.!!",
        "sm1.W10", // []
        "sm1.eyJtZXNzYWdlIjoieCJ9", // {"message":"x"}
        "sm1.eyJtZXNzYWdlIjpudWxsfQ", // {"message":null}
        "sm1.eyJtZXNzYWdlIjp7InJvbGUiOiJzeXN0ZW0ifX0" // {"message":{"role":"system"}}
      })
  void takesAnySealedThoughts(String data) throws Exception {
    String messages =
        """
        [{"role":"assistant","content":[{"type":"redacted_thinking","data":"%s"},{"type":"text","text":"a"}]},
         {"role":"user","content":"b"}]
        """
            .formatted(data);
    String body = "{\"model\":\"echo\",\"max_tokens\":9,\"messages\":" + messages + '}';
    assertThat(service.post(MESSAGES, body).status()).isEqualTo(200);
    Message message = ECHO.asked().history().get().getFirst();
    assertThat(message.role()).isEqualTo(Message.Role.ASSISTANT);
    assertThat(message.text()).isEqualTo("a");
  }

  /** An agent has tools of its own. */
  @Test
  void saysThatAnAgentCannotUseTheClientsTools() {
    String tools =
        ",\"tools\":[{\"name\":\"f\",\"input_schema\":{\"type\":\"object\"}}],\"tool_choice\":{\"type\":\"%s\"}";
    for (String stream : List.of("", ",\"stream\":true")) {
      Answer answer =
          service.post(MESSAGES, hello(tools.formatted("any") + stream).replace("echo", "ecobot"));
      refused(answer, 400, "invalid_request_error");
      assertThat(answer.text("/error/message")).contains("ecobot", "tool_choice");
    }
    assertThat(
            service
                .post(MESSAGES, hello(tools.formatted("auto")).replace("echo", "ecobot"))
                .status())
        .isEqualTo(200);
  }

  @Test
  void holdsAKeyToItsAgents() {
    String[] user = {"Authorization", "Bearer " + service.token("user_2", "5678", "held")};
    String key =
        service
            .post("/keys", "{\"name\":\"held\",\"agents\":[\"ecobot\"]}", user)
            .text("/data/key/key");
    String[] header = {Service.FORWARDED, "192.0.2.1", "x-api-key", key};
    for (String path : List.of(MESSAGES, COUNT)) {
      refused(service.post(path, hello(""), header), 404, "not_found_error");
      String other = hello("").replace("echo", "ecobot");
      assertThat(service.post(path, other, header).status()).isEqualTo(200);
    }
  }

  @Test
  void takesAKeyInAnthropicsHeaderAndAsABearer() {
    String[] user = {"Authorization", "Bearer " + service.token("user_2", "5678", "keys")};
    String key = service.post("/keys", "{\"name\":\"claude\"}", user).text("/data/key/key");
    String[] header = {Service.FORWARDED, "192.0.2.1", "x-api-key", key};
    assertThat(service.post(MESSAGES, hello(""), header).status()).isEqualTo(200);
    assertThat(service.post(COUNT, hello(""), header).status()).isEqualTo(200);
    String[] bearer = Service.outside(key);
    assertThat(service.post(MESSAGES, hello(""), bearer).status()).isEqualTo(200);
  }

  @Test
  void countsBothCallsAgainstTheRate() {
    String[] user = {"Authorization", "Bearer " + service.token("user_1", "1234", "often")};
    for (int i = 0; i < 4; i++) {
      assertThat(service.post(COUNT, hello(""), user).status()).isEqualTo(200);
      assertThat(service.post(MESSAGES, hello(""), user).status()).isEqualTo(200);
    }
    for (String path : List.of(COUNT, MESSAGES)) {
      Answer answer = service.post(path, hello(""), user);
      refused(answer, 429, "rate_limit_error");
      assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          temperature                | "temperature":1.1
          top_p                      | "top_p":"1"
          top_k                      | "top_k":-1
          top_k                      | "top_k":1.5
          stop_sequences             | "stop_sequences":"x"
          stop_sequences[0]          | "stop_sequences":[1]
          system                     | "system":{}
          system[0]                  | "system":["x"]
          system[0].type             | "system":[{"type":"image"}]
          tools                      | "tools":{}
          tools                      | "tools":[{},{},{}]
          tools[0]                   | "tools":[1]
          tools[0].type              | "tools":[{"type":"web_search_20250305","name":"web_search"}]
          tools[0].name              | "tools":[{"name":"con espacio","input_schema":{}}]
          tools[0].input_schema      | "tools":[{"name":"f"}]
          tools[0].input_schema      | "tools":[{"name":"f","input_schema":[]}]
          tools[0].description       | "tools":[{"name":"f","input_schema":{},"description":1}]
          tool_choice                | "tool_choice":"auto"
          tool_choice.type           | "tool_choice":{"type":"required"}
          tool_choice.name           | "tool_choice":{"type":"tool"}
          tool_choice.name           | "tool_choice":{"type":"tool","name":"g"},"tools":[{"name":"f","input_schema":{}}]
          thinking                   | "thinking":true
          thinking.type              | "thinking":{"type":"always"}
          metadata                   | "metadata":"x"
          metadata.user_id           | "metadata":{"user_id":1}
          output_config.format.type  | "output_config":{"format":{"type":"xml"}}
          output_format.schema       | "output_format":{"type":"json_schema"}
          mcp_servers                | "mcp_servers":[{"type":"url","url":"https://example.org","name":"x"}]
          container                  | "container":"c"
          stream                     | "stream":"yes"
          """)
  void refusesAnOptionItCannotKeep(String param, String member) {
    Answer answer = service.post(MESSAGES, hello("," + member));
    refused(answer, 400, "invalid_request_error");
    assertThat(answer.text("/error/message")).contains(param + ": ");
    assertThat(ECHO.askedTimes()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          messages                           | null
          messages                           | []
          messages                           | {}
          messages                           | [{},{},{},{}]
          messages[0]                        | ["hola"]
          messages[0].role                   | [{"content":"x"}]
          messages[0].role                   | [{"role":"tool","content":"x"}]
          messages[0].content                | [{"role":"user"}]
          messages[0].content                | [{"role":"user","content":" "}]
          messages[0].content                | [{"role":"user","content":[]}]
          messages[0].content                | [{"role":"user","content":12}]
          messages[0].content[0]             | [{"role":"user","content":["x"]}]
          messages[0].content[0].text        | [{"role":"user","content":[{"type":"text"}]}]
          messages[0].content[0].type        | [{"role":"user","content":[{"type":"image","source":{"type":"url","url":"https://example.org/a.png"}}]}]
          messages[0].content[0].type        | [{"role":"user","content":[{"type":"document","source":{}}]}]
          messages[0].content[0].type        | [{"role":"user","content":[{"type":"tool_use","id":"1","name":"f","input":{}}]}]
          messages[0].content[0].type        | [{"role":"assistant","content":[{"type":"server_tool_use"}]}]
          messages[0].content[0].id          | [{"role":"assistant","content":[{"type":"tool_use","name":"f","input":{}}]}]
          messages[0].content[0].input       | [{"role":"assistant","content":[{"type":"tool_use","id":"1","name":"f"}]}]
          messages[0].content[0].tool_use_id | [{"role":"user","content":[{"type":"tool_result"}]}]
          messages[0].content[0].content[0].type | [{"role":"user","content":[{"type":"tool_result","tool_use_id":"1","content":[{"type":"image"}]}]}]
          """)
  void refusesAMessageItCannotRead(String param, String messages) {
    String body = "{\"model\":\"echo\",\"max_tokens\":9,\"messages\":" + messages + '}';
    Answer answer = service.post(MESSAGES, body);
    refused(answer, 400, "invalid_request_error");
    assertThat(answer.text("/error/message")).contains(param + ": ");
    assertThat(ECHO.askedTimes()).isZero();
  }

  @Test
  void wantsToKnowHowLongAnAnswerMayBeAndNamesAllThatIsWrong() {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}],\"top_k\":\"x\"}";
    assertThat(service.post(MESSAGES, body).text("/error/message"))
        .contains("max_tokens: missing", "model: missing", "top_k: ");
    assertThat(service.post(COUNT, body).text("/error/message")).doesNotContain("max_tokens");
    assertThat(service.post(MESSAGES, hello("").replace("9", "0")).text("/error/message"))
        .contains("max_tokens: a whole number above 0");
  }

  /** What the client can do about each: leave it, wait, or try again. */
  @ParameterizedTest
  @EnumSource(
      value = Problem.Kind.class,
      names = {"OVERLOADED", "MODEL_TIMED_OUT", "INTERNAL", "CONTEXT_TOO_LONG", "NO_MODEL"})
  void refusesAsTheAgentDoes(Problem.Kind kind) {
    ECHO.does((prompt, pieces) -> {
      throw new Problem(kind).retryAfter(Duration.ofSeconds(3));
    });
    for (String more : List.of("", ",\"stream\":true")) {
      Answer answer = service.post(MESSAGES, hello(more));
      switch (kind) {
        case OVERLOADED -> refused(answer, 529, "overloaded_error");
        case MODEL_TIMED_OUT -> refused(answer, 504, "timeout_error");
        case CONTEXT_TOO_LONG -> {
          refused(answer, 400, "invalid_request_error");
          // By these words Claude Code knows that it must make the conversation shorter.
          assertThat(answer.text("/error/message")).startsWith("prompt is too long");
        }
        default -> refused(answer, kind.status(), "api_error");
      }
      assertThat(answer.header("Retry-After")).isEqualTo("3");
    }
  }
}
