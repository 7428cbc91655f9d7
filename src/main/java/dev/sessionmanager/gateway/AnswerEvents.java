package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells whoever watches what became of each message, on the thread that has just answered it:
 * listeners must be quick and not throw. Any thread.
 */
@Component
public class AnswerEvents {

  /**
   * How a message ended. Nothing of what was said is in it.
   *
   * @param agent null where the message asked for one that there is not
   * @param traceId 32 hex digits
   * @param accepted false for a message that was refused before it was worked on
   * @param problem null where it was answered
   * @param nanos from acceptance to the end; 0 for what was not accepted
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
    // What a stranger calls an agent may be any text; the name of one that there is, is not.
    String agent = agents.find(inbound.agent()).map(Agent::name).orElse(null);
    tell(new Ending(inbound.channel(), agent, inbound.traceId(), false, problem.kind(), 0));
  }

  void ended(AcceptedMessage message, @Nullable Problem problem, long nanos) {
    Inbound inbound = message.inbound();
    Kind kind = problem == null ? null : problem.kind();
    tell(
        new Ending(
            inbound.channel(), message.agent().name(), inbound.traceId(), true, kind, nanos));
  }

  private void tell(Ending ending) {
    for (Consumer<Ending> listener : listeners) {
      listener.accept(ending);
    }
  }
}
