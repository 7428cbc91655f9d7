package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.session.Caller;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /v1/models}: those that converse, agents of files and models as they are. */
@RestController
class ModelController {

  private final Agents agents;
  private final long since;

  ModelController(Agents agents, Clock clock) {
    this.agents = agents;
    this.since = clock.instant().getEpochSecond();
  }

  /**
   * @param created seconds since 1970: since when the service runs, for agents have no birthday
   */
  record Model(String id, String object, long created, @JsonProperty("owned_by") String ownedBy) {}

  record Models(String object, List<Model> data) {}

  @GetMapping("/v1/models")
  Models list(Caller caller) {
    return new Models(
        "list",
        agents.all(caller.session()).stream().filter(Agent::converses).map(this::model).toList());
  }

  /** The name is the rest of the path: models of providers have slashes in theirs. */
  @GetMapping("/v1/models/{*model}")
  Model one(@PathVariable("model") String model, Caller caller) {
    return model(agents.conversing(model.substring(1), caller.session()));
  }

  private Model model(Agent agent) {
    return new Model(agent.name(), "model", since, "session-manager");
  }
}
