package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The models and the answers of OpenAI's API, to the letter. */
class OpenAiTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static final EchoAgent MODEL = new EchoAgent("meta-llama/llama-3.1:8b", Kind.MODEL);
  private static Service service;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(ECHO, MODEL), "openai.max-messages=6");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static Answer complete(String body, String... headers) {
    return service.post("/v1/chat/completions", body, headers);
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  private static Prompt asked(String members) throws InterruptedException {
    String messages =
        members.contains("'messages'") ? "" : ",'messages':[{'role':'user','content':'x'}]";
    String body = ("{'model':'echo'" + messages + members + '}').replace('\'', '"');
    Answer answer = complete(body);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return ECHO.asked();
  }

  @Test
  void listsAgentsAsModelsButNotThoseThatTakeInstructions() {
    JsonNode list = service.get("/v1/models").json();
    assertThat(list.propertyNames()).containsExactlyInAnyOrder("object", "data");
    assertThat(list.path("object").asString()).isEqualTo("list");
    assertThat(list.path("data").findValuesAsString("id"))
        .contains("echo", "meta-llama/llama-3.1:8b")
        .doesNotContain("runtime", "orchestrator");
    JsonNode one = service.get("/v1/models/echo").json();
    assertThat(one)
        .isEqualTo(
            json(
                "{'id':'echo','object':'model','created':%d,'owned_by':'session-manager'}"
                    .formatted(service.clock.instant().getEpochSecond())));
    assertThat(service.get("/v1/models/meta-llama/llama-3.1:8b").text("/id"))
        .isEqualTo("meta-llama/llama-3.1:8b");
  }

  @Test
  void answersWithACompletion() {
    Answer answer =
        complete(
            "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"¿Qué tal,"
                + " 😀?\"}]}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("x-request-id")).isEqualTo(answer.header("X-Trace-Id"));
    assertThat(answer.text("/id")).matches("chatcmpl-[0-9a-f]{32}");
    assertThat(answer.json())
        .isEqualTo(
            json(
                """
                {'id': '%s', 'object': 'chat.completion', 'created': %d, 'model': 'echo',
                 'choices': [{'index': 0,
                   'message': {'role': 'assistant', 'content': '¿Qué tal, 😀?', 'refusal': null},
                   'logprobs': null, 'finish_reason': 'stop'}],
                 'usage': {'prompt_tokens': 0, 'completion_tokens': 0, 'total_tokens': 0},
                 'system_fingerprint': null, 'session_manager': {'by': 'tool'}}
                """
                    .formatted(answer.text("/id"), service.clock.instant().getEpochSecond())));
  }

  @Test
  void tellsWhatTheModelTookAndLeavesOutWhatIsEmpty() {
    Usage usage = new Usage("llama", "ollama", 11, 7, 30);
    ECHO.does((prompt, chunk) ->
        new Reply("corto", Map.of(), List.of(), "length", usage, Map.of(), List.of(), List.of()));
    JsonNode answer =
        complete("{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}")
            .json();
    assertThat(answer.at("/usage"))
        .isEqualTo(json("{'prompt_tokens':11,'completion_tokens':7,'total_tokens':18}"));
    assertThat(answer.at("/choices/0/finish_reason").asString()).isEqualTo("length");
    assertThat(answer.has("session_manager")).isFalse();
  }

  @Test
  void takesTheLastUserMessageForTheQuestionAndTheRestForItsContext() throws Exception {
    Prompt prompt =
        asked(
            """
            ,'messages':[{'role':'developer','content':'Sé breve.'},
              {'role':'user','name':'ana','content':[{'type':'text','text':'uno'},{'type':'text','text':'dos'}]},
              {'role':'assistant','content':'tres'},
              {'role':'user','content':'cuatro'}]
            """);
    assertThat(prompt.text()).isEqualTo("cuatro");
    assertThat(prompt.history().get())
        .containsExactly(
            Message.developer("Sé breve."),
            Message.user("uno\ndos").with(Map.of("name", "ana")),
            Message.assistant("tres"));
  }

  @Test
  void keepsTheFurtherMembersOfTheLastMessage() throws Exception {
    Prompt prompt = asked(",'messages':[{'role':'user','name':'ana','content':'hola'}]");
    assertThat(prompt.text()).isEqualTo("hola");
    assertThat(prompt.conversation())
        .containsExactly(Message.user("hola").with(Map.of("name", "ana")));
    String twice =
        ",'messages':[{'role':'user','content':'hola'},{'role':'user','content':'hola'}]";
    assertThat(asked(twice).conversation())
        .containsExactly(Message.user("hola"), Message.user("hola"));
  }

  @Test
  void passesToolsThroughAndTheirResultsBack() throws Exception {
    ToolCall call = new ToolCall("call_1", "sumar", "{ }");
    ECHO.does((prompt, chunk) ->
        new Reply(
            null, Map.of(), List.of(call), "tool_calls", null, Map.of(), List.of(), List.of()));
    JsonNode tool =
        json(
            """
            {'type':'function','function':{'name':'sumar','description':'Suma.',
             'parameters':{'type':'object','properties':{'a':{'type':'number'}}}}}
            """);
    String body =
        """
        {"model":"echo","tools":[%s],"tool_choice":"required",
         "messages":[{"role":"user","content":"suma"}]}
        """
            .formatted(tool);
    JsonNode choice = complete(body).json().at("/choices/0");
    assertThat(choice.path("finish_reason").asString()).isEqualTo("tool_calls");
    JsonNode message = choice.path("message");
    assertThat(message)
        .isEqualTo(
            json(
                """
                {'role':'assistant','content':null,'refusal':null,'tool_calls':[{'id':'call_1',
                 'type':'function','function':{'name':'sumar','arguments':'{ }'}}]}
                """));
    ToolSpec given = ECHO.asked().options().tools().getFirst();
    assertThat(given.name()).isEqualTo("sumar");
    assertThat(JSON.<JsonNode>valueToTree(given.wire())).isEqualTo(tool);

    ECHO.repeats();
    Prompt prompt =
        asked(
            ",'messages':[{'role':'user','content':'suma'},%s,{'role':'tool','tool_call_id':'call_1','content':'2'}]"
                .formatted(message));
    assertThat(prompt.text()).isEmpty();
    assertThat(prompt.history().get())
        .containsExactly(
            Message.user("suma"),
            Message.calls(null, List.of(call)),
            Message.result("call_1", "2"));
  }

  @Test
  void passesOptionsOnAndLeavesOutWhatItDoesNotKnow() throws Exception {
    Prompt prompt =
        asked(
            """
            ,'temperature':0,'top_p':0.5,'max_tokens':10,'max_completion_tokens':20,'stop':'fin',
             'seed':-3,'presence_penalty':-2,'frequency_penalty':2,'n':1,'logprobs':false,
             'tool_choice':{'type':'function','function':{'name':'f'}},'tools':null,
             'response_format':{'type':'json_object'},'user':'u','metadata':{'a':'b'},'store':true,
             'logit_bias':{},'modalities':['text'],'stream':false,'stream_options':null,
             'something_new':{'x':[1]}
            """);
    Map<String, Object> format = Map.of("type", "json_object");
    assertThat(prompt.options())
        .isEqualTo(
            new AnswerOptions(
                0.0,
                0.5,
                10,
                20,
                List.of("fin"),
                -3L,
                -2.0,
                2.0,
                List.of(),
                Map.of("type", "function", "function", Map.of("name", "f")),
                format,
                Map.of(
                    "user", "u",
                    "metadata", Map.of("a", "b"),
                    "store", true,
                    "logit_bias", Map.of(),
                    "something_new", Map.of("x", List.of(1)))));
    assertThat(asked("").options()).isEqualTo(AnswerOptions.DEFAULTS);
    assertThat(asked(",'stop':null,'tool_choice':null,'response_format':null").options())
        .isEqualTo(AnswerOptions.DEFAULTS);
    assertThat(asked(",'stop':['a','b'],'response_format':{'type':'text'}").options())
        .isEqualTo(options(List.of("a", "b"), List.of(), null));
  }

  @Test
  void takesTheCallersToolsAndTheChoiceOfOne() throws Exception {
    String tools =
        """
        ,'tools':[{'type':'function','function':{'name':'weather','description':'Of a city.',
          'parameters':{'type':'object'}}},{'type':'function','function':{'name':'time'}}],
         'tool_choice':
        """;
    ToolSpec weather = ToolSpec.function("weather", "Of a city.", Map.of("type", "object"));
    ToolSpec time =
        new ToolSpec("time", Map.of("type", "function", "function", Map.of("name", "time")));
    assertThat(asked(tools + "'auto'").options())
        .isEqualTo(options(List.of(), List.of(weather, time), "auto"));
    String one = "{'type':'function','function':{'name':'time'}}";
    assertThat(asked(tools + one).options())
        .isEqualTo(
            options(
                List.of(),
                List.of(weather, time),
                Map.of("type", "function", "function", Map.of("name", "time"))));
  }

  private static AnswerOptions options(
      List<String> stop, List<ToolSpec> tools, @Nullable Object choice) {
    return new AnswerOptions(
        null, null, null, null, stop, null, null, null, tools, choice, null, Map.of());
  }

  @Test
  void answersTheSameIdOnceAndFromTheFirst() {
    String token = service.token("user_1", "1234", "openai");
    String body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}";
    String[] headers = {"Authorization", "Bearer " + token, "Idempotency-Key", "id-1"};
    Answer first = complete(body.formatted("hola"), headers);
    Answer again = complete(body.formatted("hola"), headers);
    assertThat(again.text("/choices/0/message/content")).isEqualTo("hola");
    assertThat(again.text("/session_manager/by")).isEqualTo("tool");
    assertThat(first.status()).isEqualTo(200);
    assertThat(ECHO.askedTimes()).isEqualTo(1);
    Answer other = complete(body.formatted("adiós"), headers);
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.text("/error/code")).isEqualTo("id_reused");
  }

  @Test
  void asksOnBehalfOfTheCaller() throws Exception {
    String token = service.token("user_1", "1234", "openai");
    String body = "{\"model\":\"echo\",\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}";
    complete(body, "Authorization", "Bearer " + token, "Accept-Language", "en");
    Prompt prompt = ECHO.asked();
    assertThat(prompt.username()).isEqualTo("user_1");
    assertThat(prompt.language().getLanguage()).isEqualTo("en");
    complete(body);
    assertThat(ECHO.asked().username()).isNull();
  }
}
