package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Session;
import java.io.IOException;
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
  private final TcpPages pages;
  private volatile SocketSessions.@Nullable Presence presence;
  private volatile boolean answering;
  private String agent;
  private boolean streams;

  /** What is left of the last text that did not fit on a page, with the prompt. */
  private String rest = "";

  /** The user whose password the next line is; null while the next line is one like any other. */
  private @Nullable String loggingIn;

  /**
   * @param agent who answers at first
   * @param pages how much is written at once
   * @param streams whether answers come piece by piece at first
   * @param number of this connection since the start of the service
   * @param arrivedAt in ms of the epoch
   */
  TcpConnection(
      TcpWire wire,
      Caller caller,
      String agent,
      TcpPages pages,
      boolean streams,
      long number,
      long arrivedAt) {
    this.wire = wire;
    this.pages = pages;
    this.streams = streams;
    this.caller = caller;
    this.agent = agent;
    this.number = number;
    this.arrivedAt = arrivedAt;
  }

  TcpWire wire() {
    return wire;
  }

  /** Whether answers come piece by piece; else whole, in one write. */
  boolean streams() {
    return streams;
  }

  void streams(boolean wanted) {
    streams = wanted;
  }

  /**
   * Writes a text that ends with the prompt, in one write: as much of it as a page holds, where the
   * client reads once for each line that it sends. One that streams, or has sent its next line
   * already, gets all of it.
   *
   * @throws IOException when the client is gone
   */
  void say(String text) throws IOException {
    TcpPages.Page page =
        streams || wire.hasMore() ? new TcpPages.Page(text, "") : pages.first(text);
    rest = page.rest();
    wire.write(page.text());
  }

  /** Writes the next page of what was said last; the prompt alone where there is none. */
  void goOn() throws IOException {
    say(rest.isEmpty() ? TcpPhrases.PROMPT : rest);
  }

  /** The client sends nothing more: writes what is left. */
  void sayRest() throws IOException {
    if (!rest.isEmpty() && !wire.isEnded()) {
      wire.write(rest);
    }
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
