package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.Optional;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes up turns of {@link AskedMessages}. A turn that cannot be asked again is marked as failed: a
 * turn that stands alone, because no sender could fetch the answer; a turn of an agent for which
 * asking twice might do something twice; a turn whose session has ended.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE) // every turn that no other kind claims is an asked one
class AskedTurnRecovery implements TurnRecovery {

  private final Gateway gateway;
  private final AskedMessages asked;
  private final Agents agents;
  private final Sessions sessions;
  private final Conversations conversations;

  AskedTurnRecovery(
      Gateway gateway,
      AskedMessages asked,
      Agents agents,
      Sessions sessions,
      Conversations conversations) {
    this.gateway = gateway;
    this.asked = asked;
    this.agents = agents;
    this.sessions = sessions;
    this.conversations = conversations;
  }

  @Override
  public Optional<Recovered> recover(Turn turn) {
    NewTurn question = turn.asked();
    String conversationId = question.conversationId();
    Conversation conversation =
        conversationId == null
            ? null
            : conversations.byId(question.owner()::equals, conversationId).orElse(null);
    String sessionId = question.sessionId();
    Session session = sessionId == null ? null : sessions.byId(sessionId).orElse(null);
    boolean sessionOver = sessionId != null && session == null;
    Agent agent = agents.find(question.agent(), session, question.owner()).orElse(null);
    if (agent == null || conversation == null || !agent.repeatable() || sessionOver) {
      Problem why = new Problem(sessionOver ? Kind.SESSION_ENDED : Kind.INTERRUPTED);
      asked.refused(turn.id(), question, why);
      return Optional.of(new Failed());
    }
    Inbound inbound = Inbound.of(question, conversation, session);
    AcceptedMessage message = gateway.resume(turn, inbound, agent, true, asked);
    return Optional.of(new Resumed(() -> gateway.finish(message)));
  }
}
