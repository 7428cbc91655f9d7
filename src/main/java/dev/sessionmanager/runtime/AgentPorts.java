package dev.sessionmanager.runtime;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import tools.jackson.databind.json.JsonMapper;

/**
 * Gives each agent a listening port: its fixed one from the runtime's contract, or else the next
 * free one of the range. Served by the JDK's own HTTP server, a virtual thread a request.
 */
final class AgentPorts implements AgentHost {

  private static final Map<String, Integer> FIXED =
      Map.of("vfs", 8001, "kendra", 8002, "gpt4", 8003, "orchestrator", 8004);

  /** Connections the system holds for us before they are accepted. */
  private static final int BACKLOG = 128;

  /** Seconds that running requests get to finish when an agent stops. */
  private static final int FAREWELL = 1;

  private final RuntimeServerSettings settings;
  private final Vfs vfs;
  private final JsonMapper json;

  AgentPorts(RuntimeServerSettings settings, Vfs vfs, JsonMapper json) {
    this.settings = settings;
    this.vfs = vfs;
    this.json = json;
    // The JDK's server reads its bounds once, when it is first used.
    String timeout = String.valueOf(settings.agentTimeout().toSeconds());
    bound("sun.net.httpserver.maxReqTime", timeout);
    bound("sun.net.httpserver.maxRspTime", timeout);
    bound("jdk.httpserver.maxConnections", String.valueOf(settings.agentMaxConnections()));
    bound("sun.net.httpserver.maxReqHeaderSize", "16384");
    bound("sun.net.httpserver.nodelay", "true");
  }

  @Override
  public Place open(RunningAgent agent, EmbeddedRuntime runtime) throws IOException {
    HttpServer server = bind(agent.name());
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    AgentApi api =
        new AgentApi(agent, server.getAddress().getPort(), runtime, routes(agent, runtime));
    server.createContext("/", new AgentExchanges(api, settings, json));
    server.start();
    return new Place(
        server.getAddress().getPort(),
        () -> {
          server.stop(FAREWELL);
          threads.shutdown();
        });
  }

  private AgentRoutes routes(RunningAgent agent, EmbeddedRuntime runtime) {
    return switch (agent.name()) {
      case EmbeddedRuntime.VFS -> new VfsRoutes(vfs);
      case EmbeddedRuntime.ORCHESTRATOR -> new OrchestratorRoutes(runtime, settings, json);
      default -> AgentRoutes.NONE;
    };
  }

  private HttpServer bind(String name) throws IOException {
    int fixed = FIXED.getOrDefault(name, 0);
    IntStream candidates =
        IntStream.concat(
            IntStream.of(fixed),
            IntStream.rangeClosed(settings.firstPort(), settings.lastPort())
                .filter(port -> !FIXED.containsValue(port)));
    for (int port : candidates.toArray()) {
      if (port >= settings.firstPort() && port <= settings.lastPort()) {
        try {
          return HttpServer.create(new InetSocketAddress(settings.agentHost(), port), BACKLOG);
        } catch (BindException e) {
          // Taken; the next one.
        }
      }
    }
    throw new IOException("No hay puertos libres en " + settings.agentPortRange());
  }

  private static void bound(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }
}
