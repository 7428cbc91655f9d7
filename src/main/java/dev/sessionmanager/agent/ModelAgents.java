package dev.sessionmanager.agent;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.AgentDirectory;
import dev.sessionmanager.model.Models;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Each connected model, under its name. Any thread. */
final class ModelAgents implements AgentDirectory {

  private final Models models;

  ModelAgents(Models models) {
    this.models = models;
  }

  @Override
  public @Nullable Agent find(String name) {
    return models.list().stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .map(model -> new ModelAgent(model, models))
        .orElse(null);
  }

  @Override
  public Collection<Agent> agents() {
    return models.list().stream().<Agent>map(model -> new ModelAgent(model, models)).toList();
  }
}
