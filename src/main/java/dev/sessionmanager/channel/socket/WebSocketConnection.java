package dev.sessionmanager.channel.socket;

import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.apache.coyote.http11.upgrade.InternalHttpUpgradeHandler;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SSLSupport;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection after its handshake. Tomcat calls when there is something to read, and no thread
 * or buffer is held while there is nothing; what is sent waits in a bounded queue that a virtual
 * thread of its own writes down. Public because Tomcat makes it by its class.
 */
public final class WebSocketConnection implements InternalHttpUpgradeHandler {

  private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

  /** Read at once; a longer message takes several turns. */
  private static final int READ = 2048;

  /** How long a client may take for the close frame's answer before the line is cut. */
  private static final long FAREWELL_MILLIS = 1000;

  private static final long SECOND = 1000;

  /** Set before Tomcat calls {@link #init}. */
  @SuppressWarnings("NullAway.Init")
  private WebSocketServices desk;

  @SuppressWarnings("NullAway.Init")
  private WebSockets sockets;

  @SuppressWarnings("NullAway.Init")
  private WebSocketOpening opening;

  @SuppressWarnings("NullAway.Init")
  private SocketWrapperBase<?> socket;

  @SuppressWarnings("NullAway.Init")
  private FrameReader reader;

  @SuppressWarnings("NullAway.Init")
  private WebSocketProtocol talk;

  private volatile long heardAt;
  private long pingedAt;
  private long frameSecond;
  private int frames;

  private @Nullable ArrayDeque<ByteBuffer> unsent;
  private int unsentBytes;
  private boolean writing;
  private long writingSince;

  /** When the line is cut at the latest; 0 while it is open. */
  private volatile long cutAt;

  /** Nothing more is understood: the client has closed, or broken the protocol. */
  private volatile boolean deaf;

  private boolean closeSent;
  private boolean closeHeard;
  private volatile boolean gone;

  /** Before the handshake's answer goes out. */
  void prepare(WebSocketServices desk, WebSocketOpening opening) {
    this.desk = desk;
    this.sockets = desk.sockets();
    this.opening = opening;
    this.reader = new FrameReader((int) sockets.settings().messageMax().toBytes());
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    socket = wrapper;
  }

  @Override
  public void init(WebConnection connection) {
    socket.setReadTimeout(-1);
    socket.setWriteTimeout(sockets.settings().writeTimeout().toMillis());
    heardAt = sockets.now();
    pingedAt = heardAt;
    talk =
        opening.json()
            ? new WebSocketJsonProtocol(desk, this, opening)
            : new WebSocketPlainProtocol(desk, this, opening);
    sockets.opened(this);
    talk.begin();
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    return switch (event) {
      case OPEN_READ -> read() ? SocketState.UPGRADED : SocketState.CLOSED;
      case OPEN_WRITE -> SocketState.UPGRADED;
      default -> {
        cut();
        yield SocketState.CLOSED;
      }
    };
  }

  private boolean read() {
    ByteBuffer in = ByteBuffer.allocate(READ);
    try {
      while (!gone) {
        in.clear();
        int n = socket.read(false, in);
        if (n == 0) {
          return true;
        }
        if (n < 0) {
          break;
        }
        heardAt = sockets.now();
        if (!deaf) {
          take(in.flip());
        } // else: thrown away, but read, because bytes unread would cost our close frame
      }
    } catch (IOException left) {
      log.debug("a connection broke: {}", left.toString());
    }
    cut();
    return false;
  }

  private void take(ByteBuffer in) {
    try {
      Frame frame;
      while (!deaf && (frame = reader.next(in)) != null) {
        count();
        switch (frame) {
          case Frame.Close close -> closeHeard();
          case Frame.Text text when isOpen() -> talk.heard(text.text());
          case Frame.Ping ping -> send(FrameWriter.pong(ping.bytes()));
          default -> {}
        }
      }
    } catch (FrameViolation broken) {
      deaf = true;
      close(broken.close());
    } catch (RuntimeException broken) {
      log.error("a message on a WebSocket failed", broken);
      close(FrameClose.INTERNAL);
    }
  }

  private void closeHeard() {
    deaf = true;
    boolean over;
    synchronized (this) {
      closeHeard = true;
      over = closeSent;
    }
    if (over) {
      cut();
    } else {
      close(FrameClose.NORMAL); // nothing, where ours is on its way
    }
  }

