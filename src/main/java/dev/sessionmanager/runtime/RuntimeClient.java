package dev.sessionmanager.runtime;

import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.runtime.RunningAgent.Status;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent runtime of another process, over HTTP ({@code RUNTIME_API_URL}). Remembers which agents
 * run, so that a message costs one call; asks again every {@code runtime.recheck}; finds an
 * orchestrator that has moved and relaunches one that has died, once for a message.
 */
final class RuntimeClient implements AgentRuntime, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RuntimeClient.class);
  private static final String ORCHESTRATOR = "orchestrator";

  /** How often a starting agent is looked at. */
  private static final Duration POLL = Duration.ofMillis(250);

  private record Known(Map<String, RunningAgent> agents, Instant at) {}

  private static final Known NOTHING = new Known(Map.of(), Instant.MIN);

  private final RuntimeSettings settings;
  private final RuntimeApi api;
  private final Clock clock;

  /** Held by whoever launches or stops: two launches at once would make one a conflict. */
  private final ReentrantLock changing = new ReentrantLock();

  private volatile Known known = NOTHING;

  RuntimeClient(OutboundHttp http, RuntimeSettings settings, MeterRegistry meters, Clock clock) {
    this.settings = settings;
    this.api = new RuntimeApi(http, settings, meters);
    this.clock = clock;
  }

  @Override
  public String name() {
    return api.address();
  }

  @Override
  public List<RunningAgent> launch(List<String> names, Supplier<Map<String, Object>> resources) {
    Known now = known;
    boolean complete = now.agents().keySet().containsAll(names);
    // Where all are known and only old, one caller asks again and the others go on meanwhile.
    if (!complete || (isOld(now) && !changing.isLocked())) {
      now = changing(() -> isCurrent(names) ? known : refresh(names, resources));
    }
    Map<String, RunningAgent> agents = now.agents();
    return names.stream().map(name -> required(agents, name)).toList();
  }

  private boolean isCurrent(List<String> names) {
    return known.agents().keySet().containsAll(names) && !isOld(known);
  }

  private boolean isOld(Known now) {
    return now.at().isBefore(clock.instant().minus(settings.recheck()));
  }

  /** Launches what does not run; when nothing is known that is everything, in one call. */
  private Known refresh(List<String> names, Supplier<Map<String, Object>> resources) {
    Map<String, RunningAgent> agents = new LinkedHashMap<>();
    if (!known.agents().isEmpty()) {
      collect(agents, api.list(null, null));
    }
    launchMissing(names, agents, resources);
    settle(agents);
    known = new Known(Map.copyOf(agents), clock.instant());
    return known;
  }

  private void launchMissing(
      List<String> names,
      Map<String, RunningAgent> agents,
      Supplier<Map<String, Object>> resources) {
    List<String> missing = missing(names, agents);
    if (missing.isEmpty()) {
      return;
    }
    List<RunningAgent> launched = api.launch(missing, resources.get()).orElse(null);
    if (launched == null) {
      // Some ran already, which has kept the others from being launched: only those, then.
      collect(agents, api.list(null, null));
      missing = missing(names, agents);
      launched =
          missing.isEmpty()
              ? List.of()
              : api.launch(missing, resources.get()).orElseGet(() -> api.list(null, null));
    }
    collect(agents, launched);
  }

  private static List<String> missing(List<String> names, Map<String, RunningAgent> agents) {
    return names.stream().filter(name -> !agents.containsKey(name)).toList();
  }

  private static void collect(Map<String, RunningAgent> into, List<RunningAgent> agents) {
    for (RunningAgent agent : agents) {
      switch (agent.status()) {
        case RUNNING, STARTING -> into.put(agent.name(), agent);
        case ERROR -> throw new Problem(Kind.AGENT_FAILED, agent.name());
        case STOPPING, STOPPED -> into.remove(agent.name());
      }
    }
  }

  private static RunningAgent required(Map<String, RunningAgent> agents, String name) {
    RunningAgent agent = agents.get(name);
    if (agent == null) {
      throw name.equals(ORCHESTRATOR)
          ? new Problem(Kind.ORCHESTRATOR_MISSING)
          : new Problem(Kind.AGENT_FAILED, name);
    }
    return agent;
  }

  /** Waits until nothing is starting any more, for the launch time-out at most. */
  private void settle(Map<String, RunningAgent> agents) {
    Instant deadline = clock.instant().plus(settings.launchTimeout());
    while (agents.values().stream().anyMatch(a -> a.status() == Status.STARTING)) {
      if (clock.instant().isAfter(deadline)) {
        throw new Problem(Kind.RUNTIME_TIMED_OUT).setting("RUNTIME_LAUNCH_TIMEOUT");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      } catch (InterruptedException stop) {
        throw interrupted(stop);
      }
      collect(agents, api.list(null, null));
    }
  }

  @Override
  public Instruction instruct(
      String text, @Nullable String username, Supplier<Map<String, Object>> resources) {
    RunningAgent known = this.known.agents().get(ORCHESTRATOR);
    RunningAgent orchestrator = known == null ? findOrchestrator() : known;
    if (orchestrator == null) {
      throw new Problem(Kind.AGENTS_NOT_LAUNCHED);
    }
    return api.instruct(orchestrator, text, username)
        .or(() -> api.instruct(another(orchestrator, resources), text, username))
        .orElseThrow(() -> new Problem(Kind.RUNTIME_UNREACHABLE));
  }

  /** The orchestrator where it is now; relaunched where it is nowhere. */
  private RunningAgent another(RunningAgent gone, Supplier<Map<String, Object>> resources) {
    return changing(() -> {
      RunningAgent other = known.agents().get(ORCHESTRATOR);
      if (other != null && !other.id().equals(gone.id())) {
        return other; // another message has found it meanwhile
      }
      RunningAgent listed = findOrchestrator();
      if (listed != null && listed.port() != gone.port()) {
        log.info("The orchestrator has moved to port {}", listed.port());
        return listed;
      }
      if (listed != null) {
        // The runtime takes the dead one for running and would refuse to launch another.
        api.stop(AgentSelector.named(ORCHESTRATOR));
      }
      log.warn("The orchestrator has died; relaunching it");
      Map<String, RunningAgent> agents = new LinkedHashMap<>();
      launchMissing(List.of(ORCHESTRATOR), agents, resources);
      settle(agents);
      return remember(required(agents, ORCHESTRATOR));
    });
  }

  private @Nullable RunningAgent findOrchestrator() {
    return api.list(Status.RUNNING, ORCHESTRATOR).stream()
        .filter(a -> a.name().equals(ORCHESTRATOR) && a.status() == Status.RUNNING)
        .findFirst()
        .map(this::remember)
        .orElse(null);
  }

  private synchronized RunningAgent remember(RunningAgent agent) {
    Map<String, RunningAgent> agents = new LinkedHashMap<>(known.agents());
    agents.put(agent.name(), agent);
    known = new Known(Map.copyOf(agents), known.at());
    return agent;
  }

  @Override
  public List<RunningAgent> list(@Nullable Status status, @Nullable String name) {
    return api.list(status, name);
  }

  @Override
  public List<RunningAgent> stop(AgentSelector selector) {
    return changing(() -> {
      known = NOTHING;
      return api.stop(selector);
    });
  }

  @Override
  public List<RunningAgent> stopAll() {
    return changing(() -> {
      known = NOTHING;
      return api.stopAll();
    });
  }

  @Override
  public RuntimeStatus status() {
    return api.status();
  }

  private <T> T changing(Supplier<T> change) {
    try {
      changing.lockInterruptibly();
    } catch (InterruptedException stop) {
      throw interrupted(stop);
    }
    try {
      return change.get();
    } finally {
      changing.unlock();
    }
  }

  /** Whoever interrupted knows why; the gateway puts that in the place of this problem. */
  private static Problem interrupted(InterruptedException stop) {
    Thread.currentThread().interrupt();
    return new Problem(Kind.OVERLOADED).causedBy(stop);
  }

  @Override
  public void close() {
    api.close();
  }
}
