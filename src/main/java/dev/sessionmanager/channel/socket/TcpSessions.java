package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.user.User;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The sessions of TCP clients, from the greeting to the goodbye; a session that is ended from
 * elsewhere ends its connection. Any thread.
 */
@Component
class TcpSessions {

  /** The channel of these sessions, their messages and conversations. */
  static final String CHANNEL = "tcp";

  private final Sessions sessions;
  private final Logins logins;
  private final TcpPhrases phrases;
  private final Clock clock;
  private final Map<String, TcpConnection> bySession = new ConcurrentHashMap<>();

  TcpSessions(Sessions sessions, Logins logins, TcpPhrases phrases, Clock clock) {
    this.sessions = sessions;
    this.logins = logins;
    this.phrases = phrases;
    this.clock = clock;
    sessions.onEnded(this::ended);
  }

  /** Gives a connection that is greeted now the session of a guest. */
  void arrive(TcpConnection connection) {
    connection.session(open(connection, null));
  }

  private Session open(TcpConnection connection, @Nullable User user) {
    Caller caller = connection.caller();
    Session session = sessions.arrive(CHANNEL, caller.device(), caller.address(), user);
    bySession.put(session.id(), connection);
    return session;
  }

  /**
   * Puts the user's session in the place of the connection's session.
   *
   * @throws Problem why they may not log in
   */
  void logIn(TcpConnection connection, String username, String password) {
    User user = logins.check(username, password, connection.caller());
    Session session = open(connection, user);
    if (!session.liveAt(clock.instant())) {
      bySession.remove(session.id());
      throw new Problem(Kind.BAD_CREDENTIALS);
    }
    Session before = connection.session();
    bySession.remove(before.id());
    sessions.leave(before, "logged in");
    connection.session(session);
  }

  /** The client was heard of. */
  void seen(TcpConnection connection) {
    sessions.seen(connection.session());
  }

  /** The connection is over, and its session with it. */
  void leave(TcpConnection connection) {
    Session session = connection.sessionIfAny();
    if (session != null) {
      bySession.remove(session.id());
      sessions.leave(session, "disconnected");
    }
  }

  /** Somebody has ended a session: its client is told, by a thread that may wait for it. */
  private void ended(Session session) {
    TcpConnection connection = bySession.remove(session.id());
    if (connection != null) {
      String sentence =
          switch (String.valueOf(session.endReason())) {
            case Sessions.IDLE -> phrases.line("tcp.idle");
            case Sessions.LOGGED_OUT, Sessions.REPLACED, Sessions.REVOKED ->
                phrases.line("tcp.ended");
            default -> phrases.line("tcp.killed", TcpPhrases.shortId(session));
          };
      Thread.startVirtualThread(() -> connection.wire().end(sentence));
    }
  }
}
