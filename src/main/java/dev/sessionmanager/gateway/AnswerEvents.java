package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells listeners how each message ended, on the thread that has just answered it: a listener must
 * be quick and not throw. Any thread.
 */
@Component
public class AnswerEvents {

  /**
   * How a message ended, without its text and its answer.
   *
   * @param agent null where the message asked for an agent that does not exist
   * @param traceId 32 hex digits
   * @param accepted false for a message that was refused before it was accepted
   * @param problem null where the message was answered
   * @param nanos from acceptance to the end; 0 for a message that was not accepted
   */
  public record Ending(
      String channel,
      @Nullable String agent,
      String traceId,
      boolean accepted,
      @Nullable Kind problem,
      long nanos) {}

  private final List<Consumer<Ending>> listeners = new CopyOnWriteArrayList<>();
  private final Agents agents;

  AnswerEvents(Agents agents) {
    this.agents = agents;
  }

  public void onEnding(Consumer<Ending> listener) {
    listeners.add(listener);
  }

  void refused(Inbound inbound, Problem problem) {
    // Only the names of agents that exist: what a stranger sends as a name may be any text.
    String agent = agents.find(inbound.agent()).map(AnswerEvents::name).orElse(null);
    tell(new Ending(inbound.channel(), agent, inbound.traceId(), false, problem.kind(), 0));
  }

  void ended(AcceptedMessage message, @Nullable Problem problem, long nanos) {
    Inbound inbound = message.inbound();
    Kind kind = problem == null ? null : problem.kind();
    tell(
        new Ending(inbound.channel(), name(message.agent()), inbound.traceId(), true, kind, nanos));
  }

  /** People's own agents under one name: they may be many. */
  private static String name(Agent agent) {
    return agent.owner() == null ? agent.name() : agent.original();
  }

  private void tell(Ending ending) {
    listeners.forEach(listener -> listener.accept(ending));
  }
}
