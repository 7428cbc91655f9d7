package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.model.ModelAttempts.Question;
import dev.sessionmanager.model.OllamaFinder.Found;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import jakarta.annotation.PreDestroy;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
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
  private final ProviderProbe checkups;
  private final Map<String, Target> configured = new LinkedHashMap<>();
  private final @Nullable OllamaFinder ollama;

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
    this.tries = new ModelAttempts(http, settings, clock, sleeper, random);
    this.tokenizers = new Tokenizers(settings.charsPerToken());
    this.metrics = new GenAiMetrics(meters);
    this.checkups = new ProviderProbe(http, clock);
    for (Target target : Target.of(settings)) {
      configured.putIfAbsent(target.name(), target);
    }
    Target found = Target.ollama(settings);
    this.ollama =
        found == null || configured.containsKey(found.name())
            ? null
            : new OllamaFinder(found, http, () -> log.info(notice()));
  }

  /** Says what is connected, and begins to look for Ollama. */
  @EventListener(ApplicationReadyEvent.class)
  void start() {
    if (ollama == null || !configured.isEmpty()) {
      log.info(notice());
    }
    if (ollama != null) {
      ollama.start(configured.isEmpty() ? settings.ollama().lookInterval() : null);
    }
  }

  /** The models that are connected, the default first. */
  public List<Model> list() {
    return connected().stream().map(this::model).toList();
  }

  /** The first of these models that is connected, or the default where no name is given. */
  public Optional<Model> choose(List<String> names) {
    return candidates(names).stream().findFirst().map(this::model);
  }

  /**
   * Has a model answer; blocks until the answer is complete, and an interrupt closes the connection
   * to the provider. The named models are tried in order: the next is asked when one fails before
   * its first piece.
   *
   * @param names in order of preference; empty for the default
   * @param chunk takes pieces of the text in order, as they come; null for a caller who wants none:
   *     then the answer is fetched whole, which costs less, and has no time-outs for the first
   *     token and between tokens
   * @param requestId goes to the provider as {@code X-Request-ID}
   * @throws Problem why there is no answer
   */
  public Completion complete(
      List<String> names,
      List<Message> messages,
      AnswerOptions options,
      @Nullable Consumer<String> chunk,
      String requestId) {
    if (Thread.currentThread().isInterrupted()) {
      throw new CancellationException("interrupted");
    }
    List<Target> candidates = candidates(names);
    if (candidates.isEmpty()) {
      throw none(names);
    }
    long begun = System.nanoTime();
    Question question =
        new Question(
            messages, options, chunk, requestId, begun, begun + settings.timeout().toNanos());
    Problem first = null;
    for (Target target : candidates) {
      try {
        return measured(target, question);
      } catch (ModelFailure failure) {
        first = first == null ? failure.problem() : first;
        log(target, failure.problem());
        if (!failure.leavesOthers() || !question.left().isPositive()) {
          throw failure.problem();
        }
      }
    }
    throw Objects.requireNonNull(first);
  }

  /** How many tokens of a model a text takes: by its tokenizer, else by its length. */
  public int tokens(String model, String text) {
    Target target = configured.get(model);
    return tokenizers.count(target == null ? model : target.model(), text);
  }

  /** One sentence about what is connected, or which setting would connect one. */
  public String notice() {
    List<Target> connected = connected();
    if (!connected.isEmpty()) {
      return "Models connected, the default first: "
          + connected.stream().map(Target::toString).collect(Collectors.joining(", "))
          + '.';
    }
    if (ollama != null && ollama.last() == Found.WITHOUT_MODEL) {
      return "No model is connected: Ollama runs without the model of OLLAMA_MODEL; run 'ollama"
          + " pull "
          + ollama.target().model()
          + "'.";
    }
    return ollama == null
        ? "No model is connected: set GROQ_API_KEY, OPENAI_API_KEY, LLM_URL or OLLAMA_URL."
        : "No model is connected: set GROQ_API_KEY, OPENAI_API_KEY or LLM_URL, or start Ollama"
            + " with 'ollama pull "
            + ollama.target().model()
            + "'.";
  }

  /**
   * Whether a model could answer now, found out afresh: a provider is asked again after five
   * seconds. Takes three seconds for each model at most.
   */
  public Health check() {
    if (ollama != null) {
      var _ = ollama.look();
    }
    Health last = new Health(false, notice());
    for (Target target : connected()) {
      last = health(target);
      if (last.up()) {
        return last;
      }
    }
    return last;
  }

  /** Whether the model of this name could answer now; one that is not connected could not. */
  public Health check(String name) {
    return candidates(List.of(name)).stream()
        .findFirst()
        .map(this::health)
        .orElseGet(() -> new Health(false, notice()));
  }

  private Health health(Target target) {
    boolean looked = ollama != null && ollama.target().equals(target);
    Optional<String> fault = looked ? Optional.empty() : checkups.fault(target);
    return new Health(fault.isEmpty(), fault.orElseGet(() -> target + " answers."));
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

  private Completion measured(Target target, Question question) {
    long start = System.nanoTime();
    try {
      Completion completion = tries.ask(target, question);
      metrics.answered(target, completion.usage(), System.nanoTime() - start);
      return completion;
    } catch (ModelFailure failure) {
      metrics.failed(target, failure.problem().kind().code(), System.nanoTime() - start);
      throw failure;
    } catch (RuntimeException cancelled) {
      metrics.failed(target, "cancelled", System.nanoTime() - start);
      throw cancelled;
    }
  }

  private Problem none(List<String> names) {
    if (ollama != null
        && (names.isEmpty() || names.contains(ollama.target().name()))
        && ollama.known() == Found.WITHOUT_MODEL) {
      return new Problem(Kind.MODEL_MISSING, ollama.target().model(), 1);
    }
    return new Problem(Kind.NO_MODEL);
  }

  private List<Target> candidates(List<String> names) {
    List<Target> connected = connected();
    if (names.isEmpty()) {
      return connected.stream().limit(1).toList();
    }
    return names.stream()
        .flatMap(name -> connected.stream().filter(target -> target.name().equals(name)))
        .distinct()
        .toList();
  }

  private List<Target> connected() {
    List<Target> targets = new ArrayList<>(configured.values());
    if (ollama != null) {
      Found found = targets.isEmpty() ? ollama.known() : ollama.last();
      if (found == Found.READY) {
        targets.add(ollama.target());
      }
    }
    return targets;
  }

  private Model model(Target target) {
    return new Model(
        target.name(),
        target.provider(),
        target.ollama() ? Requests.budget(settings) : settings.inputTokenBudget(),
        settings.historyMaxMessages());
  }

  @PreDestroy
  void close() {
    if (ollama != null) {
      ollama.close();
    }
    http.close();
  }
}
