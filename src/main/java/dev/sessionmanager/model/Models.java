package dev.sessionmanager.model;

import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.model.EmbeddingWire.Vectors;
import dev.sessionmanager.model.GenAiMetrics.Operation;
import dev.sessionmanager.model.ModelAttempts.Question;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Every connected model, by name. Any thread. */
@Component
public class Models {

  private static final Logger log = LoggerFactory.getLogger(Models.class);

  private final ModelsSettings settings;
  private final UpstreamHttp http;
  private final ModelAttempts tries;
  private final Tokenizers tokenizers;
  private final GenAiMetrics metrics;
  private final ModelDirectory directory;
  private final ModelWindows windows;

  @Autowired
  Models(
      OutboundHttp outbound,
      ModelsSettings settings,
      Clock clock,
      ObjectProvider<MeterRegistry> meters) {
    this(
        outbound,
        settings,
        clock,
        meters.getIfAvailable(CompositeMeterRegistry::new),
        Thread::sleep,
        RandomGenerator.getDefault());
  }

  /** Does no I/O. */
  Models(
      OutboundHttp outbound,
      ModelsSettings settings,
      Clock clock,
      MeterRegistry meters,
      ModelAttempts.Sleeper sleeper,
      RandomGenerator random) {
    this.settings = settings;
    this.http = new UpstreamHttp(outbound, settings, clock);
    this.windows = new ModelWindows(settings, http, clock);
    Requests requests = new Requests(settings, windows);
    this.tries = new ModelAttempts(http, requests, settings, clock, sleeper, random);
    this.tokenizers = new Tokenizers(settings.charsPerToken());
    this.metrics = new GenAiMetrics(meters);
    this.directory = new ModelDirectory(settings, http, clock, random);
  }

  /** Says what is connected, and begins to look for Ollama and for what servers offer. */
  @EventListener(ApplicationReadyEvent.class)
  void start() {
    directory.start();
  }

  /** Looks for what servers offer now, on this thread. */
  void discover() {
    directory.discover();
  }

  /**
   * The models that there are, the default first, each once; {@link #aliases} are not among them.
   */
  public List<Model> list() {
    return directory.all().stream().map(this::model).toList();
  }

  /** Further names of these models, each with the model's own name. */
  public Map<String, String> aliases() {
    return directory.aliases();
  }

  /** The model that is asked for by this name, its own or a further one. */
  public Optional<Model> find(String name) {
    return directory.find(directory.resolved(name)).map(this::model);
  }

  /** The first of these models that is connected, or the default where no name is given. */
  public Optional<Model> choose(List<String> names) {
    return directory.candidates(names).stream().findFirst().map(this::model);
  }

  /**
   * Has a model answer; blocks until the answer is complete, and an interrupt closes the connection
   * to the provider.
   *
   * @throws Problem why there is no answer
   */
  public Completion complete(ModelRequest request) {
    Question question = Question.of(request, settings);
    try {
      return firstOf(
          request.names(),
          question.deadline(),
          (target, others) -> answer(target, question, others));
    } catch (Problem problem) {
      // An agent's request is not its caller's, and neither is what is wrong with it.
      throw request.asSent() ? problem : problem.unquoted();
    }
  }

  /**
   * Has a model turn texts into vectors; blocks, and is interrupted, as for {@link #complete}.
   *
   * @param name of the model
   * @param wanted OpenAI's body of {@code POST /v1/embeddings}
   * @param requestId goes to the provider as {@code X-Request-ID}
   * @return OpenAI's answer, as JSON in UTF-8
   * @throws Problem why there is none
   */
  public byte[] embed(String name, Map<String, Object> wanted, String requestId) {
    long deadline = System.nanoTime() + settings.wholeTimeout().toNanos();
    return firstOf(
            List.of(name),
            deadline,
            (target, others) -> embed(target, wanted, requestId, deadline, others))
        .json();
  }

  /** Asks one target. */
  private interface Asking<T> {

    /**
     * @param others whether there is another of the same model
     */
    T ask(Target target, boolean others);
  }

