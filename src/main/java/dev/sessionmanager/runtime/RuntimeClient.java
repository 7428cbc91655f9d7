package dev.sessionmanager.runtime;

import dev.sessionmanager.gateway.Problem;
import dev.sessionmanager.gateway.Problem.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.stereotype.Component;

/**
 * The agent runtime of another process, over HTTP ({@code RUNTIME_API_URL}). Remembers which agents
 * run, so that a message costs one call; asks again every {@code RUNTIME_RECHECK}; finds an
 * orchestrator that has moved and relaunches one that has died, once for a message.
 */
@Component
@ConditionalOnExpression("!'${runtime.url:}'.isBlank()")
final class RuntimeClient implements AgentRuntime {

  private static final Logger log = LoggerFactory.getLogger(RuntimeClient.class);
  private static final String ORCHESTRATOR = "orchestrator";

  /** How often a starting agent is looked at. */
  private static final Duration POLL = Duration.ofMillis(250);

  private final RuntimeSettings settings;
  private final RuntimeHttp http;
  private final RuntimeWire wire = new RuntimeWire();
  private final MeterRegistry meters;
  private final Clock clock;
  private final URI base;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  /** One launch at a time: two at once would make the second one a conflict. */
  private final ReentrantLock launching = new ReentrantLock();

  private record Known(Map<String, RunningAgent> agents, Instant at) {}

  private volatile Known known = new Known(Map.of(), Instant.MIN);

  RuntimeClient(RuntimeSettings settings, MeterRegistry meters, Clock clock) {
    this.settings = settings;
    this.meters = meters;
    this.clock = clock;
    this.http = new RuntimeHttp(settings);
    String url = String.valueOf(settings.url()).replaceAll("/+$", "");
    this.base = URI.create(url.endsWith("/api") ? url : url + "/api");
  }

  @Override
  public String name() {
    return base.resolve("/").toString();
  }

  @Override
  public List<RunningAgent> launch(List<String> names, Supplier<Map<String, Object>> resources) {
    Known now = known;
    boolean complete = now.agents().keySet().containsAll(names);
    if (!complete || isOld(now)) {
      // Where all are known and only old, one caller asks again and the others go on meanwhile.
      if (complete ? launching.tryLock() : lock()) {
        try {
          now =
              isOld(known) || !known.agents().keySet().containsAll(names)
                  ? refresh(names, resources)
                  : known;
        } finally {
          launching.unlock();
        }
      }
    }
    Map<String, RunningAgent> agents = now.agents();
    return names.stream().map(name -> running(agents, name)).toList();
  }

  private boolean lock() {
    launching.lock();
    return true;
  }

  private boolean isOld(Known now) {
    return !now.at().plus(settings.recheck()).isAfter(clock.instant());
  }

  private static RunningAgent running(Map<String, RunningAgent> agents, String name) {
    RunningAgent agent = agents.get(name);
    if (agent == null) {
      throw name.equals(ORCHESTRATOR)
          ? new Problem(Kind.ORCHESTRATOR_MISSING)
          : new Problem(Kind.AGENT_FAILED, name);
    }
    return agent;
  }

