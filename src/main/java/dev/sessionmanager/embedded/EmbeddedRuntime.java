package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.AgentSelector;
import dev.sessionmanager.runtime.Instruction;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.runtime.RuntimeStatus;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The runtime inside this process: vfs, gpt4 and the orchestrator, which is launched last. Launches
 * and stops take turns; everything else goes on meanwhile. What the agents were given as resources
 * is kept as JSON, in memory, until they stop.
 */
final class EmbeddedRuntime implements AgentRuntime, AutoCloseable {

  static final String VFS = "vfs";
  static final String GPT4 = "gpt4";
  static final String ORCHESTRATOR = "orchestrator";

  /** The agents that can be launched, in the order of launching. */
  static final List<String> OFFERED = List.of(VFS, GPT4, ORCHESTRATOR);

  private static final String APP_NAME = "Generative AI Agent Manager";

  /** Characters of a caller's own words that an error repeats. */
  private static final int QUOTED = 64;

  private final Clock clock;
  private final AgentHost host;
  private final Orchestrator orchestrator;
  private final JsonMapper json;
  private final @Nullable String version;
  private final Map<String, Launched> launched = new ConcurrentHashMap<>();
  private final ReentrantLock turn = new ReentrantLock();

  EmbeddedRuntime(
      Clock clock,
      AgentHost host,
      Orchestrator orchestrator,
      JsonMapper json,
      @Nullable String version) {
    this.clock = clock;
    this.host = host;
    this.orchestrator = orchestrator;
    this.json = json;
    this.version = version;
  }

  /** Not a record: what prints it must not print the resources. */
  private static final class Launched {
    private volatile RunningAgent agent;
    private final String resources;
    private Runnable close = () -> {};

    Launched(RunningAgent agent, String resources) {
      this.agent = agent;
      this.resources = resources;
    }
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public List<RunningAgent> launch(List<String> names, Supplier<Map<String, Object>> resources) {
    refuseUnknown(names);
    List<RunningAgent> running = running(names);
    if (running.size() == names.size()) {
      return running;
    }
    return inTurn(() -> start(names, resources));
  }

  /**
   * Launches agents of which none may be running yet.
   *
   * @throws Problem CONFLICT when one is; none is launched then
   */
  List<RunningAgent> launchNew(List<String> names, Map<String, Object> resources) {
    refuseUnknown(names);
    return inTurn(() -> {
      for (String name : names) {
        if (launched.containsKey(name)) {
          throw new Problem(Problem.Kind.CONFLICT, "El agente " + name + " ya está en ejecución");
        }
      }
      return start(names, () -> resources);
    });
  }

  @Override
  public Instruction instruct(
      String text, @Nullable String username, Supplier<Map<String, Object>> resources) {
    Launched running = launched.get(ORCHESTRATOR);
    if (running == null || running.agent.status() != RunningAgent.Status.RUNNING) {
      throw new Problem(Problem.Kind.AGENTS_NOT_LAUNCHED);
    }
    return orchestrator.instruct(text, username);
  }

  @Override
  public List<RunningAgent> list(RunningAgent.@Nullable Status status, @Nullable String name) {
    return agents(
        OFFERED,
        agent ->
            (status == null || status == agent.status())
                && (name == null || name.equals(agent.name())));
  }

  @Override
  public List<RunningAgent> stop(AgentSelector selector) {
    List<RunningAgent> stopped = stopEach(selector::matches);
    if (stopped.isEmpty()) {
      throw new Problem(Problem.Kind.NOT_FOUND);
    }
    return stopped;
  }

  @Override
  public List<RunningAgent> stopAll() {
    return stopEach(agent -> true);
  }

  private List<RunningAgent> stopEach(Predicate<RunningAgent> chosen) {
    return inTurn(() ->
        agents(OFFERED, chosen).stream().map(agent -> end(agent.name(), stopped -> {})).toList());
  }

