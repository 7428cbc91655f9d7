package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One client of the TCP port: its socket, its session, and the agent that answers it. Only the
 * thread that serves the client changes it; any thread may look.
 */
final class TcpConnection {

  private final TcpWire wire;
  private final Caller caller;
  private final long number;
  private final long arrivedAt;
  private volatile SocketSessions.@Nullable Presence presence;
  private volatile boolean answering;
  private String agent;

  /** The user whose password the next line is; null while the next line is one like any other. */
  private @Nullable String loggingIn;

  /**
   * @param agent who answers at first
   * @param number of this connection since the start of the service
   * @param arrivedAt in ms of the epoch
   */
  TcpConnection(TcpWire wire, Caller caller, String agent, long number, long arrivedAt) {
    this.wire = wire;
    this.caller = caller;
    this.agent = agent;
    this.number = number;
    this.arrivedAt = arrivedAt;
  }

  TcpWire wire() {
    return wire;
  }

  Caller caller() {
    return caller;
  }

  long number() {
    return number;
  }

  /** The client's presence among the sessions now: a login puts another in its place. */
  SocketSessions.Presence presence() {
    SocketSessions.Presence now = presence;
    if (now == null) {
      throw new IllegalStateException("the client has not been greeted yet");
    }
    return now;
  }

  Session session() {
    return presence().session();
  }

  /**
   * Puts the client's new presence in the place of the one that it may have.
   *
   * @param why the session that the client had has ended then
   */
  void become(SocketSessions.@Nullable Presence now, String why) {
    SocketSessions.Presence before = presence;
    presence = now;
    if (before != null) {
      before.leave(why);
    }
  }

  String agent() {
    return agent;
  }

  void agent(String name) {
    agent = name;
  }

  /** The next line is this user's password. */
  void expectPassword(String username) {
    loggingIn = username;
  }

  /** The user whose password was expected until now, or null; from here on none is. */
  @Nullable String takeExpected() {
    String username = loggingIn;
    loggingIn = null;
    return username;
  }

  /** Whether a line of the client is being answered. */
  boolean answering() {
    return answering;
  }

  void answering(boolean now) {
    answering = now;
  }

  /** Whether the client may talk to agents: from outside GUEST_NETWORKS after a login. */
  boolean mayTalk() {
    SocketSessions.Presence now = presence;
    return caller.trusted() || (now != null && !now.session().guest());
  }

  /** Whether the client should have logged in by now, and has not. */
  boolean loginOverdue(long now, Duration allowed) {
    return !mayTalk() && now - arrivedAt > allowed.toMillis();
  }
}
