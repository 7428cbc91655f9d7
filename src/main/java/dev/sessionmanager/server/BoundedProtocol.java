package dev.sessionmanager.server;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tomcat's HTTP/1.1 with bounds of its own lacking there: on what all unfinished requests hold
 * together, on the time a request takes to come in (Tomcat's time-outs are for silence, and begin
 * anew with each byte), on the connections of one address, and on idle connections when there are
 * nearly too many. It also knows when the last answer is out, where Tomcat's graceful stop only
 * knows that the last servlet is done. Made by its name, hence the constructor without parameters.
 */
public final class BoundedProtocol extends Http11NioProtocol {

  private static final Logger log = LoggerFactory.getLogger(BoundedProtocol.class);

  /** How often late requests and idle connections are looked for. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** One line a minute says how many requests were cut. */
  private static final int LOOKS_BETWEEN_LOGS = 60;

  /** With this share of the connections taken, idle ones are closed, in hundredths. */
  private static final int CROWDED = 75;

  /** Among many, a connection that has been idle for this long is closed. */
  private static final Duration IDLE = Duration.ofSeconds(2);

  private final Bounded endpoint;
  private final AtomicInteger answering = new AtomicInteger();
  private final Drain drain = new Drain(() -> answering.get() == 0);
  private RequestReads reads = new RequestReads(RequestReads.Limits.usual(Duration.ofSeconds(30)));
  private @Nullable ScheduledFuture<?> look;
  private int looksUntilLog;

  public BoundedProtocol() {
    this(new Bounded());
  }

  private BoundedProtocol(Bounded endpoint) {
    super(endpoint);
    this.endpoint = endpoint;
    endpoint.setHandler(new Watched(endpoint.getHandler()));
  }

  /** What requests may hold and take. Before the start. */
  public void bound(RequestReads.Limits limits) {
    reads = new RequestReads(limits);
  }

  /** How many connections each address may have. Before the start. */
  public void bound(ConnectionsPerAddress connections) {
    endpoint.addresses = connections;
  }

  /** Waits until every answer is with the system's network; false where that took longer. */
  public boolean awaitAnswers(Duration atMost) throws InterruptedException {
    return drain.await(atMost);
  }

  /** Those that are open. */
  public Set<SocketWrapperBase<NioChannel>> connections() {
    return endpoint.getConnections();
  }

  /** Bytes that requests hold which are coming in or being answered. */
  public long held() {
    return reads.held();
  }

  @Override
  public void start() throws Exception {
    super.start();
    look =
        getUtilityExecutor()
            .scheduleWithFixedDelay(
                this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stop() throws Exception {
    if (look != null) {
      look.cancel(false);
    }
    super.stop();
  }

  private void look() {
    reads.cutLate(System.nanoTime());
    if (--looksUntilLog <= 0) {
      looksUntilLog = LOOKS_BETWEEN_LOGS;
      long cut = reads.takeCut();
      if (cut > 0) {
        log.warn(
            "{} requests were cut: they came in too slowly, or held too much memory together", cut);
      }
    }
    long tooMany =
        endpoint.getConnectionCount() - (long) endpoint.getMaxConnections() * CROWDED / 100;
    if (tooMany > 0) {
      long before = System.currentTimeMillis() - IDLE.toMillis();
      endpoint.getConnections().stream()
          .map(NioEndpoint.NioSocketWrapper.class::cast)
          .filter(connection -> connection.getLastRead() < before)
          .sorted(Comparator.comparingLong(NioEndpoint.NioSocketWrapper::getLastRead))
          .limit(tooMany)
          .forEach(BoundedProtocol::closeIdle);
    }
  }

  /** Closes a connection between two requests; one in the middle of something is left alone. */
  private static void closeIdle(SocketWrapperBase<NioChannel> connection) {
    Lock busy = connection.getLock();
    if (busy.tryLock()) {
      try {
        if (connection.getCurrentProcessor() == null) {
          connection.close();
        }
      } finally {
        busy.unlock();
      }
    }
  }

  /** The valve that has to come first on a port with this protocol. */
  public static Valve headRead() {
    return new HeadRead();
  }

  /** The first of a port's valves: the head of a request has been read. */
  private static final class HeadRead extends ValveBase {

    HeadRead() {
      super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
      RequestRead read = RequestRead.current();
      if (read != null) {
        read.head();
      }
      getNext().invoke(request, response);
    }
  }

  /** Tomcat's way of a request, with its {@link RequestRead} at hand. */
  private final class Watched implements Handler<NioChannel> {

    private final Handler<NioChannel> tomcat;
    private final Map<SocketWrapperBase<NioChannel>, RequestRead> heads = new ConcurrentHashMap<>();

    Watched(Handler<NioChannel> tomcat) {
      this.tomcat = tomcat;
    }

    @Override
    public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
      RequestRead begun = heads.remove(connection);
      RequestRead read =
          begun == null
              ? new RequestRead(reads, () -> endInput(connection), System::nanoTime)
              : begun;
      answering.incrementAndGet();
      try {
        SocketState state =
            ScopedValue.where(RequestRead.CURRENT, read)
                .call(() -> tomcat.process(connection, event));
        if (state == SocketState.LONG) {
          heads.put(connection, read); // some of a head is there, and the rest is not
          read.begin();
        }
        if (state != SocketState.LONG || connection.isClosed()) {
          heads.remove(connection);
          reads.release(read);
        }
        return state;
      } finally {
        answering.decrementAndGet();
        drain.ended();
      }
    }

    @Override
    public void release(SocketWrapperBase<NioChannel> connection) {
      RequestRead begun = heads.remove(connection);
      if (begun != null) {
        reads.release(begun);
      }
      endpoint.left(connection);
      tomcat.release(connection);
    }

    @Override
    public Object getGlobal() {
      return tomcat.getGlobal();
    }

    @Override
    public void pause() {
      tomcat.pause();
    }

    @Override
    public void recycle() {
      tomcat.recycle();
    }
  }

  /**
   * The system is told that nothing more is read: a thread that waits for input gets its end, and
   * can still answer.
   */
  private static void endInput(SocketWrapperBase<NioChannel> connection) throws IOException {
    SocketChannel channel = connection.getSocket().getIOChannel();
    if (channel != null) {
      channel.shutdownInput();
    }
  }

  /** Counts the connections of each address. */
  private static final class Bounded extends NioEndpoint {

    private ConnectionsPerAddress addresses = ConnectionsPerAddress.unbounded();

    @Override
    protected boolean setSocketOptions(SocketChannel socket) {
      InetAddress address = address(socket);
      if (!addresses.enter(address)) {
        destroySocket(socket); // without a word: a byte for each would be what a flood wants
        return false;
      }
      boolean taken = super.setSocketOptions(socket);
      if (!taken && !connections.containsKey(socket)) { // else it leaves when it is closed
        addresses.leave(address);
      }
      return taken;
    }

    void left(SocketWrapperBase<NioChannel> connection) {
      SocketChannel channel = connection.getSocket().getIOChannel();
      if (channel != null) {
        addresses.leave(address(channel));
      }
    }

    private static @Nullable InetAddress address(SocketChannel socket) {
      try {
        return socket.getRemoteAddress() instanceof InetSocketAddress there
            ? there.getAddress()
            : null;
      } catch (IOException closed) {
        return null;
      }
    }
  }
}
