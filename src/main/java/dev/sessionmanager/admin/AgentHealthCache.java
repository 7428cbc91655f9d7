package dev.sessionmanager.admin;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.problem.Health;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Which agents and models work. To find out may take their time-outs, so whoever only looks gets
 * what was found last, and has it found out again in the background where that is older than {@code
 * admin.recheck}: nobody who looks means nobody is asked. Any thread.
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

  /** What was found last, by the agent's name; empty at first. */
  Map<String, Health> known() {
    if (!fresh() && !asking.isLocked()) {
      Thread.ofVirtual().name("checkups").start(this::now);
    }
    return last;
  }

  /** What is found now: blocks for the time-outs of those that do not answer. */
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
    Map<String, Health> found = new HashMap<>();
    Health runtime = null;
    for (Agent agent : agents.all()) {
      if (agent.card().kind() == Agent.Kind.RUNTIME) {
        // All agents of this kind answer through the one runtime.
        runtime = runtime == null ? agent.check() : runtime;
        found.put(agent.name(), runtime);
      } else {
        found.put(agent.name(), agent.check());
      }
    }
    return Map.copyOf(found);
  }
}
