package dev.sessionmanager.model;

import dev.sessionmanager.model.OllamaFinder.Found;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.WrongSetting;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which models there are, under which names, and which server is asked for each. A model is one
 * name with one or more targets; the configured ones come first, then Ollama's, then what servers
 * offer besides. Any thread.
 */
final class ModelDirectory implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ModelDirectory.class);

  /** Ollama's models have a tag; a name without one means this. */
  private static final String LATEST = ":latest";

  private final ModelsSettings settings;
  private final ProviderProbe probe;
  private final RandomGenerator random;
  private final Map<String, List<Target>> configured = new LinkedHashMap<>();
  private final Map<String, String> aliases;
  private final @Nullable OllamaFinder ollama;
  private final @Nullable ModelDiscovery discovery;

  /** Does no I/O. */
  ModelDirectory(ModelsSettings settings, UpstreamHttp http, Clock clock, RandomGenerator random) {
    this.settings = settings;
    this.probe = new ProviderProbe(http, clock);
    this.random = random;
    List<Target> targets = Target.of(settings);
    targets.forEach(
        target -> configured.computeIfAbsent(target.name(), name -> new ArrayList<>()).add(target));
    configured.forEach((name, several) ->
        WrongSetting.when(
            several.stream().allMatch(target -> target.weight() == 0),
            "Of the servers of the model " + name + " one must have a weight above 0."));
    this.aliases = settings.aliasedModels();
    aliases.keySet().stream()
        .filter(configured::containsKey)
        .findFirst()
        .ifPresent(name -> WrongSetting.when(true, "models.aliases: " + name + " is a model."));
    Target found = Target.ollama(settings);
    this.ollama =
        found == null || configured.containsKey(found.name())
            ? null
            : new OllamaFinder(found, http, () -> log.info(notice()));
    this.discovery =
        settings.discover()
            ? new ModelDiscovery(targets, ollama, http, settings.discoverMax())
            : null;
  }

  /** Says what is connected, and begins to look for Ollama and for what servers offer. */
  void start() {
    if (ollama == null || !configured.isEmpty()) {
      log.info(notice());
    }
    if (ollama == null && discovery == null) {
      aliases.forEach((alias, model) -> {
        if (!configured.containsKey(model)) {
          log.warn("models.aliases: {} stands for {}, which is not connected.", alias, model);
        }
      });
    }
    if (ollama != null) {
      ollama.start(
          configured.isEmpty()
              ? settings.ollama().lookInterval()
              : discovery == null ? null : settings.discoverInterval());
    }
    if (discovery != null) {
      discovery.start(settings.discoverInterval());
    }
  }

  /** What is offered, found out afresh on this thread. */
  void discover() {
    if (discovery != null) {
      if (ollama != null) {
        var _ = ollama.look();
      }
      discovery.look();
    }
  }

  /** Each model once, by its first target: the default first. */
  List<Target> all() {
    Map<String, Target> all = new LinkedHashMap<>();
    connected().forEach(target -> all.putIfAbsent(target.name(), target));
    if (discovery != null) {
      discovery.found().values().stream()
          .filter(target -> !isConfigured(target))
          .forEach(target -> all.putIfAbsent(target.name(), target));
    }
    return List.copyOf(all.values());
  }

  /** Ollama lists what is configured as {@code m} under the name {@code m:latest}. */
  private boolean isConfigured(Target found) {
    String name = found.name();
    return aliases.containsKey(name)
        || (found.ollama()
            && name.endsWith(LATEST)
            && configured(name.substring(0, name.length() - LATEST.length())) != null);
  }

  /** Further names of connected models, each with the model's own. */
  Map<String, String> aliases() {
    Map<String, String> known = new LinkedHashMap<>();
    aliases.forEach((alias, model) -> {
      if (!targets(model).isEmpty()) {
        known.put(alias, model);
      }
    });
    return known;
  }

  /** The model's own name, of one by which it is asked for. */
  String resolved(String name) {
    return aliases.getOrDefault(name, name);
  }

  /** The first target of a model, by its own name. */
  Optional<Target> find(String model) {
    return targets(model).stream().findFirst();
  }

  /** The targets of the model of this name, in the order of the settings; empty for none. */
  private List<Target> targets(String model) {
    List<Target> known = configured(model);
    if (known != null) {
      return known;
    }
    if (discovery == null) {
      return List.of();
    }
    Map<String, Target> found = discovery.found();
    Target other = found.get(model);
    if (other == null) {
      Target latest = found.get(model + LATEST);
      other = latest != null && latest.ollama() ? latest : null;
    }
    return other == null ? List.of() : List.of(other);
  }

  private @Nullable List<Target> configured(String model) {
    List<Target> known = configured.get(model);
    if (known == null && ollama != null && ollama.target().name().equals(model)) {
      Found found = configured.isEmpty() ? ollama.known() : ollama.last();
      return found == Found.READY ? List.of(ollama.target()) : null;
    }
    return known;
  }

  /**
   * Whom to ask for these models, in this order: of each one of its targets by their weights, then
   * its others in the order of the settings.
   *
   * @param names in order of preference, aliases among them; empty for the default
   */
  List<Target> candidates(List<String> names) {
    if (names.isEmpty()) {
      return connected().stream()
          .limit(1)
          .flatMap(t -> ordered(targets(t.name())).stream())
          .toList();
    }
    return names.stream()
        .flatMap(name -> ordered(targets(resolved(name))).stream())
        .distinct()
        .toList();
  }

  private List<Target> ordered(List<Target> targets) {
    if (targets.size() < 2) {
      return targets;
    }
    int all = targets.stream().mapToInt(Target::weight).sum();
    int left = (int) (random.nextDouble() * all);
    List<Target> ordered = new ArrayList<>(targets);
    for (Target target : targets) {
      left -= target.weight();
      if (left < 0) {
        ordered.remove(target);
        ordered.addFirst(target);
        break;
      }
    }
    return ordered;
  }

  /** Every target that is connected by settings, the default model's first. */
  private List<Target> connected() {
    List<Target> targets = new ArrayList<>();
    configured.values().forEach(targets::addAll);
    if (ollama != null) {
      List<Target> found = configured(ollama.target().name());
      targets.addAll(found == null ? List.of() : found);
    }
    return targets;
  }

  /** Why there is no candidate. */
  Problem none(List<String> names) {
    if (ollama != null
        && (names.isEmpty() || names.contains(ollama.target().name()))
        && ollama.known() == Found.WITHOUT_MODEL) {
      return new Problem(Kind.MODEL_MISSING, ollama.target().model(), 1);
    }
    return new Problem(Kind.NO_MODEL);
  }

  /** One sentence about what is connected, or which setting would connect one. */
  String notice() {
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

  /** Whether a model could answer now, found out afresh; see {@link Models#check()}. */
  Health check() {
    if (ollama != null) {
      var _ = ollama.look();
    }
    return health(connected());
  }

  /** Whether the model of this name could answer now; one that is not connected could not. */
  Health check(String name) {
    return health(targets(resolved(name)));
  }

  /** That of the first which could answer, else of the last. */
  private Health health(List<Target> targets) {
    Health last = new Health(false, notice());
    for (Target target : targets) {
      boolean looked = ollama != null && ollama.target().equals(target);
      Optional<String> fault = looked ? Optional.empty() : probe.fault(target);
      last = new Health(fault.isEmpty(), fault.orElseGet(() -> target + " answers."));
      if (last.up()) {
        return last;
      }
    }
    return last;
  }

  @Override
  public void close() {
    if (ollama != null) {
      ollama.close();
    }
    if (discovery != null) {
      discovery.close();
    }
  }
}
