package dev.sessionmanager.session;

/**
 * What a client gets that has logged in: its session, and a token that names it.
 *
 * @param opened whether the session has begun with this login
 */
public record Ticket(Session session, String token, boolean opened) {

  /** Without the token, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Ticket[" + session.id() + ']';
  }
}
