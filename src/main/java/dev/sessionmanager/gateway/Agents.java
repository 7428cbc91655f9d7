package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * All agents by name: the fixed ones, and those that come and go. Whoever acts for a caller, by
 * whatever door, asks with the caller's session: agents that an API key may not ask do not exist
 * for it. Any thread.
 */
@Component
public class Agents {

  private final Map<String, Agent> fixed = new TreeMap<>();
  private final List<AgentDirectory> directories;

  Agents(ObjectProvider<Agent> agents, ObjectProvider<AgentDirectory> directories) {
    agents.forEach(agent -> fixed.put(agent.name(), agent));
    this.directories = directories.orderedStream().toList();
  }

  /** The agent of this name, for the service itself and its operators. */
  public Optional<Agent> find(String name) {
    return Optional.ofNullable(fixed.get(name))
        .or(() ->
            directories.stream()
                .flatMap(directory -> Optional.ofNullable(directory.find(name)).stream())
                .findFirst());
  }

  /**
   * The agent of this name, where this caller may ask it.
   *
   * @param who null for a caller without a session
   */
  public Optional<Agent> find(String name, @Nullable Session who) {
    return find(name, who, owner(who));
  }

  /**
   * As above, for what is said in this person's name.
   *
   * @param owner as in {@link Inbound#owner}: an agent that somebody has made is theirs alone
   */
  public Optional<Agent> find(String name, @Nullable Session who, String owner) {
    return find(name)
        .filter(agent -> mayAsk(who, agent))
        .filter(agent -> agent.owner() == null || agent.owner().equals(owner));
  }

  /** Whose the caller's own agents are, by the session alone; {@code ""} for a guest. */
  private static String owner(@Nullable Session who) {
    return who == null ? "" : who.userId();
  }

  /** The one place that holds API keys to their agents. */
  private static boolean mayAsk(@Nullable Session who, Agent agent) {
    return who == null || who.mayAsk(agent.name()) || who.mayAsk(agent.original());
  }

  /**
   * The agent of this name, where this caller may ask it.
   *
   * @throws Problem UNKNOWN_AGENT when there is none (any more) for the caller
   */
  public Agent get(String name, @Nullable Session who, String owner) {
    return find(name, who, owner).orElseThrow(() -> new Problem(Kind.UNKNOWN_AGENT));
  }

  /**
   * The agent of this name, where it converses: the runtime's agents take instructions instead.
   *
   * @throws Problem UNKNOWN_AGENT when there is no such agent for the caller
   */
  public Agent conversing(String name, @Nullable Session who) {
    return conversing(name, who, owner(who));
  }

  /** As above, for what is said in this person's name. */
  public Agent conversing(String name, @Nullable Session who, String owner) {
    Agent agent = get(name, who, owner);
    if (!agent.converses()) {
      throw new Problem(Kind.UNKNOWN_AGENT);
    }
    return agent;
  }

  /** One of the agent runtime's agents: all of them answer through the one runtime. */
  public Optional<Agent> runtime() {
    return all().stream().filter(agent -> agent.card().kind() == Agent.Kind.RUNTIME).findFirst();
  }

  /** Those of {@link #all()} that this caller may ask, and the caller's own. */
  public List<Agent> all(@Nullable Session who) {
    return all(who, owner(who));
  }

  /** As above, for what is said in this person's name. */
  public List<Agent> all(@Nullable Session who, String owner) {
    return Stream.concat(
            all().stream(),
            directories.stream()
                .filter(directory -> !owner.isEmpty())
                .flatMap(directory -> directory.of(owner).stream()))
        .filter(agent -> mayAsk(who, agent))
        .toList();
  }

  /**
   * All agents that are everybody's and exist now, for the service itself and its operators: those
   * of files first, then models, then the runtime's.
   */
  public List<Agent> all() {
    List<Agent> all = new ArrayList<>();
    directories.forEach(directory -> all.addAll(directory.agents()));
    all.addAll(fixed.values());
    return all;
  }
}
