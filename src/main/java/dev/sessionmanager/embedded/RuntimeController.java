package dev.sessionmanager.embedded;

import dev.sessionmanager.runtime.AgentSelector;
import dev.sessionmanager.runtime.RunningAgent;
import dev.sessionmanager.runtime.RuntimeStatus;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The runtime's HTTP contract, {@code /api/**}, in the profile runtime. */
@RestController
@RequestMapping("/api")
@Profile("runtime")
class RuntimeController {

  private final EmbeddedRuntime runtime;
  private final RuntimeServerSettings settings;
  private final JsonMapper json;
  private final Environment environment;

  RuntimeController(
      EmbeddedRuntime runtime,
      RuntimeServerSettings settings,
      JsonMapper json,
      Environment environment) {
    this.runtime = runtime;
    this.settings = settings;
    this.json = json;
    this.environment = environment;
  }

  @PostMapping("/launch_agents")
  Map<String, List<RunningAgent>> launch(HttpServletRequest request) throws IOException {
    JsonBody body = JsonBody.read(request.getInputStream(), settings.maxBodyBytes(), json);
    List<String> agents = body.texts("agents");
    Map<String, Object> resources = body.object("resources");
    body.check();
    return Map.of("launched_agents", runtime.launchNew(agents, resources));
  }

  /** Null for a status that does not exist: then no agent has it. */
  @GetMapping("/list_agents")
  Map<String, List<RunningAgent>> list(
      @RequestParam(required = false) @Nullable String status,
      @RequestParam(name = "agent_name", required = false) @Nullable String name) {
    return Map.of(
        "agents",
        runtime.list(null, name).stream()
            .filter(agent -> status == null || agent.status().wire().equals(status))
            .toList());
  }

  @PostMapping("/stop_agent")
  Map<String, List<RunningAgent>> stop(HttpServletRequest request) throws IOException {
    JsonBody body = JsonBody.optional(request.getInputStream(), settings.maxBodyBytes(), json);
    String id = body.optionalText("agent_id");
    String name = body.optionalText("agent_name");
    Long pid = body.optionalNumber("pid");
    Long port = body.optionalNumber("port");
    Long queryPid = body.number("query.pid", request.getParameter("pid"));
    Long queryPort = body.number("query.port", request.getParameter("port"));
    body.check();
    Long wanted = port == null ? queryPort : port;
    return Map.of(
        "stopped_agents",
        runtime.stop(
            new AgentSelector(
                id == null ? request.getParameter("agent_id") : id,
                name == null ? request.getParameter("agent_name") : name,
                pid == null ? queryPid : pid,
                // No port is that large, so nothing will match; cutting bits off might.
                wanted == null ? null : (int) Math.clamp(wanted, -1L, Integer.MAX_VALUE))));
  }

  @PostMapping("/stop_agents")
  Map<String, List<RunningAgent>> stopAll() {
    return Map.of("stopped_agents", runtime.stopAll());
  }

  @GetMapping("/status")
  RuntimeStatus status() {
    RuntimeStatus status = runtime.status();
    return new RuntimeStatus(
        status.status(),
        status.version(),
        status.appName(),
        settings.debug(),
        status.activeAgents(),
        environment.getProperty("local.server.port", Integer.class, 0),
        settings.agentPortRange(),
        status.error());
  }
}
