package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.TraceId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What every connection asks of the service: agents, messages on their way, problems in words. */
@Component
final class WebSocketServices {

  private static final Logger log = LoggerFactory.getLogger(WebSocketServices.class);

  private final Gateway gateway;
  private final Conversations conversations;
  private final Sessions sessions;
  private final ProblemBody problems;
  private final JsonMapper json;
  private final WebSockets sockets;

  WebSocketServices(
      Gateway gateway,
      Conversations conversations,
      Sessions sessions,
      ProblemBody problems,
      JsonMapper json,
      WebSockets sockets) {
    this.gateway = gateway;
    this.conversations = conversations;
    this.sessions = sessions;
    this.problems = problems;
    this.json = json;
    this.sockets = sockets;
  }

  Gateway gateway() {
    return gateway;
  }

  Sessions sessions() {
    return sessions;
  }

  WebSockets sockets() {
    return sockets;
  }

  JsonMapper json() {
    return json;
  }

  /** Agents that converse; those of the runtime take instructions, over other calls. */
  List<Agent> agents() {
    return gateway.agents().all().stream().filter(WebSocketServices::converses).toList();
  }

  private static boolean converses(Agent agent) {
    return agent.card().kind() != Agent.Kind.RUNTIME;
  }

  /** Who answers: whom the client names, from now on; else the conversation's own. */
  String agent(String owner, String conversation, @Nullable String wanted) {
    Conversation open = conversations.find(owner, WebSockets.CHANNEL, conversation).orElse(null);
    String current = open == null ? sockets.settings().agent() : open.agent();
    if (wanted == null || wanted.equals(current)) {
      return current;
    }
    if (!converses(gateway.agents().get(wanted))) {
      throw new Problem(Kind.UNKNOWN_AGENT);
    }
    if (open != null) {
      conversations.setAgent(open, wanted);
    }
    return wanted;
  }

  /** A message on its way; refused while the service stops, because it might not be answered. */
  Inbound inbound(
      WebSocketPresence visit,
      @Nullable String id,
      String conversation,
      String agent,
      String text,
      Locale language) {
    if (sockets.stopping()) {
      throw new Problem(Kind.STOPPING);
    }
    return new Inbound(
        id,
        WebSockets.CHANNEL,
        visit.session(),
        conversation,
        agent,
        text,
        null,
        AnswerOptions.DEFAULTS,
        language,
        sockets.clock().instant(),
        TraceId.fresh());
  }

  /** Every failure as what it is to the client; one of ours stands in the log. */
  static Problem problem(RuntimeException failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    log.error("a message on a WebSocket failed", failure);
    return new Problem(Kind.INTERNAL).causedBy(failure);
  }

  /** A problem in one line. */
  String sentence(Problem problem, Locale language) {
    Map<String, String> errors = problems.errors(problem, language);
    String sentence = problems.sentence(problem, language);
    return errors.isEmpty() ? sentence : sentence + ' ' + String.join("; ", errors.values());
  }

  Map<String, Object> body(Problem problem, Locale language, String traceId) {
    return problems.of(problem, language, traceId);
  }
}
