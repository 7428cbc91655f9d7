package dev.sessionmanager.embedded;

import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.RunningAgent;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

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
   * @throws IOException when there is no place left; the message is fit for the caller's eyes
   */
  Place open(RunningAgent agent, Calls calls) throws IOException;

  /**
   * What the calls to a launched agent may ask of the runtime that it belongs to.
   *
   * @param runtime lists agents and takes instructions
   * @param description what an agent of this name is for
   * @param shutDown stops this agent at its own request; the consumer answers that request
   */
  record Calls(
      AgentRuntime runtime,
      UnaryOperator<String> description,
      BiConsumer<RunningAgent, Consumer<RunningAgent>> shutDown) {}

  /**
   * Where an agent is reached.
   *
   * @param port 0 when there is none
   * @param close gives the place up; afterwards nothing listens there
   */
  record Place(int port, Runnable close) {}
}
