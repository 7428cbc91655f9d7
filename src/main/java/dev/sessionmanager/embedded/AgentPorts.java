package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.server.ConnectionsPerAddress;
import dev.sessionmanager.server.ValvePort;
import dev.sessionmanager.vfs.Vfs;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.modeler.Registry;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives each agent a listening port, which the agent's own calls may ask to close: its fixed one
 * from the runtime's contract, or else the next free one of the range.
 */
final class AgentPorts implements AgentHost {

  private static final Map<String, Integer> FIXED =
      Map.of("vfs", 8001, "kendra", 8002, "gpt4", 8003, "orchestrator", 8004);

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 128;

  /** Bytes of a request's line and headers. */
  private static final int HEAD_MAX = 16 * 1024;

  /** What running calls get to finish when the agent stops. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final RuntimeServerSettings settings;
  private final Vfs vfs;
  private final JsonMapper json;
  private final JsonBody bodies;

  AgentPorts(RuntimeServerSettings settings, Vfs vfs, JsonMapper json, FieldCheck fields) {
    this.settings = settings;
    this.vfs = vfs;
    this.json = json;
    this.bodies = new JsonBody(json, fields, settings.maxBodyBytes());
    Registry.disableRegistry(); // As the main server does: nobody looks at Tomcat through JMX.
  }

  @Override
  public Place open(RunningAgent agent, Calls calls) throws IOException {
    for (int port : candidates(agent.name())) {
      AgentValve valve = new AgentValve(api(agent.running(port), calls), settings, json);
      try {
        ValvePort opened =
            ValvePort.open(
                bounds(port), ConnectionsPerAddress.unbounded(), valve, AgentPorts::prepare);
        return new Place(port, () -> close(opened, valve));
      } catch (BindException e) {
        // The port is taken: the next one is tried.
      }
    }
    throw new IOException("No hay puertos libres en " + settings.agentPortRange());
  }

  private AgentApi api(RunningAgent agent, Calls calls) {
    AgentApi api = new AgentApi(agent, calls);
    return switch (agent.name()) {
      case EmbeddedRuntime.VFS -> api.withFiles(vfs);
      case EmbeddedRuntime.ORCHESTRATOR -> api.withInstructions(settings.agentHost(), bodies);
      default -> api;
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

  private ValvePort.Bounds bounds(int port) {
    return new ValvePort.Bounds(
        "agent-" + port,
        settings.agentHost(),
        port,
        BACKLOG,
        settings.agentMaxConnections(),
        settings.agentTimeout(),
        HEAD_MAX);
  }

  private static void prepare(Connector connector) {
    connector.setProperty("continueResponseTiming", "onRead");
    connector.setProperty("bindOnInit", "false"); // else its socket is closed last of all
    connector.setEncodedSolidusHandling("decode");
  }

  /**
   * Stops listening at once, gives running calls a moment to finish, and ends. One of these calls
   * may ask for it: what waits for that call to finish then happens in a thread of its own.
   */
  private static void close(ValvePort port, AgentValve valve) {
    port.stopListening();
    Runnable finish =
        () -> {
          valve.finish(FAREWELL);
          port.close();
        };
    if (valve.isServing()) {
      Thread.startVirtualThread(finish);
    } else {
      finish.run();
    }
  }
}
