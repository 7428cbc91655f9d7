package dev.sessionmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.NotFoundException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionStreamOptions;
import com.openai.models.completions.CompletionUsage;
import com.openai.models.models.Model;
import dev.sessionmanager.EchoAgent.Hanging;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.gateway.Agent.Kind;
import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Reply;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** OpenAI's own clients, unchanged: the one for Java and, in a node process, the one of npm. */
class OpenAiClientsIT {

  private static final EchoAgent ECHO = new EchoAgent("echo", Kind.PERSONA);
  private static Service service;
  private static String key;

  @BeforeAll
  static void start() {
    service = Service.startWith(List.of(ECHO));
    String token = service.token("user_1", "1234", "clients");
    key =
        service
            .post("/keys", "{\"name\":\"clients\"}", "Authorization", "Bearer " + token)
            .text("/data/key/key");
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @BeforeEach
  void repeat() {
    ECHO.repeats();
  }

  private static String baseUrl() {
    return "http://localhost:" + service.port() + "/v1";
  }

  private static void wishForATool() {
    List<ToolCall> calls = List.of(new ToolCall("call_1", "sumar", "{\"a\":1}"));
    ECHO.does((prompt, chunk) ->
        new Reply(null, Map.of(), calls, "tool_calls", null, Map.of(), List.of()));
  }

  @Nested
  class OfJava {

    private final OpenAIClient client = client(key);

    private OpenAIClient client(String apiKey) {
      return OpenAIOkHttpClient.builder().baseUrl(baseUrl()).apiKey(apiKey).maxRetries(0).build();
    }

    private ChatCompletionCreateParams.Builder ask(String model) {
      return ChatCompletionCreateParams.builder()
          .model(model)
          .addSystemMessage("Sé breve.")
          .addUserMessage("uno dos tres");
    }

    private static String text(ChatCompletionChunk chunk) {
      return chunk.choices().stream()
          .map(choice -> choice.delta().content().orElse(""))
          .collect(Collectors.joining());
    }

    @Test
    void listsModels() {
      assertThat(client.models().list().autoPager().stream().map(Model::id)).contains("echo");
      assertThat(client.models().retrieve("echo").validate().id()).isEqualTo("echo");
    }

    @Test
    void isAnsweredWhole() {
      ChatCompletion answer = client.chat().completions().create(ask("echo").build()).validate();
      assertThat(answer.choices().getFirst().message().content()).hasValue("uno dos tres");
      assertThat(answer.usage().map(CompletionUsage::totalTokens)).hasValue(0L);
    }

    @Test
    void isAnsweredPieceByPiece() {
      ChatCompletionCreateParams params =
          ask("echo")
              .streamOptions(ChatCompletionStreamOptions.builder().includeUsage(true).build())
              .build();
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(params)) {
        List<ChatCompletionChunk> chunks = stream.stream().toList();
        assertThat(chunks.stream().map(OfJava::text).collect(Collectors.joining()))
            .isEqualTo("uno dos tres");
        assertThat(chunks).allSatisfy(ChatCompletionChunk::validate);
        assertThat(chunks.getLast().usage()).isPresent();
      }
    }

    @Test
    void getsToolCalls() {
      wishForATool();
      ChatCompletion answer = client.chat().completions().create(ask("echo").build()).validate();
      var calls = answer.choices().getFirst().message().toolCalls().orElseThrow();
      assertThat(calls.getFirst().asFunction().function().arguments()).isEqualTo("{\"a\":1}");
    }

    @Test
    void learnsWhatIsWrong() {
      UnauthorizedException stranger =
          catchThrowableOfType(
              UnauthorizedException.class,
              () -> client("sm-wrong").chat().completions().create(ask("echo").build()));
      assertThat(stranger.code()).hasValue("invalid_api_key");
      NotFoundException nobody =
          catchThrowableOfType(
              NotFoundException.class,
              () -> client.chat().completions().createStreaming(ask("nobody").build()));
      assertThat(nobody.code()).hasValue("model_not_found");
      assertThat(nobody.type()).hasValue("not_found_error");
    }

    @Test
    void learnsOfAProblemInTheMiddle() {
      Hanging hanging = ECHO.hangsAfter("uno");
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(ask("echo").build())) {
        SseException broken =
            catchThrowableOfType(
                SseException.class,
                () ->
                    stream.stream()
                        .filter(chunk -> text(chunk).equals("uno"))
                        .forEach(c -> hanging.fail(new Problem(Problem.Kind.RUNTIME_FAILED))));
        assertThat(broken.code()).hasValue("runtime_failed");
      }
    }

