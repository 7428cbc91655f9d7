package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.RateLimitException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ReasoningEffort;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessage;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** OpenAI's own client for Java, unchanged, where the model's server does odd things. */
class OpenAiJavaOddServersIT {

  @TempDir static Path data;
  private static OddService odd;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    odd = new OddService(data);
    client = OpenAIOkHttpClient.builder().baseUrl(odd.baseUrl()).apiKey(odd.key).build();
  }

  @AfterAll
  static void stop() {
    if (odd != null) {
      client.close();
      odd.close();
    }
  }

  private static ChatCompletionCreateParams.Builder ask(String answer) {
    return ChatCompletionCreateParams.builder().model("m").addUserMessage(answer);
  }

  private static ChatCompletion whole(ChatCompletionCreateParams.Builder ask) {
    return client.chat().completions().create(ask.build()).validate();
  }

  /** As the client's own helper puts a stream together. */
  private static ChatCompletion streamed(ChatCompletionCreateParams.Builder ask) {
    ChatCompletionAccumulator all = ChatCompletionAccumulator.create();
    try (var stream = client.chat().completions().createStreaming(ask.build())) {
      stream.stream().forEach(chunk -> all.accumulate(chunk.validate()));
    }
    return all.chatCompletion();
  }

  private static ChatCompletionMessage message(ChatCompletion completion) {
    return completion.choices().getFirst().message();
  }

  private static List<String> calls(ChatCompletion completion) {
    return message(completion).toolCalls().orElseThrow().stream()
        .map(ChatCompletionMessageToolCall::asFunction)
        .map(call -> call.id() + ' ' + call.function().name() + ' ' + call.function().arguments())
        .toList();
  }

  private static FunctionDefinition.Builder van() {
    return FunctionDefinition.builder()
        .name("van")
        .strict(true)
        .parameters(
            FunctionParameters.builder()
                .putAdditionalProperty(
                    "anyOf", JsonValue.from(List.of(Map.of("$ref", "#/$defs/a"))))
                .putAdditionalProperty(
                    "$defs", JsonValue.from(Map.of("a", Map.of("type", "object"))))
                .putAdditionalProperty("additionalProperties", JsonValue.from(false))
                .build());
  }

  @Test
  void isAnsweredWithTheDetailsOfUsage() {
    CompletionUsage usage = whole(ask("plain")).usage().orElseThrow();
    assertThat(usage.promptTokensDetails().orElseThrow().cachedTokens()).hasValue(4L);
    assertThat(usage.completionTokensDetails().orElseThrow().reasoningTokens()).hasValue(3L);
  }

  @Test
  void sendsWhatItSendsAndNothingElse() {
    whole(
        ask("plain sent")
            .addFunctionTool(van().build())
            .parallelToolCalls(false)
            .putAdditionalBodyProperty("seed", JsonValue.from(9_007_199_254_740_993L))
            .maxCompletionTokens(5_000)
            .reasoningEffort(ReasoningEffort.LOW)
            .safetyIdentifier("ana")
            .putAdditionalBodyProperty("top_k", JsonValue.from(40)));
    JsonNode sent = odd.model.request().json();
    assertThat(sent.propertyNames())
        .contains(
            "model",
            "messages",
            "tools",
            "parallel_tool_calls",
            "seed",
            "safety_identifier",
            "top_k")
        .contains("max_completion_tokens", "reasoning_effort")
        .doesNotContain("temperature", "max_tokens", "top_p");
    assertThat(sent.path("seed").asLong()).isEqualTo(9_007_199_254_740_993L);
    assertThat(sent.path("max_completion_tokens").asInt()).isEqualTo(5_000);
    JsonNode function = sent.at("/tools/0/function");
    assertThat(function.path("strict").asBoolean()).isTrue();
    assertThat(function.path("parameters").toString())
        .contains("\"anyOf\":[{\"$ref\":\"#/$defs/a\"}]", "\"additionalProperties\":false");
  }

  @Test
  void getsTwoCallsOfServersThatNumberBadly() {
    for (String answer : List.of("tools", "same-index", "name-again")) {
      String[] both = {"call_a van {\"tasa\":\"10 %\"}", "call_b tir {}"};
      assertThat(calls(whole(ask(answer)))).as(answer).containsExactly(both);
      assertThat(calls(streamed(ask(answer)))).as(answer).containsExactly(both);
    }
  }

  @Test
  void givesBackWhatCameWithACall() {
    ChatCompletionCreateParams.Builder ask = ask("thought").addFunctionTool(van().build());
    ChatCompletion first = whole(ask);
    ask.addMessage(message(first));
    ask.addMessage(
        ChatCompletionToolMessageParam.builder().toolCallId("call_a").content("227,65").build());
    assertThat(message(whole(ask)).content()).hasValue("Listo: 227,65");
  }

  @Test
  void readsReasoningAndRefusals() {
    assertThat(message(whole(ask("reasoning_content")))._allProperties())
        .containsEntry("reasoning_content", JsonValue.from("Dos y dos…"));
    assertThat(message(whole(ask("refusal"))).refusal()).hasValue("No puedo ayudar con eso.");
    assertThat(message(streamed(ask("refusal"))).refusal()).hasValue("No puedo ayudar con eso.");
  }

  /** What a structured output is read into. */
  static final class Clima {
    public String ciudad = "";
    public int grados;
  }

  @Test
  void readsStructuredOutput() {
    var params = ask("json").responseFormat(Clima.class).build();
    Clima clima =
        client.chat().completions().create(params).choices().getFirst().message().content().get();
    assertThat(clima.ciudad).isEqualTo("Quito");
    assertThat(clima.grados).isEqualTo(14);
    JsonNode schema = odd.model.request().json().at("/response_format/json_schema");
    assertThat(schema.path("strict").asBoolean()).isTrue();
    assertThat(schema.at("/schema/properties/grados/type").asString()).isEqualTo("integer");
  }

  @Test
  void takesWhatOddServersSay() {
    for (String answer : List.of("bom", "parts", "no-done")) {
      assertThat(message(streamed(ask(answer))).content()).as(answer).hasValue("Hola, mundo.");
    }
    assertThat(message(whole(ask("bom"))).content()).hasValue("Hola, mundo.");
  }

  @Test
  void learnsWhatIsWrongWithoutTryingAgain() {
    int before = odd.model.requests.size();
    BadRequestException tooLong =
        catchThrowableOfType(BadRequestException.class, () -> whole(ask("too-long")));
    assertThat(tooLong.code()).hasValue("context_length_exceeded");
    assertThat(tooLong.param()).hasValue("messages");
    BadRequestException own =
        catchThrowableOfType(BadRequestException.class, () -> streamed(ask("bad-param")));
    assertThat(own.param()).hasValue("logit_bias");
    assertThat(own.getMessage()).doesNotContain("sk-secret", "10.0.0.1");
    assertThat(odd.model.requests).hasSize(before + 2);
    OpenAIClient once = client.withOptions(options -> options.maxRetries(0));
    RateLimitException busy =
        catchThrowableOfType(
            RateLimitException.class,
            () -> once.chat().completions().createStreaming(ask("busy").build()));
    assertThat(busy.headers().values("retry-after")).containsExactly("7");
  }
}
