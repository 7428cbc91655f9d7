package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.model.ModelStub;
import dev.sessionmanager.model.OpenAiStub;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Anthropic's Messages API, whole answers: what goes to the model, what comes back. */
class AnthropicTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static final OpenAiStub MODEL = new OpenAiStub();
  private static Service service;

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO), "LLM_URL=" + MODEL.url(), "MODEL_NAME=m", "anthropic.max-messages=20");
  }

  @AfterAll
  static void stop() {
    service.close();
    MODEL.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
    MODEL.requests.clear();
  }

  /** A request for an answer; single quotes stand for double ones. */
  private static Answer ask(String model, String members, String... headers) {
    String messages =
        members.contains("'messages'") ? "" : ",'messages':[{'role':'user','content':'hola'}]";
    String body = "{'model':'" + model + "','max_tokens':64" + messages + members + '}';
    return service.post("/v1/messages?beta=true", body.replace('\'', '"'), headers);
  }

  private static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** What the model was asked. */
  private static JsonNode sent(String members) {
    Answer answer = ask("m", members);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return MODEL.request().json();
  }

  @Test
  void answersWithAMessage() {
    Answer answer = ask("echo", ",'messages':[{'role':'user','content':'¿Qué tal, 😀?'}]");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    assertThat(answer.header("Content-Type")).startsWith("application/json");
    assertThat(answer.header("request-id")).isEqualTo(answer.header("X-Trace-Id")).isNotEmpty();
    assertThat(answer.text("/id")).matches("msg_[0-9a-f]{32}");
    assertThat(answer.json())
        .isEqualTo(
            json(
                """
                {'id': '%s', 'type': 'message', 'role': 'assistant', 'model': 'echo',
                 'content': [{'type': 'text', 'text': '¿Qué tal, 😀?'}],
                 'stop_reason': 'end_turn', 'stop_sequence': null,
                 'usage': {'input_tokens': 8, 'cache_creation_input_tokens': 0,
                   'cache_read_input_tokens': 0, 'output_tokens': 0},
                 'session_manager': {'by': 'tool'}}
                """
                    .formatted(answer.text("/id"))));
  }

  @Test
  void takesWhatClaudeCodeSends() throws Exception {
    Answer answer =
        ask(
            "echo",
            """
            ,'system':[{'type':'text','text':'x-anthropic-billing-header: cc_version=2.1; cch=1a2b;'},
                {'type':'text','text':'Sé breve.','cache_control':{'type':'ephemeral','ttl':'1h'}}],
             'messages':[
                {'role':'user','content':[{'type':'text','text':''},{'type':'text','text':'uno'},
                    {'type':'text','text':'dos','cache_control':{'type':'ephemeral'}}]},
                {'role':'assistant','content':[{'type':'thinking','thinking':'mm','signature':'EqoBCkgIBRAB'},
                    {'type':'redacted_thinking','data':'EmwKAhgB'},{'type':'text','text':'tres'}]},
                {'role':'system','content':'Ahora en inglés.'},
                {'role':'user','content':'cuatro'}],
             'metadata':{'user_id':'user_1'},'thinking':{'type':'adaptive','display':'omitted'},
             'context_management':{'edits':[{'type':'clear_thinking_20251015','keep':'all'}]},
             'output_config':{'effort':'high'},'service_tier':'auto','temperature':1,'mcp_servers':[],
             'tools':[{'name':'Read','description':'x','input_schema':{'type':'object'},
                'cache_control':{'type':'ephemeral'},'eager_input_streaming':true,'defer_loading':false}]
            """,
            "anthropic-beta",
            "claude-code-20250219,interleaved-thinking-2025-05-14",
            "anthropic-version",
            "2023-06-01",
            "x-stainless-retry-count",
            "0");
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    Prompt prompt = ECHO.asked();
    assertThat(prompt.text()).isEqualTo("cuatro");
    assertThat(prompt.history().get())
        .containsExactly(
            Message.system("Sé breve."),
            Message.user("uno\ndos"),
            Message.assistant("tres"),
            Message.system("Ahora en inglés."));
    assertThat(prompt.options().maxTokens()).isEqualTo(64);
  }

  @Test
  void takesABeginningOfTheAnswerAndLeavesOutWhatIsEmpty() throws Exception {
    ask(
        "echo",
        """
        ,'system':'','messages':[{'role':'user','content':'di algo'},{'role':'assistant','content':''},
          {'role':'user','content':[]},{'role':'assistant','content':'{'}]
        """);
    Prompt prompt = ECHO.asked();
    assertThat(prompt.text()).isEmpty();
    assertThat(prompt.history().get())
        .containsExactly(Message.user("di algo"), Message.assistant("{"));
  }

  @Test
  void passesOptionsAndToolsThroughUnharmed() {
    JsonNode sent =
        sent(
            """
            ,'temperature':0.2,'top_p':0.9,'top_k':40,'stop_sequences':['FIN','\\n\\n'],
             'metadata':{'user_id':'u1'},
             'tool_choice':{'type':'any','disable_parallel_tool_use':true},
             'tools':[{'type':'custom','name':'sumar','description':'Suma.','strict':true,
               'input_schema':{'type':'object','$defs':{'n':{'type':'number'}},'anyOf':[{'required':['a']}],
                 'properties':{'a':{'$ref':'#/$defs/n'}},'additionalProperties':false}}]
            """);
    assertThat(sent.path("max_tokens").asInt()).isEqualTo(64);
    assertThat(sent.path("temperature").asDouble()).isEqualTo(0.2);
    assertThat(sent.path("top_p").asDouble()).isEqualTo(0.9);
    assertThat(sent.path("top_k").asInt()).isEqualTo(40);
    assertThat(sent.path("user").asString()).isEqualTo("u1");
    assertThat(sent.path("stop")).isEqualTo(json("['FIN','\\n\\n']"));
    assertThat(sent.path("tool_choice").asString()).isEqualTo("required");
    assertThat(sent.path("parallel_tool_calls").asBoolean(true)).isFalse();
    assertThat(sent.path("tools"))
        .isEqualTo(
            json(
                """
                [{'type':'function','function':{'name':'sumar','description':'Suma.',
                  'parameters':{'type':'object','$defs':{'n':{'type':'number'}},'anyOf':[{'required':['a']}],
                    'properties':{'a':{'$ref':'#/$defs/n'}},'additionalProperties':false},'strict':true}}]
                """));
    JsonNode bare = sent("");
    assertThat(bare.propertyNames()).isSubsetOf("model", "messages", "max_tokens", "stream");
  }

  @Test
  void passesTheChoiceOfOneToolAndTheFormOfTheAnswer() {
    String tool = "'tools':[{'name':'a','input_schema':{'type':'object'}}]";
    assertThat(sent(",'tool_choice':{'type':'tool','name':'a'}," + tool).path("tool_choice"))
        .isEqualTo(json("{'type':'function','function':{'name':'a'}}"));
    assertThat(sent(",'tool_choice':{'type':'none'}," + tool).path("tool_choice").asString())
        .isEqualTo("none");
    JsonNode format =
        json(
            "{'type':'json_schema','json_schema':{'name':'answer','schema':{'type':'object'},'strict':true}}");
    assertThat(
            sent(",'output_config':{'format':{'type':'json_schema','schema':{'type':'object'}}}")
                .path("response_format"))
        .isEqualTo(format);
    assertThat(
            sent(",'output_format':{'type':'json_schema','schema':{'type':'object'}}")
                .path("response_format"))
        .isEqualTo(format);
    String user = "user_" + "f".repeat(64) + "_account__session_x";
    assertThat(sent(",'metadata':{'user_id':'" + user + "'}").path("user").asString())
        .matches("[0-9a-f]{64}");
  }

  @Test
  void bringsToolsBothWays() {
    String tools = ",'tools':[{'name':'van','input_schema':{}},{'name':'tir','input_schema':{}}]";
    MODEL.next(OpenAiStub.tools());
    Answer answer = ask("m", tools);
    assertThat(answer.text("/stop_reason")).isEqualTo("tool_use");
    assertThat(answer.json().path("content"))
        .isEqualTo(
            json(
                """
                [{'type':'tool_use','id':'call_a','name':'van','input':{'tasa':'10 %'}},
                 {'type':'tool_use','id':'call_b','name':'tir','input':{}}]
                """));
    assertThat(answer.json().path("usage"))
        .isEqualTo(
            json(
                "{'input_tokens':11,'cache_creation_input_tokens':0,'cache_read_input_tokens':0,'output_tokens':7}"));
    JsonNode sent =
        sent(
            tools
                + """
                ,'messages':[{'role':'user','content':'calcula'},
                  {'role':'assistant','content':[{'type':'text','text':'Voy.'},
                    {'type':'tool_use','id':'call_a','name':'van','input':{'tasa':'10 %'}},
                    {'type':'tool_use','id':'call_b','name':'tir','input':{}}]},
                  {'role':'user','content':[{'type':'text','text':'Mira:'},
                    {'type':'tool_result','tool_use_id':'call_b','content':[{'type':'text','text':'a'},{'type':'text','text':'b'}]}]},
                  {'role':'user','content':[
                    {'type':'tool_result','tool_use_id':'call_a','content':'no va','is_error':true},
                    {'type':'text','text':'¿Y?'}]}]
                """);
    assertThat(sent.path("messages"))
        .isEqualTo(
            json(
                """
                [{'role':'user','content':'calcula'},
                 {'role':'assistant','content':'Voy.','tool_calls':[
                   {'id':'call_a','type':'function','function':{'name':'van','arguments':'{`tasa`:`10 %`}'}},
                   {'id':'call_b','type':'function','function':{'name':'tir','arguments':'{}'}}]},
                 {'role':'tool','content':'a\\nb','tool_call_id':'call_b'},
                 {'role':'tool','content':'Error: no va','tool_call_id':'call_a'},
                 {'role':'user','content':'Mira:'},
                 {'role':'user','content':'¿Y?'}]
                """
                    .replace("`", "\\'")));
  }

  @Test
  void keepsAllThatTheModelWroteWhereItIsNoJson() {
    MODEL.next(OpenAiStub.tool("van", "{\"tasa\":"));
    JsonNode answer = ask("m", ",'tools':[{'name':'van','input_schema':{}}]").json();
    assertThat(answer.at("/content/0/input")).isEqualTo(json("{'INVALID_JSON':'{\\'tasa\\':'}"));
  }

  private static ModelStub.Answer says(String message, String finish) {
    return exchange ->
        exchange.json(
            200,
            "{\"choices\":[{\"index\":0,\"message\":"
                + message.replace('\'', '"')
                + ",\"finish_reason\":\""
                + finish
                + "\"}],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":7,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":8}}}");
  }

  @Test
  void showsWhatTheModelThinksToWhoAsksForItAndSendsItBack() {
    ModelStub.Answer thinking =
        says("{'role':'assistant','content':'Hola.','reasoning_content':'Me saludan.'}", "stop");
    MODEL.next(thinking, thinking);
    JsonNode answer = ask("m", ",'thinking':{'type':'enabled','budget_tokens':1024}").json();
    assertThat(answer.path("content"))
        .isEqualTo(
            json(
                """
                [{'type':'thinking','thinking':'Me saludan.','signature':'reasoning_content'},
                 {'type':'text','text':'Hola.'}]
                """));
    assertThat(answer.path("usage"))
        .isEqualTo(
            json(
                "{'input_tokens':3,'cache_creation_input_tokens':0,'cache_read_input_tokens':8,'output_tokens':7}"));
    for (String silent : List.of("", ",'thinking':{'type':'disabled'}")) {
      assertThat(ask("m", silent).json().at("/content/0/type").asString()).isEqualTo("text");
    }
    JsonNode sent =
        sent(
            ",'messages':[{'role':'user','content':'hola'},{'role':'assistant','content':"
                + answer.path("content").toString().replace('"', '\'')
                + "},{'role':'user','content':'¿y?'}]");
    assertThat(sent.at("/messages/1"))
        .isEqualTo(
            json("{'role':'assistant','content':'Hola.','reasoning_content':'Me saludan.'}"));
  }

  @Test
  void carriesBackWhatTheModelWantsToSeeAgainWithAToolsResult() {
    MODEL.next(
        says(
            """
            {'role':'assistant','content':null,'reasoning_content':'Hay que sumar.','tool_calls':[
              {'id':'c1','type':'function','function':{'name':'a','arguments':'{}'},
               'extra_content':{'google':{'thought_signature':'sig=='}}},
              {'id':'c2','type':'function','function':{'name':'a','arguments':'{}'}}]}
            """,
            "tool_calls"));
    String tools = ",'tools':[{'name':'a','input_schema':{}}]";
    JsonNode answer = ask("m", tools).json();
    assertThat(answer.path("content").findValuesAsString("type"))
        .containsExactly("redacted_thinking", "tool_use", "tool_use");
    JsonNode sent =
        sent(
            tools
                + ",'messages':[{'role':'user','content':'hola'},{'role':'assistant','content':"
                + answer.path("content").toString().replace('"', '\'')
                + "},{'role':'user','content':[{'type':'tool_result','tool_use_id':'c1'},"
                + "{'type':'tool_result','tool_use_id':'c2','content':[]}]}]");
    assertThat(sent.at("/messages/1/reasoning_content").asString()).isEqualTo("Hay que sumar.");
    assertThat(
            sent.at("/messages/1/tool_calls/0/extra_content/google/thought_signature").asString())
        .isEqualTo("sig==");
    assertThat(sent.at("/messages/1/tool_calls/1").has("extra_content")).isFalse();
    assertThat(sent.path("messages").size()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          end_turn   | stop           | {'role':'assistant','content':'Sí.'}
          max_tokens | length         | {'role':'assistant','content':'Sí'}
          refusal    | content_filter | {'role':'assistant','content':'No.'}
          refusal    | stop           | {'role':'assistant','content':null,'refusal':'No puedo.'}
          tool_use   | stop           | {'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'a','arguments':'{}'}}]}
          """)
  void tellsWhyTheAnswerHasEnded(String reason, String finish, String message) {
    MODEL.next(says(message, finish));
    Answer answer = ask("m", ",'tools':[{'name':'a','input_schema':{}}]");
    assertThat(answer.text("/stop_reason")).as(answer.raw().body()).isEqualTo(reason);
    assertThat(answer.json().path("content").size()).isEqualTo(1);
  }

  @Test
  void countsTokensWithoutAskingTheModel() {
    String body =
        """
        {"model":"m","system":"Sé breve.","messages":[{"role":"user","content":"%s"}],
         "tools":[{"name":"a","input_schema":{"type":"object"}}]}
        """;
    Answer few = service.post("/v1/messages/count_tokens?beta=true", body.formatted("hola"));
    Answer more = service.post("/v1/messages/count_tokens", body.formatted("hola ".repeat(1000)));
    assertThat(few.status()).as(few.raw().body()).isEqualTo(200);
    assertThat(few.json().propertyNames()).containsExactly("input_tokens");
    assertThat(few.json().path("input_tokens").asInt()).isBetween(10, 60);
    assertThat(more.json().path("input_tokens").asInt()).isBetween(800, 3000);
    assertThat(MODEL.requests).isEmpty();
  }

  @Test
  void listsModelsToWhoSpeaksAnthropicsWire() {
    String[] version = {"anthropic-version", "2023-06-01"};
    JsonNode page = service.get("/v1/models?limit=1000", version).json();
    assertThat(page.propertyNames())
        .containsExactlyInAnyOrder("data", "has_more", "first_id", "last_id");
    assertThat(page.path("has_more").asBoolean(true)).isFalse();
    assertThat(page.path("data").findValuesAsString("id")).contains("echo", "m");
    assertThat(page.path("last_id"))
        .isEqualTo(page.path("data").get(page.path("data").size() - 1).path("id"));
    JsonNode one = service.get("/v1/models/echo", version).json();
    assertThat(one.path("type").asString()).isEqualTo("model");
    assertThat(one.path("display_name").asString()).isEqualTo("echo");
    assertThat(one.path("created_at").asString()).matches("\\d{4}-\\d\\d-\\d\\dT[\\d:]{8}Z");
    Answer nobody = service.get("/v1/models/nobody", version);
    assertThat(nobody.status()).isEqualTo(404);
    assertThat(nobody.text("/error/type")).isEqualTo("not_found_error");
    assertThat(nobody.text("/type")).isEqualTo("error");
    assertThat(service.get("/v1/models").text("/object")).isEqualTo("list");
  }

  @Test
  void answersWithAPersonToo() {
    Answer answer =
        service.post(
            "/v1/messages",
            "{\"model\":\"ecobot\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":"
                + "\"Interés simple: 1000 pesos al 10 % anual durante 3 años\"}]}");
    assertThat(answer.text("/content/0/text")).contains("300");
  }
}
