package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** All agents by name: the fixed ones, and those that come and go. Any thread. */
@Component
public class Agents {

  private final Map<String, Agent> fixed = new TreeMap<>();
  private final List<AgentDirectory> directories;

  Agents(ObjectProvider<Agent> agents, ObjectProvider<AgentDirectory> directories) {
    agents.forEach(agent -> fixed.put(agent.name(), agent));
    this.directories = directories.orderedStream().toList();
  }

  public Optional<Agent> find(String name) {
    return Optional.ofNullable(fixed.get(name))
        .or(() ->
            directories.stream()
                .flatMap(directory -> Optional.ofNullable(directory.find(name)).stream())
                .findFirst());
  }

  /**
   * The agent of this name.
   *
   * @throws Problem UNKNOWN_AGENT when there is none (any more)
   */
  public Agent get(String name) {
    return find(name).orElseThrow(() -> new Problem(Kind.UNKNOWN_AGENT));
  }

  /**
   * The agent of this name, where it converses: the runtime's agents take instructions instead.
   *
   * @throws Problem UNKNOWN_AGENT when there is no such agent
   */
  public Agent conversing(String name) {
    Agent agent = get(name);
    if (!agent.converses()) {
      throw new Problem(Kind.UNKNOWN_AGENT);
    }
    return agent;
  }

  /** One of the agent runtime's agents: all of them answer through the one runtime. */
  public Optional<Agent> runtime() {
    return all().stream().filter(agent -> agent.card().kind() == Agent.Kind.RUNTIME).findFirst();
  }

  /** All agents that exist now: those of files first, then models, then the runtime's. */
  public List<Agent> all() {
    List<Agent> all = new ArrayList<>();
    directories.forEach(directory -> all.addAll(directory.agents()));
    all.addAll(fixed.values());
    return all;
  }
}
