package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.Instruction;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.vfs.Vfs;
import dev.sessionmanager.vfs.VfsFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One launched agent over HTTP: what every agent answers, then what the vfs or the orchestrator
 * does. Any thread.
 */
final class AgentApi {

  private static final String FILE = "/files/{path}";

  private final RunningAgent agent;
  private final AgentHost.Calls calls;
  private final Map<String, Route> routes = new LinkedHashMap<>();

  /**
   * @param agent with the port where it listens, which its launcher has yet to hear of
   */
  AgentApi(RunningAgent agent, AgentHost.Calls calls) {
    this.agent = agent;
    this.calls = calls;
    on("GET /", call -> Answer.ok(about()));
    on("GET /status", call -> Answer.ok(status()));
    routes.put(
        "GET /shutdown",
        (call, send) ->
            calls
                .shutDown()
                .accept(agent, stopped -> send.accept(new Answer(200, stopped, null, true))));
  }

  /**
   * A request to an agent.
   *
   * @param path decoded, beginning with a slash
   * @param user from the header {@link AgentRuntime#USER_HEADER}
   * @param body not yet read, of any length
   */
  record Call(String method, String path, @Nullable String user, InputStream body) {}

  /**
   * What goes back.
   *
   * @param body written as JSON; ignored when there is a download
   * @param last whether the agent ends after it, and the connection with it
   */
  record Answer(int status, Object body, Vfs.@Nullable Download download, boolean last) {

    static Answer ok(Object body) {
      return new Answer(200, body, null, false);
    }
  }

  private interface Route {
    void answer(Call call, Consumer<Answer> send) throws IOException;
  }

  private interface Function {
    Answer apply(Call call) throws IOException;
  }

  private void on(String route, Function function) {
    routes.put(route, (call, send) -> send.accept(function.apply(call)));
  }

  /** Answers one call through {@code send}, exactly once, or throws a {@link Problem} before it. */
  void answer(Call call, Consumer<Answer> send) throws IOException {
    String path = call.path().startsWith("/files/") ? FILE : call.path();
    Route route = routes.get(call.method() + ' ' + path);
    if (route == null) {
      boolean known = routes.keySet().stream().anyMatch(other -> other.endsWith(' ' + path));
      throw new Problem(known ? Problem.Kind.METHOD_NOT_ALLOWED : Problem.Kind.NOT_FOUND);
    }
    route.answer(call, send);
  }

  private Map<String, Object> about() {
    return Map.of(
        "name", agent.name(),
        "status", agent.status(),
        "description", calls.description().apply(agent.name()),
        "endpoints", routes.keySet());
  }

  private Map<String, Object> status() {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("id", agent.id());
    status.put("name", agent.name());
    status.put("pid", agent.pid());
    status.put("port", agent.port());
    status.put("status", agent.status());
    status.put("start_time", agent.startTime());
    status.put("description", calls.description().apply(agent.name()));
    return status;
  }

  /** The vfs: the files of the user named in the header. */
  AgentApi withFiles(Vfs vfs) {
    on("GET /files", call -> Answer.ok(Map.of("files", vfs.list(user(call)))));
    on(
        "GET " + FILE,
        call -> {
          Vfs.Download download = vfs.read(user(call), file(call)).orElseThrow(AgentApi::missing);
          return new Answer(200, Map.of(), download, false);
        });
    on(
        "PUT " + FILE,
        call -> {
          VfsFile.Written written = vfs.write(user(call), file(call), call.body());
          return new Answer(written.created() ? 201 : 200, written.file(), null, false);
        });
    on(
        "DELETE " + FILE,
        call -> {
          if (!vfs.delete(user(call), file(call))) {
            throw missing();
          }
          return Answer.ok(Map.of("deleted", file(call)));
        });
    return this;
  }

  private static String file(Call call) {
    return call.path().substring("/files/".length());
  }

  private static String user(Call call) {
    String user = call.user();
    if (user == null || user.isBlank()) {
      throw Problem.fields(Map.of("header.x-session-user", "missing"));
    }
    return user;
  }

  private static Problem missing() {
    return new Problem(Problem.Kind.NOT_FOUND, "El archivo no existe");
  }

  /** The orchestrator: who else runs, and the instructions themselves. */
  AgentApi withInstructions(InetAddress host, JsonBody bodies) {
    on("GET /agents", call -> Answer.ok(Map.of("agents", calls.runtime().list(null, null))));
    on("GET /discover", call -> Answer.ok(Map.of("agents", discovered(host.getHostAddress()))));
    on("POST /instructions", call -> Answer.ok(instruct(call, bodies)));
    return this;
  }

  private List<Map<String, Object>> discovered(String host) {
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return calls.runtime().list(RunningAgent.Status.RUNNING, null).stream()
        .map(other ->
            Map.<String, Object>of(
                "name", other.name(),
                "description", calls.description().apply(other.name()),
                "url", "http://" + shown + ":" + other.port()))
        .toList();
  }

  private Map<String, Object> instruct(Call call, JsonBody bodies) throws IOException {
    String text = (String) bodies.read(call.body(), RuntimeBodies.Instruct.class).text();
    String user = call.user();
    String known = user == null || user.isBlank() ? null : user;
    Instruction instruction = calls.runtime().instruct(text, known, Map::of);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("original", instruction.original());
    answer.put("optimized", instruction.optimized());
    answer.putAll(instruction.extras());
    return answer;
  }
}