  /**
   * Stops an agent at its own request: it is gone from the list, then it may still answer, then its
   * place is closed. Nothing is launched meanwhile.
   *
   * @throws Problem NOT_FOUND when another has taken its place or none is running
   */
  void shutDown(RunningAgent agent, Consumer<RunningAgent> answer) {
    var _ =
        inTurn(() -> {
          Launched running = launched.get(agent.name());
          if (running == null || !running.agent.id().equals(agent.id())) {
            throw new Problem(Problem.Kind.NOT_FOUND);
          }
          return end(agent.name(), answer);
        });
  }

  private <T> T inTurn(Supplier<T> change) {
    turn.lock();
    try {
      return change.get();
    } finally {
      turn.unlock();
    }
  }

  @Override
  public RuntimeStatus status() {
    int active = list(RunningAgent.Status.RUNNING, null).size();
    return new RuntimeStatus("ok", version, APP_NAME, false, active, 0, null, null);
  }

  /** What an agent of this name is for. */
  String description(String name) {
    return switch (name) {
      case VFS -> "Guarda los archivos de cada usuario en su propia carpeta.";
      case GPT4 -> orchestrator.modelNotice();
      default -> "Optimiza instrucciones en lenguaje natural.";
    };
  }

  /** Stops every agent; part of a graceful stop of the process. */
  @Override
  public void close() {
    stopAll();
  }

  /** The resources an agent was launched with, as JSON; null when it is not running. */
  @Nullable String resources(String name) {
    Launched running = launched.get(name);
    return running == null ? null : running.resources;
  }

  private List<RunningAgent> start(List<String> names, Supplier<Map<String, Object>> resources) {
    Set<String> missing = new LinkedHashSet<>(OFFERED);
    missing.retainAll(names);
    missing.removeAll(launched.keySet());
    if (missing.isEmpty()) {
      return running(names);
    }
    String stored = json.writeValueAsString(resources.get());
    List<String> opened = new ArrayList<>();
    try {
      for (String name : missing) {
        open(name, stored);
        opened.add(name);
      }
    } catch (IOException e) {
      opened.forEach(name -> end(name, stopped -> {}));
      throw new Problem(Problem.Kind.RUNTIME_FAILED, String.valueOf(e.getMessage())).causedBy(e);
    }
    return running(names);
  }

  private void open(String name, String resources) throws IOException {
    BigDecimal startTime = BigDecimal.valueOf(clock.millis(), 3);
    RunningAgent agent =
        new RunningAgent(
            UUID.randomUUID().toString(),
            name,
            ProcessHandle.current().pid(),
            0,
            RunningAgent.Status.STARTING,
            startTime);
    Launched starting = new Launched(agent, resources);
    launched.put(name, starting);
    try {
      AgentHost.Place place =
          host.open(agent, new AgentHost.Calls(this, this::description, this::shutDown));
      starting.close = place.close();
      starting.agent = agent.running(place.port());
    } catch (IOException | RuntimeException | Error e) {
      launched.remove(name);
      throw e;
    }
  }

  private RunningAgent end(String name, Consumer<RunningAgent> answer) {
    Launched running = Objects.requireNonNull(launched.get(name));
    running.agent = running.agent.with(RunningAgent.Status.STOPPING);
    launched.remove(name);
    RunningAgent stopped = running.agent.with(RunningAgent.Status.STOPPED);
    try {
      answer.accept(stopped);
    } finally {
      running.close.run();
    }
    return stopped;
  }

  /** The running agents of these names, in the order of the names. */
  private List<RunningAgent> running(List<String> names) {
    return agents(names, agent -> agent.status() == RunningAgent.Status.RUNNING);
  }

  private List<RunningAgent> agents(List<String> names, Predicate<RunningAgent> filter) {
    return names.stream()
        .map(launched::get)
        .filter(Objects::nonNull)
        .map(running -> running.agent)
        .filter(filter)
        .toList();
  }

  private static void refuseUnknown(List<String> names) {
    for (String name : names) {
      if (!OFFERED.contains(name)) {
        String shown = name.length() <= QUOTED ? name : name.substring(0, QUOTED) + "…";
        throw new Problem(Problem.Kind.RUNTIME_REJECTED, "Agente no disponible: " + shown);
      }
    }
  }
}
