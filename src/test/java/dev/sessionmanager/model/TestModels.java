package dev.sessionmanager.model;

import dev.sessionmanager.SettableClock;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import dev.sessionmanager.problem.Problem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.Assertions;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** Models as the settings make them, with waits that are kept and not waited. */
final class TestModels implements AutoCloseable {

  static final List<Message> HELLO = List.of(Message.system("Sé breve."), Message.user("Hola"));

  final SettableClock clock = new SettableClock(Instant.parse("2026-11-21T10:00:00Z"));
  final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  /** The waits between tries. */
  final List<Duration> waits = new CopyOnWriteArrayList<>();

  final List<String> pieces = new CopyOnWriteArrayList<>();
  final List<Piece> said = new CopyOnWriteArrayList<>();
  final Models models;

  private final OutboundHttp http;

  private TestModels(OutboundHttp http, ModelsSettings settings) {
    this.http = http;
    // The longest of all possible waits: nextDouble is almost 1.
    models = new Models(http, settings, clock, meters, waits::add, () -> -1L);
  }

  /** By the variables of docs/config.md; name, value, name, value. */
  static TestModels with(String... variables) {
    return with(TestHttp.http(), variables);
  }

  /** The same, called by this client, which is closed with them. */
  static TestModels with(OutboundHttp http, String... variables) {
    return new TestModels(http, settings(variables));
  }

  /** One OpenAI-compatible server with the model {@code m}. */
  static TestModels of(OpenAiStub stub, String... variables) {
    String[] all = new String[variables.length + 6];
    System.arraycopy(
        new String[] {"LLM_URL", stub.url(), "MODEL_NAME", "m", "OLLAMA_URL", ""}, 0, all, 0, 6);
    System.arraycopy(variables, 0, all, 6, variables.length);
    return with(all);
  }

  /** The Ollama that is found. */
  static TestModels of(OllamaStub stub, String... variables) {
    String[] all = new String[variables.length + 2];
    System.arraycopy(new String[] {"OLLAMA_URL", stub.url()}, 0, all, 0, 2);
    System.arraycopy(variables, 0, all, 2, variables.length);
    return with(all);
  }

  static ModelsSettings settings(String... variables) {
    Map<String, Object> given = new TreeMap<>();
    for (int i = 0; i < variables.length; i += 2) {
      given.put(variables[i], variables[i + 1]);
    }
    StandardEnvironment environment = new StandardEnvironment();
    environment
        .getPropertySources()
        .forEach(s -> environment.getPropertySources().remove(s.getName()));
    environment
        .getPropertySources()
        .addLast(
            new SystemEnvironmentPropertySource(
                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, given));
    try {
      new YamlPropertySourceLoader()
          .load("defaults", new ClassPathResource("application.yaml"))
          .forEach(environment.getPropertySources()::addLast);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Binder.get(environment).bind("models", ModelsSettings.class).get();
  }

  /** Notes a piece, and its text where it is one. */
  void hear(Piece piece) {
    said.add(piece);
    if (piece instanceof Piece.Text(String text)) {
      pieces.add(text);
    }
  }

  /** Asks a model as it is. */
  Completion askAsSent(List<Message> messages, AnswerOptions options) {
    return models.complete(
        new ModelRequest(List.of(), messages, options, this::hear, "trace-1", true));
  }

  Completion ask() {
    return ask(HELLO, AnswerOptions.DEFAULTS);
  }

  Completion ask(List<Message> messages, AnswerOptions options) {
    return models.complete(ModelRequest.of(List.of(), messages, options, this::hear, "trace-1"));
  }

  /** Of the model of this name. */
  Completion askFor(String name) {
    return models.complete(
        ModelRequest.of(List.of(name), HELLO, AnswerOptions.DEFAULTS, this::hear, "trace-1"));
  }

  Completion askPlainly() {
    return models.complete(
        ModelRequest.of(List.of(), HELLO, AnswerOptions.DEFAULTS, null, "trace-1"));
  }

  /** Why there is no answer. */
  Problem refusal() {
    return Assertions.catchThrowableOfType(Problem.class, this::ask);
  }

  @Override
  public void close() {
    try {
      models.close();
      http.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
