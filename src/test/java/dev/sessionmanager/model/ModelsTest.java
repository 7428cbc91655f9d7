package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.model.ModelStub.Request;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is said to OpenAI-compatible servers and to Ollama, and what comes back. */
class ModelsTest {

  private static final AnswerOptions TOOLS =
      new AnswerOptions(
          0.1,
          0.9,
          50,
          null,
          List.of("FIN"),
          7L,
          null,
          null,
          List.of(
              ToolSpec.function(
                  "van",
                  "Valor actual neto",
                  Map.of(
                      "type",
                      "object",
                      "properties",
                      Map.of("tasa", Map.of("type", "string", "pattern", "^[0-9]+ ?%$")),
                      "required",
                      List.of("tasa")))),
          "required",
          Map.of("type", "json_object"),
          Map.of());

  @Test
  void streamsFromAnOpenAiCompatibleServer() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub, "LLM_API_KEY", "sk-1")) {
      Completion answer = test.ask();
      assertThat(test.pieces).containsExactly("Hola", ", ", "mundo.");
      assertThat(answer.text()).isEqualTo("Hola, mundo.");
      assertThat(answer.finishReason()).isEqualTo("stop");
      assertThat(answer.toolCalls()).isEmpty();
      assertThat(answer.usage().inputTokens()).isEqualTo(11);
      assertThat(answer.usage().outputTokens()).isEqualTo(7);
      assertThat(answer.usage().model()).isEqualTo("m");
      Request request = stub.request();
      assertThat(request.path()).isEqualTo("/v1/chat/completions");
      assertThat(request.header("authorization")).isEqualTo("Bearer sk-1");
      assertThat(request.header("content-type")).isEqualTo("application/json");
      assertThat(request.header("x-request-id")).isEqualTo("trace-1");
      JsonNode body = request.json();
      assertThat(body.path("stream").asBoolean()).isTrue();
      assertThat(body.path("stream_options").path("include_usage").asBoolean()).isTrue();
      assertThat(body.path("temperature").asDouble()).isEqualTo(0.5);
      assertThat(body.path("max_tokens").asInt()).isEqualTo(1024);
      assertThat(body.path("tools").isMissingNode()).isTrue();
      assertThat(body.path("messages").get(0).path("role").asString()).isEqualTo("system");
      assertThat(body.path("messages").get(1).path("content").asString()).isEqualTo("Hola");
    }
  }

  @Test
  void tellsOpenAisReasoningModelsOnlyWhatTheyAccept() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test =
            TestModels.with(
                "OPENAI_API_KEY", "k",
                "OPENAI_MODEL", "gpt-5-nano",
                "OPENAI_BASE_URL", stub.url(),
                "OLLAMA_URL", "")) {
      assertThat(test.ask().usage().provider()).isEqualTo("openai");
      JsonNode body = stub.request().json();
      assertThat(body.path("max_completion_tokens").asInt()).isEqualTo(1024);
      assertThat(body.has("max_tokens")).isFalse();
      assertThat(body.has("temperature")).isFalse();
    }
  }

  @Test
  void readsEventsWithCrLfCommentsAndSeveralLines() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      stub.next(exchange -> {
        exchange.begin("text/event-stream");
        exchange.piece(": thinking\r\n\r\nid: 1\r\ndata: {\"choices\":[{\"index\":0,\r\n");
        exchange.piece("data: \"delta\":{\"content\":\"Sí\"},\"finish_reason\":\"length\"}]}\r");
        exchange.piece("\n\r\ndata:[DONE]");
        exchange.end();
      });
      Completion answer = test.ask();
      assertThat(answer.text()).isEqualTo("Sí");
      assertThat(answer.finishReason()).isEqualTo("length");
      assertThat(answer.usage().inputTokens()).isZero();
    }
  }

  @Test
  void fetchesAnAnswerInOneWhereNobodyWantsPieces() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      Completion answer = test.askPlainly();
      assertThat(answer.text()).isEqualTo("Hola, mundo.");
      assertThat(answer.usage().outputTokens()).isEqualTo(7);
      assertThat(stub.request().streams()).isFalse();
    }
  }

  @Test
  void keepsAConnectionForTheNextRequest() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      for (int i = 0; i < 5; i++) {
        test.ask();
        test.askPlainly();
      }
      assertThat(stub.connections()).isEqualTo(1);
    }
  }

  @Test
  void streamsFromOllama() {
    try (OllamaStub stub = new OllamaStub();
        TestModels test = TestModels.of(stub)) {
      Completion answer = test.ask();
      assertThat(test.pieces).containsExactly("Hola", ", ", "mundo.");
      assertThat(answer.text()).isEqualTo("Hola, mundo.");
      assertThat(answer.finishReason()).isEqualTo("stop");
      assertThat(answer.usage().inputTokens()).isEqualTo(11);
      assertThat(answer.usage().provider()).isEqualTo("ollama");
      Request request = stub.request();
      assertThat(request.path()).isEqualTo("/api/chat");
      assertThat(request.header("x-request-id")).isEqualTo("trace-1");
      JsonNode body = request.json();
      assertThat(body.path("keep_alive").isMissingNode()).isTrue();
      assertThat(body.path("options").path("num_predict").asInt()).isEqualTo(1024);
      assertThat(body.path("options").path("num_ctx").asInt()).isEqualTo(4096);
      assertThat(test.askPlainly().text()).isEqualTo("Hola, mundo.");
    }
  }

  @Test
  void asksOllamaForAWindowThatHoldsTheRequest() {
    try (OllamaStub stub = new OllamaStub();
        TestModels test = TestModels.of(stub)) {
      test.ask(List.of(Message.user("x".repeat(15_000))), AnswerOptions.DEFAULTS);
      assertThat(stub.request().json().path("options").path("num_ctx").asInt()).isEqualTo(8192);
    }
  }

  @Test
  void assemblesStreamedToolCalls() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      stub.next(OpenAiStub.tools(), OpenAiStub.tools());
      for (Completion answer : List.of(test.ask(TestModels.HELLO, TOOLS), test.askPlainly())) {
        assertThat(answer.text()).isNull();
        assertThat(answer.finishReason()).isEqualTo("tool_calls");
        assertThat(answer.toolCalls())
            .containsExactly(
                new ToolCall("call_a", "van", "{\"tasa\":\"10 %\"}"),
                new ToolCall("call_b", "tir", "{}"));
      }
      JsonNode body = stub.requests.getFirst().json();
      assertThat(body.path("tool_choice").asString()).isEqualTo("required");
      assertThat(body.path("response_format").path("type").asString()).isEqualTo("json_object");
      assertThat(body.path("stop").get(0).asString()).isEqualTo("FIN");
      assertThat(body.path("seed").asInt()).isEqualTo(7);
      assertThat(body.path("max_tokens").asInt()).isEqualTo(50);
      JsonNode tool = body.path("tools").get(0).path("function");
      assertThat(tool.path("name").asString()).isEqualTo("van");
      assertThat(tool.path("parameters").path("properties").path("tasa").path("pattern").asString())
          .isEqualTo("^[0-9]+ ?%$");
      assertThat(tool.path("parameters").path("required").get(0).asString()).isEqualTo("tasa");
    }
  }

  @Test
  void keepsOllamasToolCallsApartThatHaveNoNumbers() {
    String call = "{\"function\":{\"name\":\"%s\",\"arguments\":{\"tasa\":\"10 %%\"}}}";
    try (OllamaStub stub = new OllamaStub();
        TestModels test = TestModels.of(stub)) {
      stub.next(exchange -> {
        OllamaStub.begin(exchange);
        exchange.piece(
            OllamaStub.message(
                "{\"role\":\"assistant\",\"content\":\"\",\"tool_calls\":["
                    + call.formatted("van")
                    + ','
                    + call.formatted("tir")
                    + "]}"));
        exchange.piece(OllamaStub.last());
        exchange.end();
      });
      Completion answer = test.ask(TestModels.HELLO, TOOLS);
      assertThat(answer.finishReason()).isEqualTo("tool_calls");
      assertThat(answer.toolCalls()).extracting(ToolCall::name).containsExactly("van", "tir");
      assertThat(answer.toolCalls())
          .extracting(ToolCall::arguments)
          .containsOnly("{\"tasa\":\"10 %\"}");
      assertThat(answer.toolCalls()).extracting(ToolCall::id).doesNotHaveDuplicates();
      JsonNode body = stub.request().json();
      assertThat(body.path("format").asString()).isEqualTo("json");
      assertThat(body.path("tools").get(0).path("function").path("name").asString())
          .isEqualTo("van");
    }
  }

  @Test
  void sendsToolCallsAndTheirResultsBack() {
    List<Message> messages =
        List.of(
            Message.user("¿VAN?"),
            Message.calls(null, List.of(new ToolCall("call_a", "van", "no JSON"))),
            Message.result("call_a", "12,5"));
    try (OpenAiStub openAi = new OpenAiStub();
        OllamaStub ollama = new OllamaStub();
        TestModels one = TestModels.of(openAi);
        TestModels other = TestModels.of(ollama)) {
      one.ask(messages, AnswerOptions.DEFAULTS);
      other.ask(messages, AnswerOptions.DEFAULTS);
      JsonNode sent = openAi.request().json().path("messages");
      assertThat(sent.get(1).path("tool_calls").get(0).path("id").asString()).isEqualTo("call_a");
      assertThat(sent.get(2).path("tool_call_id").asString()).isEqualTo("call_a");
      assertThat(sent.get(2).path("content").asString()).isEqualTo("12,5");
      JsonNode told = ollama.request().json().path("messages");
      assertThat(
              told.get(1).path("tool_calls").get(0).path("function").path("arguments").isObject())
          .isTrue();
      assertThat(told.get(2).path("role").asString()).isEqualTo("tool");
    }
  }

  @Test
  void givesOllamaAJsonSchemaAsItsFormat() {
    Map<String, Object> schema =
        Map.of("type", "object", "properties", Map.of("a", Map.of("type", "integer")));
    Map<String, Object> format =
        Map.of("type", "json_schema", "json_schema", Map.of("name", "x", "schema", schema));
    AnswerOptions options =
        new AnswerOptions(
            null, null, null, null, List.of(), null, 0.1, 0.1, List.of(), "none", format, Map.of());
    try (OpenAiStub openAi = new OpenAiStub();
        OllamaStub ollama = new OllamaStub();
        TestModels one = TestModels.of(openAi);
        TestModels other = TestModels.of(ollama)) {
      one.ask(TestModels.HELLO, options);
      other.ask(TestModels.HELLO, options);
      assertThat(ollama.request().json().path("format").path("properties").path("a").isObject())
          .isTrue();
      assertThat(
              openAi
                  .request()
                  .json()
                  .path("response_format")
                  .path("json_schema")
                  .path("name")
                  .asString())
          .isEqualTo("x");
    }
  }

  @Test
  void measuresUnderTheNamesOfTheConventions() {
    try (OpenAiStub stub = new OpenAiStub();
        TestModels test = TestModels.of(stub)) {
      test.ask();
      stub.next(OpenAiStub.error(400, "invalid_request_error", "bad"));
      test.refusal();
      assertThat(
              test.meters
                  .get("gen_ai.client.token.usage")
                  .tags("gen_ai.token.type", "output", "gen_ai.request.model", "m")
                  .summary()
                  .totalAmount())
          .isEqualTo(7);
      assertThat(test.meters.get("gen_ai.server.time_to_first_token").timer().count()).isOne();
      assertThat(
              test.meters
                  .get("gen_ai.client.operation.duration")
                  .tag("error.type", "model_rejected")
                  .timer()
                  .count())
          .isOne();
    }
  }

  @Test
  void countsTokensByTheTokenizerOfOpenAisModelsAndElseByLength() {
    try (TestModels test = TestModels.with("OLLAMA_URL", "")) {
      assertThat(test.models.tokens("gpt-4o-mini", "hello world")).isEqualTo(2);
      assertThat(test.models.tokens("gpt-5-nano", "hello world")).isEqualTo(2);
      assertThat(test.models.tokens("gpt-4o", "<|endoftext|>")).isPositive();
      assertThat(test.models.tokens("llama3.2:1b", "hola")).isEqualTo(2);
      assertThat(test.models.tokens("llama3.2:1b", "")).isZero();
    }
  }
}
