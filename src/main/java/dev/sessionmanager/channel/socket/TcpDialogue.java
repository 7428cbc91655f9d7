package dev.sessionmanager.channel.socket;

import dev.sessionmanager.channel.socket.LineReader.Line;
import dev.sessionmanager.channel.socket.LineReader.NoRoom;
import dev.sessionmanager.channel.socket.LineReader.Read;
import dev.sessionmanager.channel.socket.LineReader.TooLong;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.trace.Audit;
import dev.sessionmanager.user.User;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * What is said to a TCP client, from the greeting to the goodbye. Lines are worked on one after the
 * other: what a client sends ahead waits in the system's buffer, so that it is answered in order
 * and nothing is hoarded. Each client has a thread of its own.
 */
@Component
class TcpDialogue {

  private static final Logger logger = LoggerFactory.getLogger(TcpDialogue.class);

  /** The channel of these sessions, their messages and conversations. */
  static final String CHANNEL = "tcp";

  /** Words that end a conversation in plain text. */
  static final Set<String> EXITS = Set.of("salir", "exit", "quit");

  private final SocketSessions sessions;
  private final Logins logins;
  private final TcpPhrases phrases;
  private final TcpTalk talk;
  private final TcpCommands commands;
  private final int messageMaxChars;

  TcpDialogue(
      SocketSessions sessions,
      Logins logins,
      TcpPhrases phrases,
      TcpTalk talk,
      TcpCommands commands,
      MessageSettings limits) {
    this.sessions = sessions;
    this.logins = logins;
    this.phrases = phrases;
    this.talk = talk;
    this.commands = commands;
    this.messageMaxChars = limits.maxChars();
  }

  /** The longest line that is a message, in characters. */
  int messageMaxChars() {
    return messageMaxChars;
  }

  /**
   * Talks to the client until it hangs up or the service stops, on this thread.
   *
   * @param stopping whether the service stops
   * @throws IOException when the connection breaks
   */
  void hold(TcpConnection connection, BooleanSupplier stopping) throws IOException {
    connection.become(arrive(connection, null), SocketSessions.DISCONNECTED);
    greet(connection);
    // Either stop() sees that a line is being answered, or this thread sees that the service stops.
    Read read;
    while (!stopping.getAsBoolean() && (read = connection.wire().read()) != null) {
      connection.answering(true);
      if (!stopping.getAsBoolean()) {
        connection.presence().seen();
        answer(connection, read);
      }
      connection.answering(false);
    }
    if (stopping.getAsBoolean()) {
      connection.wire().end(phrases.line("tcp.stopping"));
    }
    connection.sayRest();
    connection.wire().linger();
  }

  private SocketSessions.Presence arrive(TcpConnection connection, @Nullable User user) {
    return sessions.arrive(
        CHANNEL, connection.caller(), user, null, session -> ended(connection, session));
  }

  /** Somebody has ended the client's session: the client is told by a thread that may wait. */
  private void ended(TcpConnection connection, Session session) {
    String sentence =
        switch (String.valueOf(session.endReason())) {
          case Session.IDLE -> phrases.line("tcp.idle");
          case Session.LOGGED_OUT, Session.REPLACED, Session.REVOKED -> phrases.line("tcp.ended");
          default -> phrases.line("tcp.killed", TcpPhrases.shortId(session));
        };
    Thread.startVirtualThread(() -> connection.wire().end(sentence));
  }

  private void greet(TcpConnection connection) throws IOException {
    String agent = connection.agent();
    String greeting =
        phrases.greeting(
            agent,
            talk.agent(agent, connection.session()),
            connection.session(),
            connection.number());
    String demand = connection.mayTalk() ? "" : phrases.line("tcp.login_first");
    connection.say(greeting + demand + TcpPhrases.PROMPT);
  }

  /** The service stops: says goodbye, unless an answer is being made: then {@link #hold} does. */
  void stop(TcpConnection connection) {
    if (!connection.answering()) {
      connection.wire().end(phrases.line("tcp.stopping"));
    }
  }

  private void answer(TcpConnection connection, Read read) throws IOException {
    try {
      switch (read) {
        case Line line -> line(connection, line.text().replace("\0", ""));
        case TooLong tooLong -> refuseLength(connection);
        case NoRoom full -> throw new Problem(Kind.OVERLOADED);
      }
    } catch (Problem problem) {
      refuse(connection, problem);
    } catch (DataAccessException failure) {
      logger.error("The database has failed", failure);
      refuse(connection, new Problem(Kind.STORAGE_FAILED));
    } catch (RuntimeException broken) {
      logger.error("A line has failed", broken);
      refuse(connection, new Problem(Kind.INTERNAL));
    }
  }

  private void refuse(TcpConnection connection, Problem problem) throws IOException {
    connection.say(phrases.problem(problem) + TcpPhrases.PROMPT);
  }

  private void refuseLength(TcpConnection connection) throws IOException {
    connection.takeExpected();
    say(connection, "tcp.too_long", messageMaxChars);
  }

  private void say(TcpConnection connection, String key, Object... arguments) throws IOException {
    connection.say(phrases.line(key, arguments) + TcpPhrases.PROMPT);
  }

  private void line(TcpConnection connection, String raw) throws IOException {
    String username = connection.takeExpected();
    if (username != null) {
      password(connection, username, raw);
      return;
    }
    String text = raw.strip();
    if (text.isEmpty()) {
      connection.goOn();
    } else if (EXITS.contains(text.toLowerCase(Locale.ROOT))) {
      connection.wire().end(phrases.line("tcp.goodbye"));
    } else if (text.length() > messageMaxChars) {
      refuseLength(connection);
    } else if (text.startsWith("/")) {
      connection.say(commands.run(connection, text));
    } else if (connection.mayTalk()) {
      talk.say(connection, text);
    } else {
      say(connection, "tcp.login_first");
    }
  }

  private void password(TcpConnection connection, String username, String password)
      throws IOException {
    if (password.isEmpty()) {
      say(connection, "tcp.login_cancelled");
      return;
    }
    Caller caller = connection.caller();
    User user = logins.check(username, password, caller, CHANNEL, Logins.LOGIN);
    SocketSessions.Presence presence = arrive(connection, user);
    if (!presence.isLive()) { // disabled since the password was checked
      presence.leave(SocketSessions.DISCONNECTED);
      throw new Problem(Kind.BAD_CREDENTIALS);
    }
    connection.become(presence, "logged in");
    Audit.note(caller.actor(CHANNEL).named(username), Logins.LOGIN, username, Audit.DONE);
    String id = TcpPhrases.shortId(connection.session());
    say(connection, "tcp.logged_in", connection.session().user().username(), id);
  }
}
