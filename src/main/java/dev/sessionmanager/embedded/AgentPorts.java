package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.vfs.Vfs;
import java.io.IOException;
import java.net.BindException;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.tomcat.util.modeler.Registry;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives each agent a listening port: its fixed one from the runtime's contract, or else the next
 * free one of the range.
 */
final class AgentPorts implements AgentHost {

  private static final Map<String, Integer> FIXED =
      Map.of("vfs", 8001, "kendra", 8002, "gpt4", 8003, "orchestrator", 8004);

  private final RuntimeServerSettings settings;
  private final Vfs vfs;
  private final JsonMapper json;
  private final FieldCheck fields;

  AgentPorts(RuntimeServerSettings settings, Vfs vfs, JsonMapper json, FieldCheck fields) {
    this.settings = settings;
    this.vfs = vfs;
    this.json = json;
    this.fields = fields;
    Registry.disableRegistry(); // As the main server does: nobody looks at Tomcat through JMX.
  }

  @Override
  public Place open(RunningAgent agent, AgentCalls calls) throws IOException {
    AgentRoutes routes = routes(agent, calls);
    for (int port : candidates(agent.name())) {
      AgentApi api = new AgentApi(agent, port, calls, routes);
      AgentValve valve = new AgentValve(api, settings, json);
      try {
        AgentPort opened = AgentPort.open(port, valve, settings);
        return new Place(port, opened::close);
      } catch (BindException e) {
        // The port is taken: the next one is tried.
      }
    }
    throw new IOException("No hay puertos libres en " + settings.agentPortRange());
  }

  private AgentRoutes routes(RunningAgent agent, AgentCalls calls) {
    return switch (agent.name()) {
      case EmbeddedRuntime.VFS -> new VfsRoutes(vfs);
      case EmbeddedRuntime.ORCHESTRATOR ->
          new OrchestratorRoutes(
              calls, settings, new JsonBody(json, fields, settings.maxBodyBytes()));
      default -> AgentRoutes.NONE;
    };
  }

  private int[] candidates(String name) {
    int fixed = FIXED.getOrDefault(name, 0);
    IntStream others =
        IntStream.rangeClosed(settings.firstPort(), settings.lastPort())
            .filter(port -> !FIXED.containsValue(port));
    return IntStream.concat(IntStream.of(fixed), others)
        .filter(port -> port >= settings.firstPort() && port <= settings.lastPort())
        .toArray();
  }
}
