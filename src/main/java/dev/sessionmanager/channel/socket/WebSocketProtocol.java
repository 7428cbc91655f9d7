package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.server.RequestRead;
import dev.sessionmanager.server.RequestReads;
import dev.sessionmanager.session.Session;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is said over one connection: plain text or JSON. No method may block; answers are made on
 * threads of their own.
 */
abstract class WebSocketProtocol {

  /** The channel of these sessions, their messages and conversations. */
  private static final String CHANNEL = "websocket";

  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  final WebSocketServices services;
  final WebSocketOpening opening;
  final WebSocketLine line;

  /** Null until the client has one: before the greeting, or a stranger's token. */
  private volatile SocketSessions.@Nullable Presence presence;

  /**
   * Works on messages one after the other, on a thread that lives as long as one waits. Null until
   * the first comes: most connections are idle and must cost little.
   */
  private volatile @Nullable ThreadPoolExecutor worker;

  private volatile boolean closed;

  WebSocketProtocol(WebSocketServices services, WebSocketOpening opening, WebSocketLine line) {
    this.services = services;
    this.opening = opening;
    this.line = line;
  }

  /** The connection is open. */
  abstract void begin();

  /** A message has come; called by one thread at a time, which reads. */
  abstract void heard(String text);

  /** What is said before the close frame; null for nothing. */
  abstract @Nullable String bye(FrameClose why, String sentence);

  /** Whether an answer is being made; messages that wait to be worked on do not count. */
  abstract boolean busy();

  /** Whether the client should have shown a token by this time, in ms of the epoch. */
  abstract boolean overdue(long now);

  final SocketSessions.@Nullable Presence presence() {
    return presence;
  }

  /**
   * Gives the connection a presence among the sessions, in the place of one that it may have.
   *
   * @param login the session of the client's token; null for a guest
   */
  final SocketSessions.Presence arrive(@Nullable Session login) {
    SocketSessions.Presence before = presence;
    SocketSessions.Presence arrived =
        services
            .sessions()
            .arrive(
                CHANNEL,
                opening.caller(),
                login == null ? null : login.user(),
                login,
                ended -> line.close(why(ended)));
    presence = arrived;
    if (closed) {
      arrived.leave(SocketSessions.DISCONNECTED); // the connection was closed in the meantime
    }
    if (before != null) {
      before.leave(SocketSessions.DISCONNECTED);
    }
    return arrived;
  }

  private static FrameClose why(Session ended) {
    return Session.IDLE.equals(ended.endReason()) ? FrameClose.IDLE : FrameClose.ENDED;
  }

  /** A message that counts in the memory of all sockets until it has been worked on. */
  private record Waiting(RequestRead read, RequestReads reads, Runnable work) implements Runnable {

    @Override
    public void run() {
      try {
        work.run();
      } finally {
        reads.release(read);
      }
    }
  }

  /**
   * Has a message worked on, after those that came before it.
   *
   * @param text what is kept of it
   * @throws Problem when too many wait already, or too much with those of all others
   */
  final void work(String text, Runnable message) {
    RequestReads reads = services.bounds().reads();
    RequestRead read = reads.read(() -> {});
    boolean taken = false;
    try {
      read.hold((long) Character.BYTES * text.length());
      if (read.cut() != null) {
        throw new Problem(Kind.OVERLOADED).retryAfter(A_MOMENT).setting("sockets.reading-max");
      }
      worker().execute(new Waiting(read, reads, message));
      taken = true;
    } finally {
      if (!taken) {
        reads.release(read);
      }
    }
  }

  private ThreadPoolExecutor worker() {
    ThreadPoolExecutor mine = worker;
    if (mine == null) {
      mine =
          new ThreadPoolExecutor(
              0,
              1,
              0,
              TimeUnit.SECONDS,
              new LinkedBlockingQueue<>(services.settings().pendingMax()),
              Thread.ofVirtual().factory(),
              (refused, full) -> {
                throw tooMany();
              });
      worker = mine;
    }
    return mine;
  }

  static Problem tooMany() {
    return new Problem(Kind.TOO_MANY_AT_ONCE).retryAfter(A_MOMENT).setting("websocket.pending-max");
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
    SocketSessions.Presence mine = presence;
    if (mine != null) {
      ThreadPoolExecutor working = worker;
      if (working != null && !mine.isLive()) {
        // Somebody has ended the session: its messages go with it.
        for (Runnable next; (next = working.getQueue().poll()) != null; ) {
          if (next instanceof Waiting waiting) {
            waiting.reads().release(waiting.read());
          }
        }
      }
      mine.leave(SocketSessions.DISCONNECTED);
    }
  }
}
