package dev.sessionmanager.channel.anthropic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.session.Caller;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/models} as Anthropic's clients read it, who say so by a header. */
@RestController
class ModelInfoController {

  private static final String ANTHROPICS = "anthropic-version";

  private final Agents agents;
  private final Instant since;

  ModelInfoController(Agents agents, Clock clock) {
    this.agents = agents;
    this.since = clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * @param createdAt since when the service runs, for agents have no birthday
   */
  record ModelInfo(
      String type,
      String id,
      @JsonProperty("display_name") String displayName,
      @JsonProperty("created_at") Instant createdAt) {}

  /** All of them: no client needs a second page. */
  @JsonInclude(Include.ALWAYS)
  record ModelPage(
      List<ModelInfo> data,
      @JsonProperty("has_more") boolean hasMore,
      @JsonProperty("first_id") @Nullable String firstId,
      @JsonProperty("last_id") @Nullable String lastId) {}

  @GetMapping(value = "/v1/models", headers = ANTHROPICS)
  ModelPage list(Caller caller) {
    List<ModelInfo> all =
        agents.all(caller.session()).stream().filter(Agent::converses).map(this::info).toList();
    return all.isEmpty()
        ? new ModelPage(all, false, null, null)
        : new ModelPage(all, false, all.getFirst().id(), all.getLast().id());
  }

  /** The name is the rest of the path: models of providers have slashes in theirs. */
  @GetMapping(value = "/v1/models/{*model}", headers = ANTHROPICS)
  ModelInfo one(@PathVariable("model") String model, Caller caller) {
    return info(agents.conversing(model.substring(1), caller.session()));
  }

  private ModelInfo info(Agent agent) {
    return new ModelInfo("model", agent.name(), agent.card().title(), since);
  }
}