  private void count() throws FrameViolation {
    long now = millis();
    if (now - frameSecond >= SECOND) {
      frameSecond = now;
      frames = 0;
    }
    if (++frames > sockets.settings().framesMax()) {
      throw new FrameViolation(FrameClose.TOO_MANY_FRAMES);
    }
  }

  /** Sends a message in one frame; nothing happens where the connection is over. Any thread. */
  void send(String text) {
    send(FrameWriter.text(text));
  }

  private void send(ByteBuffer frame) {
    synchronized (this) {
      if (cutAt != 0) {
        return;
      }
      boolean room = unsentBytes + (long) frame.remaining() <= sockets.unreadMax();
      if (room || unsentBytes == 0) {
        queue(frame);
        return;
      }
    }
    close(FrameClose.SLOW_READER);
  }

  private void queue(ByteBuffer frame) {
    if (unsent == null) {
      unsent = new ArrayDeque<>(2);
    }
    unsent.add(frame);
    unsentBytes += frame.remaining();
    if (!writing) {
      writing = true;
      writingSince = millis();
      Thread.startVirtualThread(this::write);
    }
  }

  private void write() {
    try {
      ByteBuffer frame;
      while ((frame = nextUnsent()) != null) {
        int size = frame.remaining();
        socket.write(true, frame);
        socket.flush(true);
        synchronized (this) {
          unsentBytes -= size;
          writingSince = millis();
        }
      }
    } catch (IOException left) {
      log.debug("a connection broke: {}", left.toString());
      cut();
    }
  }

  /** Null at the end: for now, or for good, when the close frame was the last. */
  private @Nullable ByteBuffer nextUnsent() {
    boolean over;
    synchronized (this) {
      ByteBuffer next = unsent == null ? null : unsent.poll();
      if (next != null) {
        return next;
      }
      unsent = null;
      unsentBytes = 0;
      writing = false;
      closeSent = cutAt != 0;
      over = closeSent && closeHeard;
    }
    if (over) {
      cut();
    }
    return null;
  }

  /**
   * Closes with this code and its sentence: what waits is dropped, the client gets a moment to
   * answer. Any thread.
   */
  void close(FrameClose why) {
    String sentence = sockets.sentence(why.key(), opening.language());
    String bye = talk.bye(why, sentence);
    synchronized (this) {
      if (cutAt != 0) {
        return;
      }
      cutAt = millis() + FAREWELL_MILLIS;
      if (unsent != null && why != FrameClose.NORMAL && why != FrameClose.STOPPING) {
        unsent.clear();
      }
      if (bye != null) {
        queue(FrameWriter.text(bye));
      }
      queue(FrameWriter.close(why.code(), sentence));
    }
    talk.closed();
  }

  /** The line is cut, by whomever; once. */
  private void cut() {
    synchronized (this) {
      if (gone) {
        return;
      }
      gone = true;
      cutAt = cutAt == 0 ? millis() : cutAt;
      unsent = null;
    }
    sockets.gone(this);
    talk.closed();
    socket.close();
  }

  /** Once a second: what is too late by now. */
  void tick(long now) {
    WebSocketSettings settings = sockets.settings();
    long ping = settings.pingInterval().toMillis();
    boolean slow;
    synchronized (this) {
      slow = writing && millis() - writingSince > settings.writeTimeout().toMillis();
    }
    if ((!isOpen() && millis() > cutAt) || now - heardAt > 3 * ping) {
      cut();
    } else if (slow) {
      close(FrameClose.SLOW_READER);
    } else if (talk.overdue(now)) {
      close(FrameClose.NO_TOKEN);
    } else if (now - pingedAt >= ping) {
      pingedAt = now;
      send(FrameWriter.ping());
    }
  }

  /** Never 0. Of the machine's own clock: what it measures is the network's doing, not people's. */
  private static long millis() {
    return System.nanoTime() / 1_000_000 | 1;
  }

  WebSocketProtocol talk() {
    return talk;
  }

  boolean isOpen() {
    return cutAt == 0;
  }

  @Override
  public void timeoutAsync(long now) {
    // the tick above looks after time
  }

  @Override
  public void setSslSupport(SSLSupport ssl) {
    // nothing here asks for certificates
  }

  @Override
  public void pause() {
    // the stop is WebSockets'
  }

  @Override
  public void destroy() {
    cut();
  }
}
