package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import java.util.function.Consumer;
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
  private final Consumer<FrameClose> close;
  private int answers;
  private boolean gone;

  /**
   * @param login the session of the client's token
   * @param close closes the connection
   */
  WebSocketPresence(
      Sessions sessions, Session session, @Nullable Session login, Consumer<FrameClose> close) {
    this.sessions = sessions;
    this.session = session;
    this.login = login;
    this.close = close;
  }

  Session session() {
    return session;
  }

  @Nullable Session login() {
    return login;
  }

  /** Closes the connection: one of the two sessions has ended. */
  void close(FrameClose why) {
    close.accept(why);
  }

  /** The client was heard of. */
  void seen() {
    sessions.seen(session);
    if (login != null) {
      sessions.seen(login);
    }
  }

  /** The session stays until this answer has ended. */
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

  /** The connection is over. */
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

  /** Answers that are being made. */
  synchronized int answers() {
    return answers;
  }
}
