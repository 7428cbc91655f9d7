package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Text;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Who can be asked by this caller. */
@RestController
class AgentsController {

  private final Agents agents;
  private final FieldCheck fields;

  AgentsController(Agents agents, FieldCheck fields) {
    this.agents = agents;
    this.fields = fields;
  }

  /**
   * An agent of the list.
   *
   * @param examples questions that it can answer
   * @param own whether the caller has made it, and nobody else sees it; left away where not
   */
  record Listed(
      String id,
      String name,
      String description,
      @Nullable String greeting,
      List<String> examples,
      String kind,
      String via,
      @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean own) {}

  /** An agent as TechBot's variant lists it. */
  record Available(String name, String description) {}

  record Whose(
      @JsonProperty("session_id") @Text(required = false, max = ChatController.SESSION_MAX)
          @Nullable String sessionId) {}

  /** Also by name as TechBot's variant has them: those that converse. */
  @GetMapping("/agents")
  Map<String, Object> list(
      @RequestParam(name = "session_id", required = false) @Nullable String asked,
      Ownership mine,
      Locale reader) {
    String sessionId = fields.check(new Whose(asked)).sessionId();
    List<Agent> all =
        agents.all(mine.caller().session(), mine.of(ChatController.CHANNEL, sessionId));
    Map<String, Available> available = new LinkedHashMap<>();
    all.stream()
        .filter(Agent::converses)
        .forEach(agent ->
            available.put(
                agent.name(), new Available(agent.card().title(), agent.card().description())));
    return Map.of(
        "agents",
        all.stream().map(agent -> listed(agent, reader)).toList(),
        "available_agents",
        available);
  }

  private static Listed listed(Agent agent, Locale reader) {
    Agent.Card card = agent.card();
    Agent.Presentation words = agent.presentation(reader);
    return new Listed(
        agent.name(),
        card.title(),
        words.description(),
        words.greeting(),
        words.examples(),
        card.kind().name().toLowerCase(Locale.ROOT),
        agent.via(),
        agent.owner() != null);
  }
}
