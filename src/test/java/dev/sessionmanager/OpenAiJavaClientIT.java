package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import dev.sessionmanager.model.OpenAiStub;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** OpenAI's own client for Java, unchanged, against the jar. */
class OpenAiJavaClientIT {

  @TempDir static Path data;
  private static OpenAiClients clients;
  private static OpenAiStub model;

  @BeforeAll
  static void start() throws Exception {
    clients = new OpenAiClients(data);
    model = clients.model;
  }

  @AfterAll
  static void stop() {
    if (clients != null) {
      clients.close();
    }
  }

  private final OpenAIClient client = client(clients.key);

  private OpenAIClient client(String apiKey) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(clients.baseUrl())
        .apiKey(apiKey)
        .maxRetries(0)
        .build();
  }

  private ChatCompletionCreateParams.Builder ask(String name) {
    return ChatCompletionCreateParams.builder()
        .model(name)
        .temperature(0.25)
        .addSystemMessage("Sé breve.")
        .addUserMessage("uno dos tres");
  }

  private ChatCompletionCreateParams.Builder askEcobot() {
    return ChatCompletionCreateParams.builder()
        .model("ecobot")
        .addUserMessage("VAN de -1000, 400, 500, 600 al 10%");
  }

  private static String text(ChatCompletionChunk chunk) {
    return chunk.choices().stream()
        .map(choice -> choice.delta().content().orElse(""))
        .collect(Collectors.joining());
  }

  private List<ChatCompletionChunk> stream(ChatCompletionCreateParams.Builder ask) {
    ChatCompletionStreamOptions options =
        ChatCompletionStreamOptions.builder().includeUsage(true).build();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask.streamOptions(options).build())) {
      List<ChatCompletionChunk> chunks = stream.stream().toList();
      assertThat(chunks).allSatisfy(ChatCompletionChunk::validate);
      assertThat(chunks.getLast().usage()).isPresent();
      return chunks;
    }
  }

  @Test
  void listsAgentsAndTheModel() {
    assertThat(client.models().list().autoPager().stream().map(Model::id))
        .contains("techbot", "ecobot", "psicoia", "royal", "m")
        .doesNotContain("runtime", "orchestrator");
    assertThat(client.models().retrieve("m").validate().id()).isEqualTo("m");
  }

  @Test
  void isAnsweredWhole() {
    ChatCompletion answer = client.chat().completions().create(ask("m").build()).validate();
    assertThat(answer.choices().getFirst().message().content()).hasValue("Hola, mundo.");
    assertThat(answer.usage().map(CompletionUsage::totalTokens)).hasValue(18L);
    clients.asked(false);
  }

  @Test
  void isAnsweredPieceByPiece() {
    List<ChatCompletionChunk> chunks = stream(ask("m"));
    assertThat(chunks.stream().map(OpenAiJavaClientIT::text).collect(Collectors.joining()))
        .isEqualTo("Hola, mundo.");
    assertThat(chunks.getLast().usage().map(CompletionUsage::totalTokens)).hasValue(18L);
    clients.asked(true);
  }

  @Test
  void isAnsweredByAnAgentsTool() {
    int before = model.requests.size();
    ChatCompletion answer = client.chat().completions().create(askEcobot().build()).validate();
    assertThat(answer.choices().getFirst().message().content().orElseThrow()).contains("227,65");
    List<ChatCompletionChunk> chunks = stream(askEcobot());
    assertThat(chunks.stream().map(OpenAiJavaClientIT::text).collect(Collectors.joining()))
        .contains("227,65");
    assertThat(model.requests).hasSize(before);
  }

  @Test
  void getsToolCallsAndSendsWhatTheyGive() {
    FunctionParameters parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("tasa", Map.of("type", "string"))))
            .build();
    ChatCompletionCreateParams.Builder ask =
        ask("m")
            .addFunctionTool(
                FunctionDefinition.builder().name("van").parameters(parameters).build());
    model.next(OpenAiStub.tools());
    ChatCompletion answer = client.chat().completions().create(ask.build()).validate();
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    ask.addMessage(answer.choices().getFirst().message());
    List<String> given = List.of("227,65", "21,65 %");
    var calls = answer.choices().getFirst().message().toolCalls().orElseThrow();
    for (int i = 0; i < given.size(); i++) {
      ask.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(calls.get(i).asFunction().id())
              .content(given.get(i))
              .build());
    }
    assertThat(stream(ask).stream().map(OpenAiJavaClientIT::text).collect(Collectors.joining()))
        .isEqualTo("Hola, mundo.");
    clients.askedWithTools();
  }

  @Test
  void learnsWhatIsWrong() {
    assertThat(refusal("sm-wrong"))
        .extracting(e -> e.code().orElse(""))
        .isEqualTo("invalid_api_key");
    NotFoundException nobody =
        catchThrowableOfType(
            NotFoundException.class,
            () -> client.chat().completions().createStreaming(ask("nobody").build()));
    assertThat(nobody.code()).hasValue("model_not_found");
    assertThat(nobody.type()).hasValue("not_found_error");
    model.next(OpenAiStub.error(400, "invalid_request_error", "context_length_exceeded"));
    BadRequestException tooLong =
        catchThrowableOfType(
            BadRequestException.class, () -> client.chat().completions().create(ask("m").build()));
    assertThat(tooLong.code()).hasValue("context_length_exceeded");
    assertThat(tooLong.getMessage()).doesNotContain("sk-secret", "10.0.0.1");
  }

  private UnauthorizedException refusal(String apiKey) {
    return catchThrowableOfType(
        UnauthorizedException.class,
        () -> client(apiKey).chat().completions().create(ask("m").build()));
  }

  @Test
  void isRefusedOnceItsKeyIsRevoked() {
    JsonNode made =
        clients.service.post("/keys", "{\"name\":\"short\"}", clients.user).json().at("/data/key");
    String secret = made.path("key").asString();
    client(secret).chat().completions().create(ask("m").build()).validate();
    clients.service.call("DELETE", "/keys/" + made.path("id").asString(), "", clients.user);
    assertThat(refusal(secret).statusCode()).isEqualTo(401);
  }

  @Test
  void learnsOfAProblemInTheMiddle() {
    CountDownLatch read = clients.failsOnceRead();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("m").build())) {
      SseException broken =
          catchThrowableOfType(
              SseException.class,
              () ->
                  stream.stream()
                      .filter(chunk -> text(chunk).equals("uno"))
                      .forEach(chunk -> read.countDown()));
      assertThat(read.getCount()).isZero();
      assertThat(broken.code()).hasValue("model_broke_off");
    }
  }

  @Test
  void stopsTheModelByClosing() {
    model.next(OpenAiStub.hangingAfter("uno"));
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(ask("m").build())) {
      assertThat(stream.stream().anyMatch(chunk -> text(chunk).equals("uno"))).isTrue();
    }
    assertThat(model.clientLeft(1, TimeUnit.SECONDS)).isTrue();
  }
}
