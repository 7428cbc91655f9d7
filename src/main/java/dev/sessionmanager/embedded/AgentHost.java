package dev.sessionmanager.embedded;

import dev.sessionmanager.runtime.RunningAgent;
import java.io.IOException;

/**
 * Gives launched agents a place where they can be reached. There are two: {@link #NOWHERE} for
 * agents embedded in the service, and {@link AgentPorts}, a listening port each, in the profile
 * runtime.
 */
interface AgentHost {

  AgentHost NOWHERE = (agent, calls) -> new Place(0, () -> {});

  /**
   * Opens the agent's place; it is reachable once this returns.
   *
   * @param calls what calls to the agent ask of its runtime
   * @throws IOException when there is no place left; the message is fit for the caller's eyes
   */
  Place open(RunningAgent agent, AgentCalls calls) throws IOException;

  /**
   * Where an agent is reached.
   *
   * @param port 0 when there is none
   * @param close gives the place up; afterwards nothing listens there
   */
  record Place(int port, Runnable close) {}
}
