package dev.sessionmanager.runtime;

import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.CallFailure.Verdict;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The calls of the runtime's HTTP contract, each timed, each refusal a {@link Problem}. */
final class RuntimeApi implements AutoCloseable {

  private final RuntimeSettings settings;
  private final RuntimeHttp http;
  private final RuntimeWire wire = new RuntimeWire();
  private final MeterRegistry meters;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();
  private final URI base;

  RuntimeApi(OutboundHttp outbound, RuntimeSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.http = new RuntimeHttp(outbound, settings);
    this.meters = meters;
    String url = String.valueOf(settings.url()).replaceAll("/+$", "");
    this.base = URI.create(url.endsWith("/api") ? url : url + "/api");
  }

  /** The runtime's address, without the path. */
  String address() {
    return base.resolve("/").toString().replaceAll("/$", "");
  }

  /** Launches agents; empty on a conflict: some of them run already. */
  Optional<List<RunningAgent>> launch(List<String> names, Map<String, Object> resources) {
    byte[] body = wire.write(Map.of("agents", names, "resources", resources));
    RuntimeHttp.Answer answer = change("launch", "/launch_agents", body);
    return answer.status() == 409
        ? Optional.empty()
        : Optional.of(wire.agents(ok(answer).body(), "launched_agents"));
  }

  List<RunningAgent> list(RunningAgent.@Nullable Status status, @Nullable String name) {
    List<String> query = new ArrayList<>();
    if (status != null) {
      query.add("status=" + status.wire());
    }
    if (name != null) {
      query.add("agent_name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }
    URI uri = at("/list_agents" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    RuntimeHttp.Answer answer = call("list", settings.answerTimeout(), time -> http.get(uri, time));
    return wire.agents(ok(answer).body(), "agents");
  }

  List<RunningAgent> stop(AgentSelector selector) {
    RuntimeHttp.Answer answer = change("stop", "/stop_agent", wire.write(selector));
    if (answer.status() == 404) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return stopped(answer);
  }

  List<RunningAgent> stopAll() {
    return stopped(change("stop", "/stop_agents", null));
  }

  private List<RunningAgent> stopped(RuntimeHttp.Answer answer) {
    http.agentsStopped();
    return wire.agents(ok(answer).body(), "stopped_agents");
  }

  private RuntimeHttp.Answer change(String name, String path, byte @Nullable [] body) {
    return call(name, settings.launchTimeout(), time -> http.post(at(path), body, null, time));
  }

  RuntimeStatus status() {
    RuntimeHttp.Answer answer =
        call("status", settings.answerTimeout(), time -> http.get(at("/status"), time));
    return wire.status(ok(answer).body());
  }

  /** Tells the orchestrator; empty when nobody took it: nothing listens there, or another does. */
  Optional<Instruction> instruct(
      RunningAgent orchestrator, String text, @Nullable String username) {
    if (orchestrator.port() < 1 || orchestrator.port() > 65535) {
      throw new Problem(Kind.RUNTIME_UNREADABLE);
    }
    String host = base.getScheme() + "://" + base.getHost() + ':' + orchestrator.port();
    URI uri = URI.create(host + "/instructions");
    byte[] body = wire.write(Map.of("text", text));
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      RuntimeHttp.Answer answer = http.post(uri, body, username, settings.answerTimeout());
      if (answer.status() == 404) {
        outcome = "gone";
        return Optional.empty();
      }
      Instruction instruction = wire.instruction(ok(answer).body(), text);
      outcome = "ok";
      return Optional.of(instruction);
    } catch (CallFailure failure) {
      if (failure.verdict() == Verdict.NOT_SENT && failure.reason() != Reason.NO_CONNECTION_FREE) {
        outcome = "gone";
        return Optional.empty();
      }
      throw http.problem(failure, settings.answerTimeout());
    } finally {
      record("instruct", outcome, start);
    }
  }

  private interface Call {
    RuntimeHttp.Answer make(Duration time) throws CallFailure;
  }

  private RuntimeHttp.Answer call(String name, Duration time, Call call) {
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      RuntimeHttp.Answer answer = call.make(time);
      outcome = answer.status() < 400 ? "ok" : "refused";
      return answer;
    } catch (CallFailure failure) {
      throw http.problem(failure, time);
    } finally {
      record(name, outcome, start);
    }
  }

  private RuntimeHttp.Answer ok(RuntimeHttp.Answer answer) {
    if (answer.status() < 200 || answer.status() > 299) {
      throw wire.refusal(answer);
    }
    return answer;
  }

  private URI at(String path) {
    return URI.create(base + path);
  }

  private void record(String call, String outcome, long start) {
    timers
        .computeIfAbsent(
            call + ' ' + outcome,
            key ->
                Timer.builder("sessionmanager.runtime.calls")
                    .description("Time of calls to the agent runtime")
                    .tag("call", call)
                    .tag("outcome", outcome)
                    .register(meters))
        .record(Duration.ofNanos(System.nanoTime() - start));
  }

  @Override
  public void close() {
    http.close();
  }
}