  /** What the first of these models says that answers before the deadline. */
  private <T> T firstOf(List<String> names, long deadline, Asking<T> asking) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
    List<Target> candidates = directory.candidates(names);
    if (candidates.isEmpty()) {
      throw directory.none(names);
    }
    Problem first = null;
    String refusing = null;
    for (int i = 0; i < candidates.size(); i++) {
      Target target = candidates.get(i);
      if (target.name().equals(refusing)) {
        continue; // the same model elsewhere would refuse the same request
      }
      boolean others =
          i + 1 < candidates.size() && candidates.get(i + 1).name().equals(target.name());
      try {
        return asking.ask(target, others);
      } catch (ModelFailure failure) {
        first = first == null ? failure.problem() : first;
        log(target, failure.problem());
        if (!failure.leavesOthers() || deadline - System.nanoTime() <= 0) {
          throw failure.problem();
        }
        refusing = failure.blamesRequest() ? target.name() : refusing;
      }
    }
    throw Objects.requireNonNull(first);
  }

  /** How many tokens of a model a text takes: by its tokenizer, else by its length. */
  public int tokens(String model, String text) {
    return tokenizers.count(
        directory.find(directory.resolved(model)).map(Target::model).orElse(model), text);
  }

  /**
   * How many tokens a request to a model may hold: its window less the answer, and no more than
   * {@code LLM_INPUT_TOKEN_BUDGET}, where that is set. Asks Ollama about the model where it must,
   * for two seconds at most.
   *
   * @param answer tokens of the answer at most; null for {@code LLM_MAX_TOKENS}
   * @param window tokens of the model's window, of somebody who knows; for Ollama's models it can
   *     only be smaller than what Ollama gives; null for what is known here
   */
  public int inputBudget(String model, @Nullable Integer answer, @Nullable Integer window) {
    Optional<Target> target = directory.find(directory.resolved(model));
    int known = target.map(found -> windows.of(found).most()).orElse(settings.contextWindow());
    if (window != null) {
      known = target.filter(Target::ollama).isPresent() ? Math.min(known, window) : window;
    }
    int tokens = answer == null ? settings.maxTokens() : answer;
    int room = Math.max(known - tokens, known / 4); // an answer rarely takes all that it may
    Integer most = settings.inputTokenBudget();
    return most == null ? room : Math.min(most, room);
  }

  /** One sentence about what is connected, or which setting would connect one. */
  public String notice() {
    return directory.notice();
  }

  /**
   * Whether a model could answer now, found out afresh: a provider is asked again after five
   * seconds. Takes three seconds for each model at most.
   */
  public Health check() {
    return directory.check();
  }

  /** Whether the model of this name could answer now; one that is not connected could not. */
  public Health check(String name) {
    return directory.check(name);
  }

  private static void log(Target target, Problem problem) {
    Throwable cause = problem.getCause();
    if (problem.kind() == Kind.MODEL_REJECTED && cause != null) {
      // The only kind of problem whose reason only the provider knows.
      log.warn("{} did not answer: {}; {}", target, problem.getMessage(), cause.getMessage());
    } else {
      log.warn("{} did not answer: {}", target, problem.getMessage());
      log.debug("because of", cause);
    }
  }

  private Completion answer(Target target, Question question, boolean others) {
    return measured(
        Operation.CHAT,
        target,
        () -> tries.ask(target, question, others),
        (made, nanos) -> metrics.answered(target, made.usage(), nanos));
  }

  private Vectors embed(
      Target target, Map<String, Object> wanted, String requestId, long deadline, boolean others) {
    return measured(
        Operation.EMBEDDINGS,
        target,
        () -> tries.embed(target, wanted, requestId, deadline, others),
        (made, nanos) -> metrics.embedded(target, made.tokens(), nanos));
  }

  private <T> T measured(
      Operation operation, Target target, Supplier<T> work, ObjLongConsumer<T> done) {
    long start = System.nanoTime();
    try {
      T made = work.get();
      done.accept(made, System.nanoTime() - start);
      return made;
    } catch (ModelFailure failure) {
      String code = failure.problem().kind().code();
      metrics.failed(operation, target, code, System.nanoTime() - start);
      throw failure;
    } catch (RuntimeException cancelled) {
      metrics.failed(operation, target, "cancelled", System.nanoTime() - start);
      throw cancelled;
    }
  }

  private Model model(Target target) {
    return new Model(target.name(), target.provider(), settings.historyMaxMessages());
  }

  @PreDestroy
  void close() {
    directory.close();
    http.close();
  }
}