  /** Launches what does not run; the first time that is everything, in one call. */
  private Known refresh(List<String> names, Supplier<Map<String, Object>> resources) {
    Map<String, RunningAgent> agents = new ConcurrentHashMap<>();
    if (!known.agents().isEmpty()) {
      collect(agents, list(null, null));
    }
    List<String> missing = missing(names, agents);
    if (!missing.isEmpty()) {
      collect(agents, post(missing, resources));
      missing = missing(names, agents);
    }
    if (!missing.isEmpty()) {
      collect(agents, list(null, null));
      missing = missing(names, agents);
    }
    if (!missing.isEmpty() && missing.size() < names.size()) {
      // A conflict over those that ran already has kept the others from being launched.
      collect(agents, post(missing, resources));
    }
    settle(agents);
    known = new Known(Map.copyOf(agents), clock.instant());
    return known;
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

  /** Waits until nothing is starting any more, for the launch time-out at most. */
  private void settle(Map<String, RunningAgent> agents) {
    Instant deadline = clock.instant().plus(settings.launchTimeout());
    while (agents.values().stream().anyMatch(a -> a.status() == RunningAgent.Status.STARTING)) {
      if (clock.instant().isAfter(deadline)) {
        throw new Problem(Kind.RUNTIME_TIMED_OUT).setting("RUNTIME_LAUNCH_TIMEOUT");
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new Problem(Kind.RUNTIME_BROKE_OFF).causedBy(stop);
      }
      collect(agents, list(null, null));
    }
  }

  private List<RunningAgent> post(List<String> names, Supplier<Map<String, Object>> resources) {
    byte[] body = wire.write(Map.of("agents", names, "resources", resources.get()));
    URI uri = URI.create(base + "/launch_agents");
    RuntimeHttp.Answer answer =
        call("launch", () -> http.post(uri, body, null, settings.launchTimeout()));
    if (answer.status() == 409) {
      log.debug("Some agents run already; going on with those");
      return list(null, null);
    }
    return wire.agents(ok(answer).body(), "launched_agents");
  }

  @Override
  public Instruction instruct(
      String text, @Nullable String username, Supplier<Map<String, Object>> resources) {
    RunningAgent orchestrator = known.agents().get(ORCHESTRATOR);
    if (orchestrator == null) {
      orchestrator = findOrchestrator();
    }
    if (orchestrator == null) {
      throw new Problem(Kind.AGENTS_NOT_LAUNCHED);
    }
    byte[] body = wire.write(Map.of("text", text));
    Instruction answer = tell(orchestrator, body, username, text);
    if (answer == null) {
      answer = tell(relaunched(orchestrator, resources), body, username, text);
    }
    if (answer == null) {
      throw new Problem(Kind.RUNTIME_UNREACHABLE);
    }
    return answer;
  }

  /** Null when nobody took the message: nothing listens there, or somebody else does. */
  private @Nullable Instruction tell(
      RunningAgent orchestrator, byte[] body, @Nullable String username, String text) {
    URI uri = agentUri(orchestrator, "/instructions");
    Timer.Sample sample = Timer.start(meters);
    String outcome = "failed";
    try {
      RuntimeHttp.Answer answer = http.post(uri, body, username, settings.answerTimeout());
      if (answer.status() == 404) {
        outcome = "moved";
        return null;
      }
      Instruction instruction = wire.instruction(ok(answer).body(), text);
      outcome = "ok";
      return instruction;
    } catch (RuntimeHttp.NotSent notSent) {
      outcome = "moved";
      log.debug("The orchestrator is gone from port {}", orchestrator.port());
      return null;
    } finally {
      sample.stop(timer("instruct", outcome));
    }
  }

  /** The orchestrator where it is now; relaunched where it is nowhere. */
  private RunningAgent relaunched(RunningAgent gone, Supplier<Map<String, Object>> resources) {
    launching.lock();
    try {
      RunningAgent other = known.agents().get(ORCHESTRATOR);
      if (other != null && other.port() != gone.port()) {
        return other; // another message has found it meanwhile
      }
      RunningAgent found = findOrchestrator();
      if (found != null && found.port() != gone.port()) {
        log.info("The orchestrator has moved to port {}", found.port());
        return found;
      }
      if (found != null) {
        // The runtime takes the dead one for running; it would refuse to launch another.
        stop(AgentSelector.named(ORCHESTRATOR));
      }
      log.warn("The orchestrator has died; relaunching it");
      Map<String, RunningAgent> agents = new ConcurrentHashMap<>();
      collect(agents, post(List.of(ORCHESTRATOR), resources));
      settle(agents);
      RunningAgent launched = running(agents, ORCHESTRATOR);
      remember(launched);
      return launched;
    } finally {
      launching.unlock();
    }
  }

  private @Nullable RunningAgent findOrchestrator() {
    RunningAgent found =
        list(RunningAgent.Status.RUNNING, ORCHESTRATOR).stream()
            .filter(a -> a.name().equals(ORCHESTRATOR))
            .filter(a -> a.status() == RunningAgent.Status.RUNNING)
            .findFirst()
            .orElse(null);
    if (found != null) {
      remember(found);
    }
    return found;
  }

  private synchronized void remember(RunningAgent agent) {
    Map<String, RunningAgent> agents = new ConcurrentHashMap<>(known.agents());
    agents.put(agent.name(), agent);
    known = new Known(Map.copyOf(agents), known.at());
  }

  private synchronized void forget() {
    known = new Known(Map.of(), Instant.MIN);
  }

  @Override
  public List<RunningAgent> list(RunningAgent.@Nullable Status status, @Nullable String name) {
    List<String> query = new ArrayList<>();
    if (status != null) {
      query.add("status=" + status.wire());
    }
    if (name != null) {
      query.add("agent_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }
    URI uri =
        URI.create(base + "/list_agents" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    RuntimeHttp.Answer answer = call("list", () -> http.get(uri, settings.answerTimeout()));
    return wire.agents(ok(answer).body(), "agents");
  }

  @Override
  public List<RunningAgent> stop(AgentSelector selector) {
    URI uri = URI.create(base + "/stop_agent");
    byte[] body = wire.write(selector);
    RuntimeHttp.Answer answer =
        call("stop", () -> http.post(uri, body, null, settings.launchTimeout()));
    forget();
    if (answer.status() == 404) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return wire.agents(ok(answer).body(), "stopped_agents");
  }

  @Override
  public List<RunningAgent> stopAll() {
    URI uri = URI.create(base + "/stop_agents");
    RuntimeHttp.Answer answer =
        call("stop", () -> http.post(uri, null, null, settings.launchTimeout()));
    forget();
    return wire.agents(ok(answer).body(), "stopped_agents");
  }

  @Override
  public RuntimeStatus status() {
    URI uri = URI.create(base + "/status");
    return wire.status(ok(call("status", () -> http.get(uri, settings.answerTimeout()))).body());
  }

  private RuntimeHttp.Answer ok(RuntimeHttp.Answer answer) {
    if (answer.status() < 200 || answer.status() > 299) {
      throw wire.refusal(answer);
    }
    return answer;
  }

  private interface Call {
    RuntimeHttp.Answer make() throws RuntimeHttp.NotSent;
  }

  private RuntimeHttp.Answer call(String name, Call call) {
    Timer.Sample sample = Timer.start(meters);
    String outcome = "failed";
    try {
      RuntimeHttp.Answer answer = call.make();
      outcome = answer.status() < 400 ? "ok" : "refused";
      return answer;
    } catch (RuntimeHttp.NotSent notSent) {
      throw notSent.problem();
    } finally {
      sample.stop(timer(name, outcome));
    }
  }

  private Timer timer(String call, String outcome) {
    return timers.computeIfAbsent(
        call + ' ' + outcome,
        key ->
            Timer.builder("sessionmanager.runtime.calls")
                .description("Time of calls to the agent runtime")
                .tag("call", call)
                .tag("outcome", outcome)
                .register(meters));
  }

  private URI agentUri(RunningAgent agent, String path) {
    if (agent.port() < 1 || agent.port() > 65535) {
      throw new Problem(Kind.RUNTIME_UNREADABLE);
    }
    String host = base.getHost();
    return URI.create(base.getScheme() + "://" + host + ':' + agent.port() + path);
  }

  @PreDestroy
  void close() throws IOException {
    http.close();
  }
}
