package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.RunningAnswers;
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
  private final Agents agents;
  private final RunningAnswers answers;
  private final Sessions sessions;
  private final ProblemBody problems;
  private final JsonMapper json;
  private final WebSockets sockets;

  WebSocketServices(
      Gateway gateway,
      Agents agents,
      RunningAnswers answers,
      Sessions sessions,
      ProblemBody problems,
      JsonMapper json,
      WebSockets sockets) {
    this.gateway = gateway;
    this.agents = agents;
    this.answers = answers;
    this.sessions = sessions;
    this.problems = problems;
    this.json = json;
    this.sockets = sockets;
  }

  Gateway gateway() {
    return gateway;
  }

  RunningAnswers answers() {
    return answers;
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
    return agents.all().stream().filter(Agent::converses).toList();
  }

  /** The agent of this name; null when there is none at the moment. */
  @Nullable Agent agent(String name) {
    return agents.find(name).orElse(null);
  }

  /**
   * Whom a client names to answer from now on; nobody where it names nobody.
   *
   * @throws Problem UNKNOWN_AGENT where there is no such agent
   */
  @Nullable String wanted(@Nullable String name) {
    return name == null ? null : agents.conversing(name).name();
  }

  /** A message on its way; refused while the service stops, because it might not be answered. */
  Inbound inbound(
      WebSocketPresence visit,
      @Nullable String id,
      String conversation,
      @Nullable String wantedAgent,
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
        sockets.settings().agent(),
        wantedAgent,
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
