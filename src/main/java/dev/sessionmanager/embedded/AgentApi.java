package dev.sessionmanager.embedded;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.runtime.RunningAgent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** One launched agent over HTTP: what every agent answers, then what only this one does. */
final class AgentApi {

  private static final List<String> COMMON = List.of("GET /", "GET /status", "GET /shutdown");

  private final RunningAgent agent;
  private final AgentCalls calls;
  private final AgentRoutes routes;

  /**
   * @param port where the agent listens, which its launcher has yet to hear of
   */
  AgentApi(RunningAgent agent, int port, AgentCalls calls, AgentRoutes routes) {
    this.agent =
        new RunningAgent(
            agent.id(),
            agent.name(),
            agent.pid(),
            port,
            RunningAgent.Status.RUNNING,
            agent.startTime());
    this.calls = calls;
    this.routes = routes;
  }

  /** Answers one call through {@code send}, exactly once, or throws a {@link Problem} before it. */
  void answer(AgentRoutes.Call call, Consumer<AgentRoutes.Answer> send) throws IOException {
    switch (call.path()) {
      case "/", "/status", "/shutdown" -> {
        if (!call.method().equals("GET")) {
          throw new Problem(Problem.Kind.METHOD_NOT_ALLOWED);
        }
        common(call.path(), send);
      }
      default -> {
        AgentRoutes.Answer answer = routes.answer(call);
        if (answer == null) {
          throw new Problem(Problem.Kind.NOT_FOUND);
        }
        send.accept(answer);
      }
    }
  }

  private void common(String path, Consumer<AgentRoutes.Answer> send) {
    switch (path) {
      case "/shutdown" ->
          calls
              .shutDown()
              .accept(
                  agent, stopped -> send.accept(new AgentRoutes.Answer(200, stopped, null, true)));
      case "/status" -> {
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("id", agent.id());
        status.put("name", agent.name());
        status.put("pid", agent.pid());
        status.put("port", agent.port());
        status.put("status", agent.status());
        status.put("start_time", agent.startTime());
        status.put("description", calls.description().apply(agent.name()));
        send.accept(AgentRoutes.Answer.ok(status));
      }
      default -> {
        List<String> endpoints = new ArrayList<>(COMMON);
        endpoints.addAll(routes.endpoints());
        send.accept(
            AgentRoutes.Answer.ok(
                Map.of(
                    "name", agent.name(),
                    "status", agent.status(),
                    "description", calls.description().apply(agent.name()),
                    "endpoints", endpoints)));
      }
    }
  }
}
