package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.problem.Health;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which agents and models work. To ask them may take their time-outs, so the pages get the last
 * answers, and agents are asked again in the background where these are older than {@code
 * admin.recheck}: while no page is open, no agent is asked. Any thread.
 */
@Component
class AgentHealthCache {

  private final ReentrantLock asking = new ReentrantLock();
  private final Agents agents;
  private final AdminSettings settings;
  private final Clock clock;
  private volatile Map<String, Health> last = Map.of();
  private volatile @Nullable Instant at;

  AgentHealthCache(Agents agents, AdminSettings settings, Clock clock) {
    this.agents = agents;
    this.settings = settings;
    this.clock = clock;
  }

  /** The health that was found last, by the agent's name; empty at first. */
  Map<String, Health> known() {
    if (!fresh() && !asking.isLocked()) {
      Thread.ofVirtual().name("checkups").start(this::now);
    }
    return last;
  }

  /** The health that is found now; blocks for the time-outs of agents that do not answer. */
  Map<String, Health> now() {
    asking.lock();
    try {
      if (!fresh()) {
        last = ask();
        at = clock.instant();
      }
      return last;
    } finally {
      asking.unlock();
    }
  }

  private boolean fresh() {
    Instant then = at;
    return then != null && clock.instant().isBefore(then.plus(settings.recheck()));
  }

  private Map<String, Health> ask() {
    Optional<Health> runtime = agents.runtime().map(Agent::check);
    Map<String, Health> found = new HashMap<>();
    for (Agent agent : agents.all()) {
      boolean answersByRuntime = agent.card().kind() == Agent.Kind.RUNTIME;
      found.put(agent.name(), runtime.filter(health -> answersByRuntime).orElseGet(agent::check));
    }
    return Map.copyOf(found);
  }
}
