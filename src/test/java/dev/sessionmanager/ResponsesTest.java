package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.Service.Answer;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.model.OpenAiStub;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A response by OpenAI's reference: whole, streamed, with tools, and refused. */
class ResponsesTest {

  private static final JsonMapper JSON = new JsonMapper();
  private static final OpenAiStub model = new OpenAiStub();
  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.MODEL);
  private static final HttpClient http = HttpClient.newHttpClient();
  private static Service service;

  /** What a model thought, as a client brings it back that keeps nothing with us: hm. */
  private static final String PACKED = "sm1.cmVhc29uaW5nX2NvbnRlbnQKaG0";

  @BeforeAll
  static void start() {
    service =
        Service.startWith(
            List.of(ECHO),
            "LLM_URL=" + model.url(),
            "MODEL_NAME=m",
            "LLM_MAX_RETRIES=0",
            "responses.max-items=6");
  }

  @AfterAll
  static void stop() {
    service.close();
    model.close();
    http.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
    model.requests.clear();
  }

  private static String quoted(String body) {
    return body.replace('\'', '"');
  }

  private static Answer respond(String members, String... headers) {
    return service.post("/v1/responses", quoted("{'model':'echo'" + members + '}'), headers);
  }

  private static JsonNode json(String text) {
    return JSON.readTree(quoted(text));
  }

  private static Prompt asked(String members) throws InterruptedException {
    Answer answer = respond(members);
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return ECHO.asked();
  }

  /** What the model was asked for this request. */
  private static JsonNode told(String members) {
    Answer answer = service.post("/v1/responses", quoted("{'model':'m'" + members + '}'));
    assertThat(answer.status()).as(answer.raw().body()).isEqualTo(200);
    return model.requests.getLast().json();
  }

  private static List<EventReader.Event> stream(String members) throws Exception {
    HttpRequest request =
        Service.request(
            service.port(),
            "POST",
            "/v1/responses",
            quoted("{'model':'m','stream':true" + members + '}'));
    try (EventReader reader = new EventReader(http, request)) {
      assertThat(reader.response.statusCode()).isEqualTo(200);
      assertThat(reader.response.headers().firstValue("Content-Type").orElse(""))
          .startsWith("text/event-stream");
      return reader.rest();
    }
  }

  private static List<String> names(List<EventReader.Event> events) {
    return events.stream().map(EventReader.Event::name).toList();
  }

  @Test
  void answersWithAResponse() {
    Answer answer = respond(",'input':'¿Qué tal, 😀?','metadata':{'a':'b'}");
    assertThat(answer.status()).isEqualTo(200);
    String id = answer.text("/id");
    assertThat(id).matches("resp_\\d+-[A-Za-z0-9_-]{16}");
    long now = service.clock.instant().getEpochSecond();
    assertThat(answer.json())
        .isEqualTo(
            json(
                """
                {'id':'%s','object':'response','created_at':%d,'status':'completed','background':false,
                 'completed_at':%d,'conversation':null,'error':null,'incomplete_details':null,
                 'instructions':null,'max_output_tokens':null,'max_tool_calls':null,'metadata':{'a':'b'},
                 'model':'echo','output':[{'id':'msg_%s_o0','type':'message','status':'completed',
                   'role':'assistant','content':[{'type':'output_text','text':'¿Qué tal, 😀?',
                   'annotations':[],'logprobs':[]}]}],'parallel_tool_calls':true,
                 'previous_response_id':null,'prompt_cache_key':null,
                 'reasoning':{'effort':null,'summary':null},'safety_identifier':null,'service_tier':null,
                 'store':true,'temperature':null,'text':{'format':{'type':'text'}},'tool_choice':'auto',
                 'tools':[],'top_logprobs':0,'top_p':null,'truncation':'disabled',
                 'usage':{'input_tokens':0,'input_tokens_details':{'cached_tokens':0,'cache_write_tokens':0},
                   'output_tokens':0,'output_tokens_details':{'reasoning_tokens':0},'total_tokens':0},
                 'user':null,'session_manager':{'by':'tool'}}
                """
                    .formatted(id, now, now, id.substring(5))));
  }

  @Test
  void streamsTheEventsOfATextInTheirOrder() throws Exception {
    model.next(OpenAiStub.text("Hola", ", ", "mundo"));
    List<EventReader.Event> events = stream(",'input':'x'");
    assertThat(names(events))
        .startsWith(
            "response.created",
            "response.in_progress",
            "response.output_item.added",
            "response.content_part.added",
            "response.output_text.delta")
        .endsWith(
            "response.output_text.delta",
            "response.output_text.done",
            "response.content_part.done",
            "response.output_item.done",
            "response.completed");
    long last = -1;
    StringBuilder text = new StringBuilder();
    for (EventReader.Event event : events) {
      assertThat(event.data().path("type").asString()).isEqualTo(event.name());
      long number = event.data().path("sequence_number").asLong(-1);
      assertThat(number).isGreaterThan(last);
      last = number;
      if (event.name().startsWith("response.output_text")) {
        assertThat(event.data().path("logprobs")).isEqualTo(json("[]"));
        assertThat(event.data().path("item_id").asString()).startsWith("msg_");
        assertThat(event.data().path("output_index").asInt(-1)).isZero();
        assertThat(event.data().path("content_index").asInt(-1)).isZero();
        text.append(event.data().path("delta").asString(""));
      }
    }
    assertThat(text.toString()).isEqualTo("Hola, mundo");
    JsonNode whole = events.getLast().data().path("response");
    assertThat(whole.at("/output/0/content/0/text").asString()).isEqualTo("Hola, mundo");
    assertThat(whole.path("status").asString()).isEqualTo("completed");
    assertThat(events.getFirst().data().at("/response/status").asString()).isEqualTo("in_progress");
  }

  @Test
  void streamsWhatTheModelWantsOfToolsAndTakesWhatTheySaid() throws Exception {
    model.next(OpenAiStub.tool("weather", "{\"city\":\"Lima\"}"));
    String tools =
        ",'tools':[{'type':'function','name':'weather','strict':true,'parameters':{'type':'object',"
            + "'properties':{'city':{'type':'string'}},'additionalProperties':false}}]";
    List<EventReader.Event> events = stream(",'input':'x'" + tools);
    assertThat(names(events))
        .contains("response.function_call_arguments.delta", "response.function_call_arguments.done")
        .doesNotContain("response.output_text.delta");
    JsonNode call = events.getLast().data().at("/response/output/0");
    assertThat(call.path("type").asString()).isEqualTo("function_call");
    assertThat(call.path("name").asString()).isEqualTo("weather");
    assertThat(call.path("arguments").asString()).isEqualTo("{\"city\":\"Lima\"}");
    assertThat(call.path("id").asString()).startsWith("fc_");
    assertThat(model.requests.getLast().json().at("/tools/0/function"))
        .isEqualTo(
            json(
                "{'name':'weather','strict':true,'parameters':{'type':'object','properties':"
                    + "{'city':{'type':'string'}},'additionalProperties':false}}"));
    JsonNode next =
        told(
            ",'input':[{'role':'user','content':'x'},{'type':'function_call','call_id':'c1','name':'weather','arguments':'{}'},{'type':'function_call_output','call_id':'c1','output':'25"
                + " °C'}]"
                + tools);
    assertThat(next.at("/messages/1/tool_calls/0/id").asString()).isEqualTo("c1");
    assertThat(next.at("/messages/2/role").asString()).isEqualTo("tool");
    assertThat(next.at("/messages/2/content").asString()).isEqualTo("25 °C");
  }

  @Test
  void givesACustomToolsInputAsTextAndTakesItBack() throws Exception {
    model.next(OpenAiStub.tool("apply_patch", "{\"input\":\"*** Begin \\\"Patch\\\"\"}"));
    String tools =
        ",'tools':[{'type':'custom','name':'apply_patch','description':'Edits"
            + " files','format':{'type':'grammar','syntax':'lark','definition':'start:"
            + " x'}},{'type':'web_search','external_web_access':false}]";
    List<EventReader.Event> events = stream(",'input':'x'" + tools);
    assertThat(names(events))
        .contains("response.custom_tool_call_input.delta", "response.custom_tool_call_input.done");
    JsonNode response = events.getLast().data().path("response");
    assertThat(response.at("/output/0/type").asString()).isEqualTo("custom_tool_call");
    assertThat(response.at("/output/0/input").asString()).isEqualTo("*** Begin \"Patch\"");
    assertThat(response.path("tools")).as("without the search").hasSize(1);
    JsonNode function = model.requests.getLast().json().at("/tools/0/function");
    assertThat(function.at("/parameters/required/0").asString()).isEqualTo("input");
    assertThat(function.at("/parameters/properties/input/description").asString())
        .contains("start: x");
    JsonNode next =
        told(
            ",'input':[{'role':'user','content':'x'},{'type':'custom_tool_call','call_id':'c1','name':'apply_patch','input':'***"
                + " Begin'},{'type':'custom_tool_call_output','call_id':'c1','output':'Done'}]"
                + tools);
    assertThat(next.at("/messages/1/tool_calls/0/function/arguments").asString())
        .isEqualTo("{\"input\":\"*** Begin\"}");
  }

  @Test
  void asksAModelWhatTheRequestSaysInTheWordsOfChatCompletions() {
    JsonNode asked =
        told(
            ",'instructions':'Be"
                + " brief','input':[{'role':'developer','content':'Rules'},{'type':'message','role':'user',"
                + "'content':[{'type':'input_text','text':'Hi'}]}],'temperature':0.2,'top_p':0.9,"
                + "'max_output_tokens':50,'top_k':7,'user':'u1','reasoning':{'effort':'low'},'parallel_tool_calls':true,"
                + "'text':{'format':{'type':'json_schema','name':'n','strict':true,'schema':{'type':'object'}},"
                + "'verbosity':'low'},'store':false,'include':['reasoning.encrypted_content'],"
                + "'prompt_cache_key':'k','client_metadata':{'x':'y'},'tool_choice':'auto','tools':[]");
    assertThat(asked.path("messages"))
        .isEqualTo(
            json(
                "[{'role':'system','content':'Be brief'},{'role':'system','content':'Rules'},"
                    + "{'role':'user','content':'Hi'}]"));
    assertThat(asked.path("response_format"))
        .isEqualTo(
            json(
                "{'type':'json_schema','json_schema':{'name':'n','strict':true,'schema':{'type':'object'}}}"));
    assertThat(asked.path("max_completion_tokens").asInt()).isEqualTo(50);
    assertThat(asked.path("reasoning_effort").asString()).isEqualTo("low");
    assertThat(asked.path("verbosity").asString()).isEqualTo("low");
    assertThat(asked.path("top_k").asInt()).isEqualTo(7);
    assertThat(asked.path("user").asString()).isEqualTo("u1");
    assertThat(asked.propertyNames())
        .doesNotContain(
            "store", "include", "client_metadata", "tools", "tool_choice", "parallel_tool_calls");
  }

  /** As Codex CLI 0.171 asks, with its namespaces, and hands back what it got. */
  @Test
  void speaksCodexsWire() throws Exception {
    String tools =
        ",'instructions':'You are a coding"
            + " agent','tools':[{'type':'function','name':'exec_command','strict':false,"
            + "'parameters':{'type':'object'}},{'type':'namespace','name':'multi_agent_v1','description':'d','tools':"
            + "[{'type':'function','name':'wait_agent','parameters':{'type':'object'}}]},{'type':'web_search',"
            + "'external_web_access':false}],'tool_choice':'auto','parallel_tool_calls':true,'store':false,"
            + "'include':['reasoning.encrypted_content'],'reasoning':{'effort':'low','summary':'auto'},"
            + "'prompt_cache_key':'k','client_metadata':{'x':'y'}";
    String rules =
        "{'type':'message','role':'developer','content':[{'type':'input_text','text':'Rules'}]}";
    String user = "{'type':'message','role':'user','content':[{'type':'input_text','text':'Go'}]}";
    model.next(OpenAiStub.tool("multi_agent_v1__wait_agent", "{}"));
    List<EventReader.Event> events = stream(",'input':[" + rules + ',' + user + ']' + tools);
    JsonNode call = events.getLast().data().at("/response/output/0");
    assertThat(call.path("namespace").asString()).isEqualTo("multi_agent_v1");
    assertThat(call.path("name").asString()).isEqualTo("wait_agent");
    JsonNode next =
        told(
            ",'input':["
                + rules
                + ','
                + user
                + ",{'type':'reasoning','summary':[],'content':null,'encrypted_content':'%s'}"
                    .formatted(PACKED)
                + ",{'type':'function_call','name':'wait_agent','namespace':'multi_agent_v1','arguments':'{}','call_id':'c'}"
                + ",{'type':'function_call_output','call_id':'c','output':[{'type':'input_text','text':'done'}]}]"
                + tools);
    assertThat(next.at("/messages/3"))
        .isEqualTo(
            json(
                "{'role':'assistant','reasoning_content':'hm','tool_calls':[{'id':'c','type':'function','function':"
                    + "{'name':'multi_agent_v1__wait_agent','arguments':'{}'}}]}"));
    assertThat(next.at("/messages/4/content").asString()).isEqualTo("done");
  }

  @Test
  void keepsTheOrderOfWhatWasSaidBefore() throws Exception {
    Prompt prompt =
        asked(
            ",'input':[{'role':'user','content':'uno'},{'role':'assistant','content':[{'type':'output_text',"
                + "'text':'dos','annotations':[]}]},{'role':'user','content':'tres'}]");
    assertThat(prompt.text()).isEqualTo("tres");
    assertThat(prompt.history().get())
        .extracting(Message::role)
        .containsExactly(Role.USER, Role.ASSISTANT);
  }

  @Test
  void refusesWhatCannotBeHadByItsName() {
    assertRefused(",'input':[{'type':'computer_call','id':'x'}]", "input[0].type");
    assertRefused(
        ",'input':[{'role':'user','content':[{'type':'input_image','image_url':'data:x'}]}]",
        "input[0].content[0].type");
    assertRefused(",'input':[{'type':'function_call_output','output':'x'}]", "input[0].call_id");
    assertRefused(",'input':[{'type':'item_reference','id':'msg_1'}]", "input[0].id");
    assertRefused(",'input':'x','tools':[{'type':'file_search'}]", "tools[0].type");
    assertRefused(",'input':'x','tools':[{'type':'function','name':'a b'}]", "tools[0].name");
    assertRefused(",'input':'x','tool_choice':'required'", "tool_choice");
    assertRefused(",'input':'x','prompt':{'id':'p'}", "prompt");
    assertRefused(",'input':'x','store':false,'background':true", "background");
    assertRefused(",'input':'x','temperature':3", "temperature");
    assertRefused(",'input':'x','metadata':{'a':1}", "metadata");
    assertRefused(",'input':'x','text':{'format':{'type':'yaml'}}", "text.format.type");
    assertRefused("", "input");
    assertRefused(",'input':[]", "input");
    assertRefused(",'input':'  '", "input");
    assertRefused(",'input':[{'role':'user','content':[]}]", "input");
  }

  @Test
  void tellsThatAnAgentUsesToolsOfItsOwn() {
    String tools =
        "{'model':'ecobot','input':'x','tools':[{'type':'function','name':'f','parameters':{}}],'tool_choice':'%s'}";
    assertThat(service.post("/v1/responses", quoted(tools.formatted("auto"))).status())
        .isEqualTo(200);
    Answer refused = service.post("/v1/responses", quoted(tools.formatted("required")));
    assertThat(refused.status()).as(refused.raw().body()).isEqualTo(400);
  }

  private static void assertRefused(String members, String param) {
    Answer answer = respond(members);
    assertThat(answer.status()).as(members).isEqualTo(400);
    assertThat(answer.text("/error/param")).as(answer.raw().body()).isEqualTo(param);
  }

  @Test
  void refusesMoreItemsThanTheSettingsAllowButForTruncation() throws Exception {
    String many =
        ",'input':["
            + "{'role':'user','content':'x'},".repeat(6)
            + "{'role':'user','content':'y'}]";
    assertThat(respond(many).status()).isEqualTo(400);
    assertThat(respond(many + ",'truncation':'auto'").status()).isEqualTo(400);
  }

  @Test
  void tellsAnUpstreamsRefusalByItsStatusBeforeTheFirstEvent() throws Exception {
    model.next(OpenAiStub.error(429, "rate_limit_error", "rate_limit_exceeded"));
    HttpRequest request =
        Service.request(
            service.port(),
            "POST",
            "/v1/responses",
            quoted("{'model':'m','stream':true,'input':'x'}"));
    try (EventReader reader = new EventReader(http, request)) {
      assertThat(reader.response.statusCode()).isGreaterThanOrEqualTo(400);
    }
  }
}
