package dev.sessionmanager.channel.socket;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.session.Session;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Lines that begin with a slash, in Spanish or English whatever the port's language. Any thread.
 */
@Component
class TcpCommands {

  /** Only for clients who may talk to agents. */
  private static final Set<String> TALKING =
      Set.of("/agente", "/agent", "/historial", "/history", "/reset");

  private static final Set<String> OFF = Set.of("no", "off");

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
   */
  String run(TcpConnection connection, String line) {
    String[] words = line.split("\\s+", 2);
    String rest = words.length > 1 ? words[1].strip() : "";
    String command = words[0].toLowerCase(Locale.ROOT);
    if (command.equals("/login") && !rest.isEmpty()) {
      connection.expectPassword(rest);
      return phrases.text("tcp.password") + ' ';
    }
    if (TALKING.contains(command) && !connection.mayTalk()) {
      return phrases.line("tcp.login_first") + TcpPhrases.PROMPT;
    }
    String answer =
        switch (command) {
          case "/ayuda", "/help" -> phrases.line("tcp.help");
          case "/login" -> phrases.line("tcp.login_whom");
          case "/agente", "/agent" ->
              rest.isEmpty() ? agents(connection) : choose(connection, rest);
          case "/historial", "/history" -> history(connection);
          case "/reset" -> reset(connection);
          case "/stream" -> stream(connection, rest);
          default -> phrases.line("tcp.unknown_command");
        };
    return answer + TcpPhrases.PROMPT;
  }

  private String agents(TcpConnection connection) {
    StringBuilder list = new StringBuilder();
    agents.all(connection.session()).stream()
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

  /** The agent answers from the next message on. Agents of the runtime take instructions only. */
  private String choose(TcpConnection connection, String name) {
    Optional<Agent> chosen =
        agents
            .find(name.toLowerCase(Locale.ROOT), connection.session())
            .or(() -> agents.find(name, connection.session())) // models may have capitals
            .filter(Agent::converses);
    if (chosen.isEmpty()) {
      return phrases.line("tcp.no_agent");
    }
    connection.agent(chosen.get().name());
    Agent.Card card = chosen.get().card();
    String greeting = card.greeting() == null ? "" : card.title() + ": " + card.greeting() + '\n';
    return phrases.line("tcp.agent", card.title()) + greeting;
  }

  private Optional<Conversation> open(TcpConnection connection) {
    Session session = connection.session();
    return conversations.find(
        Ownership.on(session, session.id()), TcpDialogue.CHANNEL, session.id());
  }

  private String stream(TcpConnection connection, String wish) {
    connection.streams(!OFF.contains(wish.toLowerCase(Locale.ROOT)));
    return phrases.line(connection.streams() ? "tcp.streams" : "tcp.whole");
  }

  private String reset(TcpConnection connection) {
    open(connection).ifPresent(conversations::end);
    return phrases.line("conversation_reset");
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
            said.append(talk.title(turn.asked().agent(), connection.session())).append(": ");
            said.append(answer == null ? "" : talk.plain(connection, answer)).append('\n');
          }
        });
    return said.isEmpty() ? phrases.line("tcp.no_history") : TcpPhrases.clean(said.toString());
  }
}
