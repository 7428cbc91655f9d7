package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Who can be asked. */
@RestController
class AgentsController {

  private final Agents agents;

  AgentsController(Agents agents) {
    this.agents = agents;
  }

  record Listed(
      String id,
      String name,
      String description,
      @Nullable String greeting,
      String kind,
      String via) {}

  @GetMapping("/agents")
  Map<String, List<Listed>> list() {
    return Map.of("agents", agents.all().stream().map(AgentsController::listed).toList());
  }

  private static Listed listed(Agent agent) {
    Agent.Card card = agent.card();
    return new Listed(
        agent.name(),
        card.title(),
        card.description(),
        card.greeting(),
        card.kind().name().toLowerCase(Locale.ROOT),
        agent.via());
  }
}
