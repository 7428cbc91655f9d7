package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.problem.Problem;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Lines that begin with a slash, in Spanish or English whatever the port's language. Any thread.
 */
@Component
class TcpCommands {

  private static final int HISTORY_TURNS = 20;
  private static final int AGENTS_SHOWN = 100;

  private final Agents agents;
  private final Conversations conversations;
  private final Turns turns;
  private final TcpPhrases phrases;
  private final TcpTalk talk;

  TcpCommands(
      Agents agents, Conversations conversations, Turns turns, TcpPhrases phrases, TcpTalk talk) {
    this.agents = agents;
    this.conversations = conversations;
    this.turns = turns;
    this.phrases = phrases;
    this.talk = talk;
  }

  /**
   * Carries out a command and gives the answer to it, with the prompt.
   *
   * @param line that begins with a slash
   * @throws Problem why it cannot be done
   */
  String run(TcpConnection connection, String line) {
    String[] words = line.split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    String command = words[0].toLowerCase(Locale.ROOT);
    String answer =
        switch (command) {
          case "/ayuda", "/help" -> phrases.line("tcp.help");
          case "/login" -> {
            if (rest.isEmpty()) {
              yield phrases.line("tcp.login_whom");
            }
            connection.expectPassword(rest);
            yield null;
          }
          case "/agente", "/agent", "/historial", "/history", "/reset" ->
              connection.mayTalk()
                  ? conversing(connection, command, rest)
                  : phrases.line("tcp.login_first");
          default -> phrases.line("tcp.unknown_command");
        };
    return answer == null ? phrases.text("tcp.password") + ' ' : answer + TcpPhrases.PROMPT;
  }

  private String conversing(TcpConnection connection, String command, String rest) {
    return switch (command) {
      case "/agente", "/agent" -> rest.isEmpty() ? agents(connection) : choose(connection, rest);
      case "/reset" -> {
        open(connection).ifPresent(conversations::end);
        yield phrases.line("conversation_reset");
      }
      default -> history(connection);
    };
  }

  private String agents(TcpConnection connection) {
    StringBuilder list = new StringBuilder();
    agents.all().stream()
        .filter(Agent::converses)
        .limit(AGENTS_SHOWN)
        .forEach(agent ->
            list.append(agent.name().equals(connection.agent()) ? "* " : "  ")
                .append(agent.name())
                .append(": ")
                .append(agent.card().description())
                .append('\n'));
    return TcpPhrases.clean(list.toString());
  }

  /** Agents of the runtime take instructions; they have calls of their own. */
  private String choose(TcpConnection connection, String name) {
    Agent agent = talk.agent(name.toLowerCase(Locale.ROOT));
    if (agent == null) {
      agent = talk.agent(name); // models may have capitals
    }
    if (agent == null || !agent.converses()) {
      return phrases.line("tcp.no_agent");
    }
    String chosen = agent.name();
    connection.agent(chosen); // the walk of the next message sets it
    String greeting = agent.card().greeting();
    return phrases.line("tcp.agent", agent.card().title())
        + (greeting == null ? "" : agent.card().title() + ": " + greeting + '\n');
  }

  private Optional<Conversation> open(TcpConnection connection) {
    return conversations.find(
        connection.session().userId(), TcpSessions.CHANNEL, connection.session().id());
  }

  private String history(TcpConnection connection) {
    StringBuilder said = new StringBuilder();
    open(connection)
        .ifPresent(conversation -> {
          for (Turn turn : turns.answered(conversation.id(), HISTORY_TURNS)) {
            Outcome outcome = turn.outcome();
            String answer = outcome == null ? null : outcome.answer();
            said.append(phrases.text("tcp.you")).append(": ");
            said.append(turn.asked().question()).append('\n');
            said.append(talk.title(turn.asked().agent())).append(": ");
            said.append(answer == null ? "" : answer).append('\n');
          }
        });
    return said.isEmpty() ? phrases.line("tcp.no_history") : TcpPhrases.clean(said.toString());
  }
}
