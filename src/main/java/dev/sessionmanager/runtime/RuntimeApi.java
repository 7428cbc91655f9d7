package dev.sessionmanager.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sessionmanager.http.CallFailure;
import dev.sessionmanager.http.CallFailure.Reason;
import dev.sessionmanager.http.CallFailure.Verdict;
import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.TraceId;
import io.micrometer.core.instrument.Meter.MeterProvider;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.util.UriUtils;

/**
 * The calls of the runtime's HTTP contract, in JSON and with the caller's trace, each timed, each
 * refusal a {@link Problem}. A message is never sent twice. Interrupting the calling virtual thread
 * closes its connection.
 */
final class RuntimeApi implements AutoCloseable {

  private final RuntimeSettings settings;
  private final HttpCalls calls;
  private final RuntimeWire wire = new RuntimeWire();
  private final MeterProvider<Timer> timers;
  private final URI base;

  RuntimeApi(OutboundHttp http, RuntimeSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.calls =
        new HttpCalls(
            http,
            new HttpLimits(
                settings.connectTimeout(),
                settings.connectionsMax(),
                settings.answerMax().toBytes()));
    this.timers =
        Timer.builder("sessionmanager.runtime.calls")
            .description("Time of calls to the agent runtime")
            .withRegistry(meters);
    String url = String.valueOf(settings.url()).replaceAll("/+$", "");
    this.base = URI.create(url.endsWith("/api") ? url : url + "/api");
  }

