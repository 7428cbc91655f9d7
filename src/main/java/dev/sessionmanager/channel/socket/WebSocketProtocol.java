package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is said over one connection: plain text or JSON. No method may block; answers are made on
 * threads of their own.
 */
abstract class WebSocketProtocol {

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final WebSocketServices services;
  private final WebSocketOpening opening;
  private final WebSocketLine line;
  private final WebSocketInbox inbox;

  /** Null until the client has one: before the greeting, or a stranger's token. */
  private volatile @Nullable WebSocketPresence presence;

  private volatile boolean closed;

  WebSocketProtocol(WebSocketServices services, WebSocketOpening opening, WebSocketLine line) {
    this.services = services;
    this.opening = opening;
    this.line = line;
    this.inbox = new WebSocketInbox(services.settings().pendingMax());
  }

  /** The connection is open. */
  abstract void begin();

  /** A message has come; on the thread that reads. */
  abstract void heard(String text);

  /** What is said before the close frame; null for nothing. */
  abstract @Nullable String bye(FrameClose why, String sentence);

  /** Whether an answer is being made; messages that wait in the inbox do not count. */
  abstract boolean busy();

  /** Whether the client should have shown a token by this time, in ms of the epoch. */
  abstract boolean overdue(long now);

  final WebSocketServices services() {
    return services;
  }

  final WebSocketOpening opening() {
    return opening;
  }

  final WebSocketLine line() {
    return line;
  }

  final @Nullable WebSocketPresence presence() {
    return presence;
  }

  /**
   * Gives the connection a presence among the sessions, in the place of one that it may have.
   *
   * @param login the session of the client's token; null for a guest
   */
  final WebSocketPresence arrive(@Nullable Session login) {
    WebSocketPresence before = presence;
    WebSocketPresence arrived = services.presences().arrive(opening.caller(), login, line::close);
    presence = arrived;
    if (closed) {
      services.presences().leave(arrived); // the connection was closed in the meantime
    }
    if (before != null) {
      services.presences().leave(before);
    }
    return arrived;
  }

  /**
   * Has a message worked on, after those that came before it.
   *
   * @throws Problem when too many wait already
   */
  final void work(Runnable message) {
    if (!inbox.offer(message)) {
      throw tooMany();
    }
  }

  static Problem tooMany() {
    return new Problem(Kind.TOO_MANY_AT_ONCE).retryAfter(A_MOMENT).setting("WS_PENDING_MAX");
  }

  /** With the service stopping: closes the connection, unless an answer is being made. */
  final void closeWhenIdle() {
    if (services.stopping() && !busy()) {
      line.close(FrameClose.STOPPING);
    }
  }

  /** The connection is over; may be told twice. */
  final void closed() {
    closed = true;
    WebSocketPresence mine = presence;
    if (mine != null) {
      if (!mine.session().liveAt(services.clock().instant())) {
        inbox.clear(); // the session was ended: so is its queued work
      }
      services.presences().leave(mine);
    }
  }
}
