package dev.sessionmanager.embedded;

import dev.sessionmanager.runtime.AgentRuntime;
import dev.sessionmanager.runtime.RunningAgent;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What the calls to a launched agent may ask of the runtime that it belongs to.
 *
 * @param runtime lists agents and takes instructions
 * @param description what an agent of this name is for
 * @param shutDown stops this agent at its own request; the consumer answers that request
 */
record AgentCalls(
    AgentRuntime runtime,
    UnaryOperator<String> description,
    BiConsumer<RunningAgent, Consumer<RunningAgent>> shutDown) {}
