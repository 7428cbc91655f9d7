package dev.sessionmanager.runtime;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/** Which agents to stop: all the fields that are given must match; with none given, none does. */
public record AgentSelector(
    @JsonProperty("agent_id") @Nullable String id,
    @JsonProperty("agent_name") @Nullable String name,
    @Nullable Long pid,
    @Nullable Integer port) {

  public static AgentSelector named(String name) {
    return new AgentSelector(null, name, null, null);
  }

  boolean isEmpty() {
    return id == null && name == null && pid == null && port == null;
  }

  public boolean matches(RunningAgent agent) {
    return !isEmpty()
        && (id == null || id.equals(agent.id()))
        && (name == null || name.equals(agent.name()))
        && (pid == null || pid == agent.pid())
        && (port == null || port == agent.port());
  }
}
