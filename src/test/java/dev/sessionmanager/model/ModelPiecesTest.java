package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What models say beside their text, as public reports about their servers have it. */
class ModelPiecesTest {

  private static final String DONE = "data: [DONE]\n\n";
  private static final JsonMapper JSON = new JsonMapper();

  private static String chunk(String delta) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":" + delta.replace('\'', '"') + "}]}\n\n";
  }

  private static String end(String reason) {
    return "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\""
        + reason
        + "\"}]}\n\n";
  }

  private static Completion streamed(TestModels test, OpenAiStub stub, String... events) {
    stub.next(exchange -> {
      exchange.begin("text/event-stream");
      for (String event : events) {
        exchange.piece(event);
      }
      exchange.end();
    });
    Completion made = test.askAsSent(TestModels.HELLO, AnswerOptions.DEFAULTS);
    Pieces heard = new Pieces();
    heard.addAll(test.said);
    assertThat(heard.all()).as("what was streamed is what was made").isEqualTo(made.pieces());
    return made;
  }

  private static Completion of(String... events) {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      return streamed(test, stub, events);
    }
  }

  @Test
  void keepsThoughtsApartFromTheAnswer() {
    Completion made =
        of(
            chunk("{'role':'assistant','content':'','reasoning_content':'Hm'}"),
            chunk("{'reasoning_content':' ya'}"),
            chunk("{'reasoning_content':'.','reasoning':'.'}"),
            chunk("{'content':'Sí'}"),
            end("stop"),
            DONE);
    assertThat(made.text()).isEqualTo("Sí");
    assertThat(made.pieces())
        .containsExactly(new Piece.Reasoning("Hm ya.", "reasoning_content"), new Piece.Text("Sí"));
  }

  @Test
  void tellsTwoCallsUnderOneNumberApart() {
    Completion made =
        of(
            chunk(
                "{'tool_calls':[{'index':0,'id':'a','type':'function','function':{'name':'uno','arguments':''}}]}"),
            chunk("{'tool_calls':[{'index':0,'function':{'arguments':'{}'}}]}"),
            chunk(
                "{'tool_calls':[{'index':0,'id':'b','type':'function','function':{'name':'dos','arguments':'{}'}}]}"),
            end("tool_calls"),
            DONE);
    assertThat(made.toolCalls())
        .containsExactly(new ToolCall("a", "uno", "{}"), new ToolCall("b", "dos", "{}"));
    assertThat(made.text()).isNull();
    assertThat(made.finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void setsANameThatIsRepeatedOnce() {
    Completion made =
        of(
            chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'uno','arguments':'{'}}]}"),
            chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'uno','arguments':'}'}}]}"),
            end("tool_calls"),
            DONE);
    assertThat(made.toolCalls()).containsExactly(new ToolCall("a", "uno", "{}"));
    assertThat(made.pieces())
        .containsExactly(
            new Piece.ToolBegun(0, "a", "uno", true, Map.of()), new Piece.ToolArguments(0, "{}"));
  }

  @Test
  void goesOnWithACallWhoseIdChangesInEachPiece() {
    Completion made =
        of(
            chunk(
                "{'tool_calls':[{'index':0,'id':'a','function':{'name':'uno','arguments':'{'}}]}"),
            chunk("{'tool_calls':[{'index':0,'id':'x','function':{'arguments':'}'}}]}"),
            end("tool_calls"),
            DONE);
    assertThat(made.toolCalls()).containsExactly(new ToolCall("a", "uno", "{}"));
  }

  @Test
  void beginsACallWithoutArguments() {
    Completion made =
        of(
            chunk("{'tool_calls':[{'index':0,'id':'a','function':{'name':'uno','arguments':''}}]}"),
            end("tool_calls"),
            DONE);
    assertThat(made.pieces()).containsExactly(new Piece.ToolBegun(0, "a", "uno", true, Map.of()));
  }

  @Test
  void keepsWhatAServerWantsToSeeAgain() {
    Completion made =
        of(
            chunk(
                "{'tool_calls':[{'index':0,'id':'a','extra_content':{'google':{'thought_signature':'s'}},'function':{'name':'uno','arguments':'{}'}}]}"),
            end("tool_calls"),
            DONE);
    Map<String, Object> extra =
        Map.of("extra_content", Map.of("google", Map.of("thought_signature", "s")));
    assertThat(made.toolCalls()).containsExactly(new ToolCall("a", "uno", "{}", extra));
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      Message again = Message.calls(null, made.toolCalls()).with(Map.of("reasoning_content", "Hm"));
      test.askAsSent(
          List.of(Message.user("x"), again, Message.result("a", "1")), AnswerOptions.DEFAULTS);
      JsonNode sent = stub.request().json().path("messages").path(1);
      assertThat(sent.path("reasoning_content").asString()).isEqualTo("Hm");
      assertThat(sent.at("/tool_calls/0/extra_content/google/thought_signature").asString())
          .isEqualTo("s");
    }
  }

  @Test
  void tellsARefusalFromAnAnswer() {
    Completion made =
        of(chunk("{'refusal':'No '}"), chunk("{'refusal':'puedo.'}"), end("stop"), DONE);
    assertThat(made.pieces()).containsExactly(new Piece.Refusal("No puedo."));
    assertThat(made.text()).isEqualTo("No puedo.");
  }

  @Test
  void takesAnEndForAnEnd() {
    assertThat(of(chunk("{'content':'Sí'}"), end("stop")).text()).isEqualTo("Sí");
    assertThat(of("\uFEFF" + chunk("{'content':'Sí'}"), end("stop"), DONE).text()).isEqualTo("Sí");
  }

  @Test
  void readsContentInParts() {
    Completion made =
        of(
            chunk(
                "{'content':[{'type':'thinking','thinking':[{'type':'text','text':'Hm'}]},{'type':'text','text':'Sí'}]}"),
            end("stop"),
            DONE);
    assertThat(made.pieces())
        .containsExactly(new Piece.Reasoning("Hm", "reasoning_content"), new Piece.Text("Sí"));
  }

  @Test
  void sendsNothingThatTheCallerDidNotSend() {
    Map<String, Object> schema =
        JSON.readValue(
            """
            {"type":"function","function":{"name":"f","strict":true,"parameters":{"anyOf":[{"$ref":"#/definitions/a"}],
             "definitions":{"a":{"type":"object","description":"d","additionalProperties":false}}}}}
            """,
            new tools.jackson.core.type.TypeReference<Map<String, Object>>() {});
    AnswerOptions options =
        new AnswerOptions(
            null,
            null,
            null,
            77,
            List.of(),
            9_007_199_254_740_993L,
            null,
            null,
            List.of(new ToolSpec("f", schema)),
            Map.of("type", "function", "function", Map.of("name", "f")),
            null,
            Map.of("parallel_tool_calls", false, "top_k", 5, "reasoning_effort", "low"));
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      test.askAsSent(TestModels.HELLO, options);
      JsonNode sent = stub.request().json();
      assertThat(sent.propertyNames())
          .containsExactlyInAnyOrder(
              "model",
              "messages",
              "max_completion_tokens",
              "seed",
              "tools",
              "tool_choice",
              "parallel_tool_calls",
              "top_k",
              "reasoning_effort",
              "stream",
              "stream_options");
      assertThat(sent.path("seed").asLong()).isEqualTo(9_007_199_254_740_993L);
      assertThat(sent.path("tools").path(0)).isEqualTo(JSON.valueToTree(schema));
      test.askAsSent(TestModels.HELLO, AnswerOptions.DEFAULTS);
      assertThat(stub.request().json().propertyNames())
          .containsExactlyInAnyOrder("model", "messages", "stream", "stream_options");
    }
  }
}
