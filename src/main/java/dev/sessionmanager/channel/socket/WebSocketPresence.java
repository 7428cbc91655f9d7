package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import org.jspecify.annotations.Nullable;

/**
 * A connection's presence among the sessions. It stays for as long as answers are being made that
 * were asked over it, because they go on when the client has gone. Any thread.
 */
final class WebSocketPresence {

  private static final String LEFT = "disconnected";

  private final Sessions sessions;
  private final Session session;
  private final @Nullable Session login;
  private int answers;
  private boolean gone;

  /**
   * @param login that of the client's token
   */
  WebSocketPresence(Sessions sessions, Session session, @Nullable Session login) {
    this.sessions = sessions;
    this.session = session;
    this.login = login;
  }

  Session session() {
    return session;
  }

  @Nullable Session login() {
    return login;
  }

  void seen() {
    sessions.seen(session);
    if (login != null) {
      sessions.seen(login);
    }
  }

  synchronized void answerBegins() {
    answers++;
  }

  void answerEnds() {
    boolean over;
    synchronized (this) {
      answers--;
      over = gone && answers == 0;
    }
    if (over) {
      sessions.leave(session, LEFT);
    }
  }

  void leave() {
    boolean over;
    synchronized (this) {
      over = !gone && answers == 0;
      gone = true;
    }
    if (over) {
      sessions.leave(session, LEFT);
    }
  }

  synchronized int answers() {
    return answers;
  }
}
