package dev.sessionmanager.embedded;

import dev.sessionmanager.embedded.RuntimeBodies.Launch;
import dev.sessionmanager.embedded.RuntimeBodies.Stop;
import dev.sessionmanager.embedded.RuntimeBodies.StopBody;
import dev.sessionmanager.embedded.RuntimeBodies.StopQuery;
import dev.sessionmanager.problem.FieldCheck;
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
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The runtime's HTTP contract, {@code /api/**}, in the profile runtime. */
@RestController
@RequestMapping("/api")
@Profile("runtime")
class RuntimeController {

  private static final TypeReference<Map<String, Object>> RESOURCES = new TypeReference<>() {};

  private final EmbeddedRuntime runtime;
  private final RuntimeServerSettings settings;
  private final JsonMapper json;
  private final FieldCheck fields;
  private final JsonBody bodies;
  private final Environment environment;

  RuntimeController(
      EmbeddedRuntime runtime,
      RuntimeServerSettings settings,
      JsonMapper json,
      FieldCheck fields,
      Environment environment) {
    this.runtime = runtime;
    this.settings = settings;
    this.json = json;
    this.fields = fields;
    this.bodies = new JsonBody(json, fields, settings.maxBodyBytes());
    this.environment = environment;
  }

  @PostMapping("/launch_agents")
  Map<String, List<RunningAgent>> launch(HttpServletRequest request) throws IOException {
    Launch wanted = bodies.read(request.getInputStream(), Launch.class);
    return Map.of(
        "launched_agents",
        runtime.launchNew(wanted.names(), json.convertValue(wanted.resources(), RESOURCES)));
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
    Stop wanted =
        new Stop(
            bodies.optional(request.getInputStream(), StopBody.class),
            new StopQuery(
                request.getParameter("agent_id"),
                request.getParameter("agent_name"),
                request.getParameter("pid"),
                request.getParameter("port")));
    return Map.of("stopped_agents", runtime.stop(fields.check(wanted).selector()));
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