  /** An answer that came: its status and its body, whatever they are. */
  private static final class Answer {
    final int status;
    final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }
  }

  /** The runtime's address, without the path and who calls. */
  String address() {
    return HttpCall.withoutUser(base.resolve("/")).toString().replaceAll("/$", "");
  }

  /** Launches agents; empty on a conflict: some of them run already. */
  Optional<List<RunningAgent>> launch(List<String> names, Map<String, Object> resources) {
    byte[] body = wire.write(Map.of("agents", names, "resources", resources));
    Answer answer = change("launch", "/launch_agents", body);
    return answer.status == 409
        ? Optional.empty()
        : Optional.of(wire.agents(ok(answer).body, "launched_agents"));
  }

  List<RunningAgent> list(RunningAgent.@Nullable Status status, @Nullable String name) {
    List<String> query = new ArrayList<>();
    if (status != null) {
      query.add("status=" + status.wire());
    }
    if (name != null) {
      query.add("agent_name=" + URLEncoder.encode(name, UTF_8));
    }
    URI uri = at("/list_agents" + (query.isEmpty() ? "" : "?" + String.join("&", query)));
    Answer answer = call("list", settings.answerTimeout(), time -> get(uri, time));
    return wire.agents(ok(answer).body, "agents");
  }

  List<RunningAgent> stop(AgentSelector selector) {
    Answer answer = change("stop", "/stop_agent", wire.write(selector));
    if (answer.status == 404) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return stopped(answer);
  }

  List<RunningAgent> stopAll() {
    return stopped(change("stop", "/stop_agents", null));
  }

  private List<RunningAgent> stopped(Answer answer) {
    calls.distrust(); // kept connections to agents that were stopped are good for nothing
    return wire.agents(ok(answer).body, "stopped_agents");
  }

  private Answer change(String name, String path, byte @Nullable [] body) {
    return call(name, settings.launchTimeout(), time -> post(at(path), body, null, time));
  }

  RuntimeStatus status() {
    Answer answer = call("status", settings.answerTimeout(), time -> get(at("/status"), time));
    return wire.status(ok(answer).body);
  }

  /** Tells the orchestrator; empty when nobody took it: nothing listens there, or another does. */
  Optional<Instruction> instruct(
      RunningAgent orchestrator, String text, @Nullable String username) {
    if (orchestrator.port() < 1 || orchestrator.port() > 65535) {
      throw new Problem(Kind.RUNTIME_UNREADABLE);
    }
    String host = base.getScheme() + "://" + HttpCall.host(base) + ':' + orchestrator.port();
    URI uri = URI.create(host + "/instructions");
    byte[] body = wire.write(Map.of("text", text));
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      Answer answer = post(uri, body, username, settings.answerTimeout());
      if (answer.status == 404) {
        outcome = "gone";
        return Optional.empty();
      }
      Instruction instruction = wire.instruction(ok(answer).body, text);
      outcome = "ok";
      return Optional.of(instruction);
    } catch (CallFailure failure) {
      if (failure.verdict() == Verdict.NOT_SENT && failure.reason() != Reason.NO_CONNECTION_FREE) {
        outcome = "gone";
        return Optional.empty();
      }
      throw problem(failure, settings.answerTimeout());
    } finally {
      record("instruct", outcome, start);
    }
  }

  private interface Call {
    Answer make(Duration time) throws CallFailure;
  }

  private Answer call(String name, Duration time, Call call) {
    long start = System.nanoTime();
    String outcome = "failed";
    try {
      Answer answer = call.make(time);
      outcome = answer.status < 400 ? "ok" : "refused";
      return answer;
    } catch (CallFailure failure) {
      throw problem(failure, time);
    } finally {
      record(name, outcome, start);
    }
  }

  private Answer ok(Answer answer) {
    if (answer.status < 200 || answer.status > 299) {
      throw wire.refusal(answer.status, answer.body);
    }
    return answer;
  }

  private URI at(String path) {
    return URI.create(base + path);
  }

  private void record(String call, String outcome, long start) {
    timers
        .withTags(Tags.of("call", call, "outcome", outcome))
        .record(Duration.ofNanos(System.nanoTime() - start));
  }

  /** Asks; changes nothing, so that it may be asked again where a kept connection was dead. */
  private Answer get(URI uri, Duration timeout) throws CallFailure {
    try {
      return exchange(HttpCall.of("GET", uri, timeout));
    } catch (CallFailure failure) {
      if (failure.reason() != Reason.BROKE_OFF) {
        throw failure;
      }
      return exchange(HttpCall.of("GET", uri, timeout));
    }
  }

  private Answer post(URI uri, byte @Nullable [] body, @Nullable String username, Duration timeout)
      throws CallFailure {
    HttpCall call = HttpCall.of("POST", uri, timeout);
    if (body != null) {
      call.json(body);
    }
    if (username != null) {
      call.header(AgentRuntime.USER_HEADER, UriUtils.encode(username, UTF_8));
    }
    return exchange(call);
  }

  private Answer exchange(HttpCall call) throws CallFailure {
    String parent = TraceId.parent();
    if (parent != null) {
      call.header("traceparent", parent);
    }
    return calls.exchange(
        call.header("Accept", "application/json"),
        answer -> new Answer(answer.status(), answer.body()));
  }

  /**
   * What a caller is told of a failed exchange.
   *
   * @param timeout that the exchange had
   */
  private Problem problem(CallFailure failure, Duration timeout) {
    Problem problem =
        switch (failure.reason()) {
          case NO_CONNECTION_FREE ->
              new Problem(Kind.OVERLOADED)
                  .setting("RUNTIME_CONNECTIONS_MAX")
                  .retryAfter(Duration.ofSeconds(1));
          case NO_MEMORY_FREE -> new Problem(Kind.OVERLOADED).retryAfter(Duration.ofSeconds(1));
          case CONNECT_TIMED_OUT ->
              new Problem(Kind.RUNTIME_TIMED_OUT).setting("RUNTIME_CONNECT_TIMEOUT");
          case UNREACHABLE, CLOSED -> new Problem(Kind.RUNTIME_UNREACHABLE);
          case TOO_LATE, NO_FIRST_PIECE, SILENT ->
              new Problem(Kind.RUNTIME_TIMED_OUT)
                  .setting(
                      timeout.equals(settings.answerTimeout())
                          ? "RUNTIME_ANSWER_TIMEOUT"
                          : "RUNTIME_LAUNCH_TIMEOUT");
          case TOO_LARGE ->
              new Problem(Kind.RUNTIME_UNREADABLE).setting("RUNTIME_ANSWER_MAX_BYTES");
          case INTERRUPTED, BROKE_OFF -> new Problem(Kind.RUNTIME_BROKE_OFF);
        };
    return problem.causedBy(failure);
  }

  @Override
  public void close() {
    calls.close();
  }
}
