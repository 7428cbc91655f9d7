package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.gateway.AcceptedMessage;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.TurnRecovery;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.Locale;
import java.util.Optional;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Takes up the responses in the background that a killed process has left: nobody waited for them,
 * and their owner finds them ended. Of the others the client has gone with its connection: they are
 * marked as failed.
 */
@Component
@Order(0)
class BackgroundRecovery implements TurnRecovery {

  private final Gateway gateway;
  private final Agents agents;
  private final Sessions sessions;
  private final Conversations conversations;
  private final ResponseLog log;
  private final Asking asking;

  BackgroundRecovery(
      Gateway gateway,
      Agents agents,
      Sessions sessions,
      Conversations conversations,
      ResponseLog log,
      Asking asking) {
    this.gateway = gateway;
    this.agents = agents;
    this.sessions = sessions;
    this.conversations = conversations;
    this.log = log;
    this.asking = asking;
  }

  @Override
  public Optional<Recovered> recover(Turn turn) {
    return ResponseLog.CHANNEL.equals(turn.asked().channel())
        ? log.kept(turn).map(this::recover)
        : Optional.empty();
  }

  private Recovered recover(KeptTurn kept) {
    try {
      AcceptedMessage message = resume(kept);
      return new Resumed(() -> gateway.finish(message));
    } catch (Problem why) {
      gateway.abandon(kept.turn(), why);
      return new Failed();
    }
  }

  /**
   * @throws Problem why it is not taken up
   */
  private AcceptedMessage resume(KeptTurn kept) {
    NewTurn asked = kept.turn().asked();
    ResponseRequest request = kept.request();
    String sessionId = asked.sessionId();
    Session session = sessionId == null ? null : sessions.byId(sessionId).orElse(null);
    if (sessionId != null && session == null) {
      throw new Problem(Kind.SESSION_ENDED);
    }
    Agent agent = agents.find(asked.agent(), session, asked.owner()).orElse(null);
    if (!request.background() || agent == null || !agent.repeatable()) {
      throw new Problem(Kind.INTERRUPTED);
    }
    String conversationId = asked.conversationId();
    Conversation conversation =
        conversationId == null
            ? null
            : conversations.byId(asked.owner()::equals, conversationId).orElse(null);
    Inbound inbound =
        new Inbound(
            asked.clientId(),
            asked.channel(),
            asked.owner(),
            session,
            conversation == null ? null : conversation.key(),
            asked.agent(),
            null,
            asked.question(),
            asking.context(request, asked.owner(), conversation),
            request.options(),
            Locale.forLanguageTag(asked.language()),
            asked.acceptedAt(),
            asked.traceId(),
            asked.request());
    return gateway.resume(kept.turn(), inbound, agent);
  }
}