    @Test
    void stopsTheAnswerByClosing() throws InterruptedException {
      Hanging hanging = ECHO.hangsAfter("uno");
      try (StreamResponse<ChatCompletionChunk> stream =
          client.chat().completions().createStreaming(ask("echo").build())) {
        assertThat(stream.stream().anyMatch(chunk -> text(chunk).equals("uno"))).isTrue();
      }
      assertThat(hanging.interruptedWithin(1000)).isTrue();
    }
  }

  @Nested
  class OfNpm {

    private static final Path SCRIPTS = Path.of("src/test/js");
    private static final Path HOME = Path.of("target/openai-js");
    private static boolean installed;

    @BeforeEach
    void install() throws Exception {
      if (installed) {
        return;
      }
      Files.createDirectories(HOME);
      for (String file : List.of("package.json", "package-lock.json", "openai.mjs")) {
        Files.copy(SCRIPTS.resolve(file), HOME.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      run((line, program) -> {}, "npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts");
      installed = true;
    }

    /** What a test does when the program says this line; the program's input stays open for it. */
    private interface Listener {
      void hears(String line, Process program) throws Exception;
    }

    /** Runs a program to its end, which must be a good one, within two minutes. */
    private static String run(Listener listener, String... command) throws Exception {
      ProcessBuilder builder = new ProcessBuilder(command).directory(HOME.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("OPENAI_"));
      builder.environment().put("BASE_URL", baseUrl());
      builder.environment().put("API_KEY", key);
      Process program;
      try {
        program = builder.redirectErrorStream(true).start();
      } catch (IOException missing) {
        throw new AssertionError(
            command[0] + " is missing: install Node.js 18 or newer with npm (nodejs and npm)",
            missing);
      }
      CompletableFuture.delayedExecutor(2, TimeUnit.MINUTES).execute(program::destroyForcibly);
      StringBuilder said = new StringBuilder();
      try (BufferedReader lines = program.inputReader()) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          said.append(line).append('\n');
          listener.hears(line, program);
        }
        assertThat(program.waitFor()).as(said.toString()).isZero();
      } finally {
        program.destroyForcibly();
      }
      return said.toString();
    }

    private static void plays(String scenario) throws Exception {
      plays(scenario, (line, program) -> {});
    }

    private static void plays(String scenario, Listener listener) throws Exception {
      assertThat(run(listener, "node", "openai.mjs", scenario)).endsWith("ok\n");
    }

    @Test
    void listsModels() throws Exception {
      plays("models");
    }

    @Test
    void isAnsweredWhole() throws Exception {
      plays("whole");
      assertThat(ECHO.asked().options()).containsEntry("temperature", 0.5);
    }

    @Test
    void isAnsweredPieceByPiece() throws Exception {
      plays("stream");
      plays("helper");
    }

    @Test
    void getsToolCalls() throws Exception {
      wishForATool();
      plays("tools");
    }

    @Test
    void learnsWhatIsWrong() throws Exception {
      plays("errors");
    }

    @Test
    void learnsOfAProblemInTheMiddle() throws Exception {
      Hanging hanging = ECHO.hangsAfter("uno");
      plays(
          "broken",
          (line, program) -> {
            if (line.equals("read uno")) {
              hanging.fail(new Problem(Problem.Kind.RUNTIME_FAILED));
            }
          });
    }

    @Test
    void stopsTheAnswerByClosing() throws Exception {
      Hanging hanging = ECHO.hangsAfter("uno");
      plays(
          "cancel",
          (line, program) -> {
            if (line.equals("left")) {
              assertThat(hanging.interruptedWithin(1000)).isTrue();
              program.getOutputStream().close();
            }
          });
    }
  }
}
