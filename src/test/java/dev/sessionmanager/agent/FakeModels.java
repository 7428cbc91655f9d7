package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Pieces;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.ModelRequest;
import dev.sessionmanager.model.NoModels;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Models that say what a test has them say, in order, and remember what they were asked. */
class FakeModels extends NoModels {

  /** What a model was asked. */
  record Asked(List<String> names, List<Message> messages, AnswerOptions options, String id) {}

  /** How a model answers. */
  interface Script {
    Completion answer(Asked asked, Consumer<String> chunk);
  }

  final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
  private final Deque<Script> scripts = new ArrayDeque<>();
  private final List<Model> connected;
  private @Nullable Script always;

  /** Tokens of a request. */
  int budget = 1000;

  FakeModels(Model... connected) {
    this.connected = List.of(connected);
  }

  static Model model(String name) {
    return new Model(name, "ollama", 10);
  }

  FakeModels then(Script script) {
    scripts.add(script);
    return this;
  }

  FakeModels always(Script script) {
    always = script;
    return this;
  }

  /** Streams these pieces and ends. */
  static Script says(String... pieces) {
    return (asked, chunk) -> {
      Arrays.stream(pieces).forEach(chunk);
      return completion(String.join("", pieces), "stop");
    };
  }

  /** Says something, or nothing, and wants tools. */
  static Script wants(@Nullable String text, ToolCall... calls) {
    return (asked, chunk) -> {
      if (text != null) {
        chunk.accept(text);
      }
      return completion(text, "tool_calls", calls);
    };
  }

  /** Reads what people read. */
  static Consumer<Piece> texts(Consumer<String> reader) {
    return piece -> {
      if (piece.readable()) {
        reader.accept(((Piece.Words) piece).text());
      }
    };
  }

  static Script fails(Problem problem) {
    return (asked, chunk) -> {
      throw problem;
    };
  }

  static Completion completion(@Nullable String text, String finish, ToolCall... calls) {
    Pieces pieces = new Pieces();
    if (text != null) {
      pieces.add(new Piece.Text(text));
    }
    for (int i = 0; i < calls.length; i++) {
      pieces.add(new Piece.ToolBegun(i, calls[i].id(), calls[i].name(), true, Map.of()));
      pieces.add(new Piece.ToolArguments(i, calls[i].arguments()));
    }
    Usage usage = new Usage("m", "ollama", 10, 5, 7);
    return new Completion(text, List.of(calls), finish, usage, pieces.all());
  }

  @Override
  public List<Model> list() {
    return connected;
  }

  @Override
  public Optional<Model> find(String name) {
    return connected.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  @Override
  public Optional<Model> choose(List<String> names) {
    return names.isEmpty()
        ? connected.stream().findFirst()
        : names.stream()
            .flatMap(name -> connected.stream().filter(model -> model.name().equals(name)))
            .findFirst();
  }

  @Override
  public Completion complete(ModelRequest request) {
    Asked now =
        new Asked(request.names(), request.messages(), request.options(), request.requestId());
    asked.add(now);
    Script script = always;
    Consumer<Piece> reader = request.pieces();
    return (script == null ? scripts.remove() : script)
        .answer(now, reader == null ? text -> {} : text -> reader.accept(new Piece.Text(text)));
  }

  @Override
  public int tokens(String model, String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }

  /** Each window holds a thousand words beside the answer, whatever that is. */
  @Override
  public int inputBudget(String model, @Nullable Integer answer, @Nullable Integer window) {
    return window == null ? budget : window;
  }

  @Override
  public String notice() {
    return "No hay modelo: ponga GROQ_API_KEY.";
  }

  @Override
  public Health check() {
    return new Health(!connected.isEmpty(), notice());
  }

  @Override
  public Health check(String name) {
    return new Health(connected.stream().anyMatch(model -> model.name().equals(name)), notice());
  }
}
