package dev.sessionmanager.channel.socket;

import dev.sessionmanager.channel.socket.LineReader.Line;
import dev.sessionmanager.channel.socket.LineReader.NoRoom;
import dev.sessionmanager.channel.socket.LineReader.Read;
import dev.sessionmanager.channel.socket.LineReader.TooLong;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * One client, from the greeting to the goodbye, on a virtual thread of its own. Lines are worked on
 * one after the other: what a client sends ahead waits in the system's buffer, so that it is
 * answered in order and nothing is hoarded.
 */
final class TcpConnection implements Runnable {

  private static final Logger logger = LoggerFactory.getLogger(TcpConnection.class);

  private static final Set<String> EXITS = Set.of("salir", "exit", "quit");

  private final TcpServer server;
  private final TcpWire wire;
  private final Caller caller;
  private final long number;
  private final long arrived;
  private volatile @Nullable Session session;
  private volatile boolean working;
  private String agent;

  /** Whose password the next line is; null when it is a line like every other. */
  private @Nullable String loggingIn;

  TcpConnection(
      TcpServer server, TcpWire wire, Caller caller, String agent, long number, long arrived) {
    this.server = server;
    this.wire = wire;
    this.caller = caller;
    this.agent = agent;
    this.number = number;
    this.arrived = arrived;
  }

  TcpWire wire() {
    return wire;
  }

  Caller caller() {
    return caller;
  }

  /** Who it is now: a login makes it another session. */
  Session session() {
    Session now = session;
    if (now == null) {
      throw new IllegalStateException("not greeted yet");
    }
    return now;
  }

  String agent() {
    return agent;
  }

  void agent(String name) {
    agent = name;
  }

  void expectPassword(String username) {
    loggingIn = username;
  }

  /** Strangers log in first: whoever is not in a trusted network. */
  boolean mayTalk() {
    return caller.trusted() || !session().guest();
  }

  /** Still a stranger after the time for the login. */
  boolean loginOverdue(long now, long allowed) {
    Session known = session;
    return !caller.trusted() && (known == null || known.guest()) && now - arrived > allowed;
  }

  @Override
  public void run() {
    try {
      server.encrypt(wire);
      session = server.arrive(this);
      converse();
      wire.linger();
    } catch (IOException gone) {
      logger.debug("A TCP connection has broken: {}", gone.toString());
    } catch (RuntimeException broken) {
      logger.error("A TCP connection has failed", broken);
    } finally {
      wire.close();
      server.gone(this, session);
    }
  }

  private void converse() throws IOException {
    String demand = mayTalk() ? "" : server.phrases().line("tcp.login_first");
    wire.write(
        server.phrases().greeting(agent, server.talk().agent(agent), session(), number)
            + demand
            + TcpPhrases.PROMPT);
    // Whoever stops the service sees that we work, or we see that it stops.
    Read read;
    while (!server.stopping() && (read = wire.read()) != null) {
      working = true;
      if (!server.stopping()) {
        server.seen(session());
        answer(read);
      }
      working = false;
    }
    if (server.stopping()) {
      wire.end(server.phrases().line("tcp.stopping"));
    }
  }

  /** Says goodbye for the service's sake, unless an answer is being made: then after that. */
  void stop() {
    if (!working) {
      wire.end(server.phrases().line("tcp.stopping"));
    }
  }

  private void answer(Read read) throws IOException {
    try {
      switch (read) {
        case Line line -> line(line.text().replace("\0", ""));
        case TooLong tooLong -> refuseLength();
        case NoRoom full -> throw new Problem(Kind.OVERLOADED);
      }
    } catch (Problem problem) {
      refuse(problem);
    } catch (DataAccessException failure) {
      logger.error("The database has failed", failure);
      refuse(new Problem(Kind.STORAGE_FAILED));
    } catch (RuntimeException broken) {
      logger.error("A line has failed", broken);
      refuse(new Problem(Kind.INTERNAL));
    }
  }

  private void refuse(Problem problem) throws IOException {
    wire.write(server.phrases().problem(problem) + TcpPhrases.PROMPT);
  }

  private void refuseLength() throws IOException {
    loggingIn = null;
    say("tcp.too_long", server.messageMaxChars());
  }

  private void say(String key, Object... arguments) throws IOException {
    wire.write(server.phrases().line(key, arguments) + TcpPhrases.PROMPT);
  }

  private void line(String raw) throws IOException {
    String username = loggingIn;
    loggingIn = null;
    if (username != null) {
      password(username, raw);
      return;
    }
    String text = raw.strip();
    if (text.isEmpty()) {
      wire.write(TcpPhrases.PROMPT);
    } else if (EXITS.contains(text.toLowerCase(Locale.ROOT))) {
      wire.end(server.phrases().line("tcp.goodbye"));
    } else if (text.length() > server.messageMaxChars()) {
      refuseLength();
    } else if (text.startsWith("/")) {
      wire.write(server.commands().run(this, text));
    } else if (mayTalk()) {
      server.talk().say(this, text);
    } else {
      say("tcp.login_first");
    }
  }

  private void password(String username, String password) throws IOException {
    if (password.isEmpty()) {
      say("tcp.login_cancelled");
      return;
    }
    session = server.logIn(this, session(), username, password);
    say("tcp.logged_in", session().user().username(), TcpPhrases.shortId(session()));
  }
}
