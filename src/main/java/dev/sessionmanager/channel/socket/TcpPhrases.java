package dev.sessionmanager.channel.socket;

import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.session.Session;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/**
 * What the TCP channel says itself, in the port's language; one for all connections. The greeting
 * is that of EcoBot's original, and of PsicoIA's, which numbers its guests. Any thread.
 */
@Component
class TcpPhrases {

  static final String PROMPT = "> ";

  private static final String ECOBOT = "ecobot";
  private static final String PSICOIA = "psicoia";

  private final MessageSource messages;
  private final ProblemBody problems;
  private final Locale language;

  TcpPhrases(MessageSource messages, ProblemBody problems, TcpSettings settings) {
    this.messages = messages;
    this.problems = problems;
    this.language = Locale.forLanguageTag(settings.language());
  }

  Locale language() {
    return language;
  }

  String text(String key, Object... arguments) {
    return messages.getMessage(key, arguments, language);
  }

  /** A sentence of its own line. */
  String line(String key, Object... arguments) {
    return text(key, arguments) + '\n';
  }

  String problem(Problem problem) {
    return text("tcp.error", problems.sentence(problem, language)) + '\n';
  }

  /** How people see a session's id: its first eight hex digits. */
  static String shortId(Session session) {
    return session.id().substring(0, 8);
  }

  /**
   * What a client is greeted with.
   *
   * @param agent null when there is no such agent at the moment
   * @param number of this connection since the start
   */
  String greeting(String name, @Nullable Agent agent, Session session, long number) {
    String title = agent == null ? name : agent.card().title();
    StringBuilder greeting = new StringBuilder();
    if (name.equals(PSICOIA)) {
      greeting.append(line("tcp.welcome_guest", title, text("tcp.guest", Long.toString(number))));
    } else {
      greeting.append(line("tcp.welcome", title));
    }
    greeting.append(line("tcp.session", shortId(session)));
    String words = agent == null ? null : agent.card().greeting();
    if (words != null && !name.equals(ECOBOT)) {
      greeting.append(title).append(": ").append(words).append('\n');
    }
    String quoted = '\'' + text("tcp.exit") + '\'';
    Locale spoken = agent == null ? language : agent.language(language);
    String hint = name.equals(ECOBOT) ? "tcp.hint_economy" : "tcp.hint";
    greeting.append(messages.getMessage(hint, new Object[] {quoted}, spoken)).append('\n');
    return greeting.toString();
  }

  /**
   * An agent's words as a terminal may have them: without control characters, by which a text could
   * move its cursor or change its title.
   */
  static String clean(String text) {
    StringBuilder clean = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean wanted = c == '\n' || c == '\t' || !Character.isISOControl(c);
      if (!wanted && clean == null) {
        clean = new StringBuilder(text.length()).append(text, 0, i);
      } else if (wanted && clean != null) {
        clean.append(c);
      }
    }
    return clean == null ? text : clean.toString();
  }
}
