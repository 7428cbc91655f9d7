package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.Instruction;
import dev.sessionmanager.runtime.RunningAgent;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The orchestrator's own calls: who else runs, and the instructions themselves. */
final class OrchestratorRoutes implements AgentRoutes {

  private final AgentCalls calls;
  private final RuntimeServerSettings settings;
  private final JsonBody bodies;

  OrchestratorRoutes(AgentCalls calls, RuntimeServerSettings settings, JsonBody bodies) {
    this.calls = calls;
    this.settings = settings;
    this.bodies = bodies;
  }

  @Override
  public List<String> endpoints() {
    return List.of("GET /agents", "GET /discover", "POST /instructions");
  }

  @Override
  public @Nullable Answer answer(Call call) throws IOException {
    String wanted =
        switch (call.path()) {
          case "/agents", "/discover" -> "GET";
          case "/instructions" -> "POST";
          default -> null;
        };
    if (wanted == null) {
      return null;
    }
    if (!wanted.equals(call.method())) {
      throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED);
    }
    return switch (call.path()) {
      case "/agents" -> Answer.ok(Map.of("agents", calls.runtime().list(null, null)));
      case "/discover" -> Answer.ok(Map.of("agents", discovered()));
      default -> Answer.ok(instruct(call));
    };
  }

  private List<Map<String, Object>> discovered() {
    String host = settings.agentHost().getHostAddress();
    String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return calls.runtime().list(RunningAgent.Status.RUNNING, null).stream()
        .map(agent ->
            Map.<String, Object>of(
                "name", agent.name(),
                "description", calls.description().apply(agent.name()),
                "url", "http://" + shown + ":" + agent.port()))
        .toList();
  }

  private Map<String, Object> instruct(Call call) throws IOException {
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
