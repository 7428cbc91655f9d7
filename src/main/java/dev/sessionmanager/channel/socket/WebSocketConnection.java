package dev.sessionmanager.channel.socket;

import dev.sessionmanager.server.RequestRead;
import jakarta.servlet.http.WebConnection;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.Consumer;
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
 * or buffer is held while there is nothing.
 */
final class WebSocketConnection implements InternalHttpUpgradeHandler {

  private static final Logger log = LoggerFactory.getLogger(WebSocketConnection.class);

  /** Bytes read at once; a longer message takes several turns. */
  private static final int READ = 2048;

  private static final long SECOND = 1000;

  private final WebSocketServices services;
  private final WebSocketOpening opening;
  private final Consumer<WebSocketConnection> begun;
  private final Consumer<WebSocketConnection> ended;

  /** Null once nothing more is understood: the client has closed, or broken the protocol. */
  private volatile @Nullable FrameReader reader;

  /** What has come of a message, as far as it is counted; null between two messages. */
  private volatile @Nullable RequestRead unfinished;

  private volatile long unfinishedSince;
  private int counted;

  /** This and the next two are set by Tomcat's first calls, before any other. */
  @SuppressWarnings("NullAway.Init")
  private SocketWrapperBase<?> socket;

  @SuppressWarnings("NullAway.Init")
  private WebSocketLine line;

  @SuppressWarnings("NullAway.Init")
  private WebSocketProtocol protocol;

  private volatile long heardAt;
  private long pingedAt;
  private long frameSecond;
  private int frames;

  /**
   * @param begun told when the connection is open
   * @param ended told when it is over
   */
  WebSocketConnection(
      WebSocketServices services,
      WebSocketOpening opening,
      Consumer<WebSocketConnection> begun,
      Consumer<WebSocketConnection> ended) {
    this.services = services;
    this.opening = opening;
    this.begun = begun;
    this.ended = ended;
    WebSocketSettings settings = services.settings();
    this.reader = new FrameReader((int) settings.messageMax().toBytes(), settings.framesMax());
  }

  @Override
  public void setSocketWrapper(SocketWrapperBase<?> wrapper) {
    socket = wrapper;
  }

  @Override
  public void init(WebConnection connection) {
    WebSocketSettings settings = services.settings();
    socket.setReadTimeout(-1);
    socket.setWriteTimeout(settings.writeTimeout().toMillis());
    heardAt = services.now();
    pingedAt = heardAt;
    line = new WebSocketLine(socket, settings.unreadBytesMax(), this::close, this::cut);
    protocol =
        opening.fromFile()
            ? new WebSocketFarewell(services, opening, line)
            : opening.json()
                ? new WebSocketJsonProtocol(services, opening, line)
                : new WebSocketPlainProtocol(services, opening, line);
    begun.accept(this);
    protocol.begin();
  }

  @Override
  public SocketState upgradeDispatch(SocketEvent event) {
    return switch (event) {
      case OPEN_READ -> read() ? SocketState.UPGRADED : SocketState.CLOSED;
      case OPEN_WRITE -> SocketState.UPGRADED;
      default -> {
        line.cut();
        yield SocketState.CLOSED;
      }
    };
  }

  private boolean read() {
    ByteBuffer in = ByteBuffer.allocate(READ);
    try {
      while (!line.isCut()) {
        in.clear();
        int n = socket.read(false, in);
        if (n == 0) {
          account();
          return true;
        }
        if (n < 0) {
          break;
        }
        heardAt = services.now();
        FrameReader mine = reader;
        if (mine != null) {
          take(mine, in.flip());
        } // else: thrown away, but read, because bytes unread would cost our close frame
      }
    } catch (IOException left) {
      log.debug("a connection broke: {}", left.toString());
    }
    line.cut();
    settle();
    return false;
  }

  private void take(FrameReader mine, ByteBuffer in) {
    try {
      Frame frame;
      do {
        frame = mine.next(in);
        count(mine.takeFrames());
        if (frame != null && !mine.midMessage()) {
          settle(); // the next one has a time of its own
        }
        switch (frame) {
          case Frame.Close close -> {
            reader = null;
            line.closeHeard();
          }
          case Frame.Text text when line.isOpen() -> protocol.heard(text.text());
          case Frame.Ping ping -> line.send(FrameWriter.pong(ping.bytes()));
          case null, default -> {}
        }
      } while (frame != null && reader != null);
    } catch (FrameViolation broken) {
      reader = null;
      close(broken.close());
    } catch (RuntimeException broken) {
      log.error("a message on a WebSocket failed", broken);
      close(FrameClose.INTERNAL);
    }
  }

  /** All that there was has been read: what is unfinished of it counts from here on. */
  private void account() {
    FrameReader mine = reader;
    if (mine == null || !mine.midMessage()) {
      settle();
      return;
    }
    RequestRead mid = unfinished;
    if (mid == null) {
      mid = services.bounds().reads().read(this::giveWay);
      unfinishedSince = services.now();
      unfinished = mid;
      counted = 0;
      mid.begin();
    }
    if (mine.held() > counted) {
      mid.hold(mine.held() - counted);
      counted = mine.held();
    }
    if (line.isCut()) {
      settle(); // it was cut in the meantime
    }
  }

  /** Nothing is unfinished any more. */
  private void settle() {
    RequestRead mid = unfinished;
    if (mid != null) {
      unfinished = null;
      services.bounds().reads().release(mid);
    }
  }

  /** Others need the memory more: what is kept goes at once, and the client is told by a thread. */
  private void giveWay() {
    reader = null;
    Thread.startVirtualThread(() -> close(FrameClose.OVERLOADED));
  }

  private void count(int more) throws FrameViolation {
    long now = WebSocketLine.millis();
    if (now - frameSecond >= SECOND) {
      frameSecond = now;
      frames = 0;
    }
    frames += more;
    if (frames > services.settings().framesMax()) {
      throw new FrameViolation(FrameClose.TOO_MANY_FRAMES);
    }
  }

  /**
   * Closes with this code and its sentence, and gives the client a moment to answer; nothing
   * happens where the connection is closing already. Any thread.
   */
  void close(FrameClose why) {
    String sentence = services.texts().text(why.key(), opening.language());
    if (line.sayGoodbye(why, sentence, protocol.bye(why, sentence))) {
      protocol.closed();
    }
  }

  /** The line is cut, by whomever; once. */
  private void cut() {
    settle();
    ended.accept(this);
    protocol.closed();
  }

  /** Once a second: does what is due, and ends what takes too long. */
  void tick(long now) {
    WebSocketSettings settings = services.settings();
    long ping = settings.pingInterval().toMillis();
    if (line.overdue() || now - heardAt > 3 * ping) {
      line.cut();
    } else if (line.slow(settings.writeTimeout())) {
      close(FrameClose.SLOW_READER);
    } else if (protocol.overdue(now)) {
      close(FrameClose.NO_TOKEN);
    } else if (unfinished != null && now - unfinishedSince > settings.messageTimeout().toMillis()) {
      close(FrameClose.TOO_SLOW);
    } else if (now - pingedAt >= ping) {
      pingedAt = now;
      line.send(FrameWriter.ping());
    }
  }

  /** The service stops: closes, unless an answer is being made, after which the protocol does. */
  void stopWhenIdle() {
    protocol.closeWhenIdle();
  }

  /** Whether the client has yet to show a token. */
  boolean isStranger() {
    return protocol.overdue(Long.MAX_VALUE);
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
    // WebSockets stops its connections by itself
  }

  @Override
  public void destroy() {
    line.cut();
  }
}
