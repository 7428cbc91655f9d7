package dev.sessionmanager.gateway;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Agents that come and go while the service runs: those of files, and the connected models. */
public interface AgentDirectory {

  /** The agent of this name; null when there is none now. */
  @Nullable Agent find(String name);

  /** All agents that exist now, in the order in which people should see them. */
  Collection<Agent> agents();

  /** Those that are this person's alone, which are not among {@link #agents}. */
  default Collection<Agent> of(String owner) {
    return List.of();
  }
}
