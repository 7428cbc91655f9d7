package dev.sessionmanager.channel.socket;

import dev.sessionmanager.server.Drain;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.trace.TraceId;
import dev.sessionmanager.trust.Trusted;
import dev.sessionmanager.trust.TrustedNetworks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The TCP port: people talk to agents line by line, as with EcoBot and PsicoIA before. A virtual
 * thread serves each client, another one looks for what takes too long.
 */
@Component
class TcpServer implements SmartLifecycle, DisposableBean {

  private static final Logger logger = LoggerFactory.getLogger(TcpServer.class);

  /** How often it is looked for clients that take too long. */
  private static final Duration LOOK = Duration.ofMillis(250);

  /** UTF-8 takes at most four bytes for a char, and there is the CR. */
  private static final int BYTES_PER_CHAR = 4;

  private final TcpSettings settings;
  private final TcpDialogue dialogue;
  private final TcpPhrases phrases;
  private final TrustedNetworks trusted;
  private final SslBundles bundles;
  private final SocketBounds bounds;
  private final Clock clock;
  private final Duration stopTimeout;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Drain drain = new Drain(connections::isEmpty);
  private final AtomicLong arrivals = new AtomicLong();

  private volatile @Nullable TcpListener listener;
  private volatile @Nullable TcpTls tls;
  private volatile boolean stopping;

  TcpServer(
      TcpSettings settings,
      TcpDialogue dialogue,
      TcpPhrases phrases,
      TrustedNetworks trusted,
      SslBundles bundles,
      SocketBounds bounds,
      LifecycleProperties lifecycle,
      Clock clock) {
    this.settings = settings;
    this.dialogue = dialogue;
    this.phrases = phrases;
    this.trusted = trusted;
    this.bundles = bundles;
    this.bounds = bounds;
    this.clock = clock;
    this.stopTimeout = lifecycle.getTimeoutPerShutdownPhase();
    bounds.show(connections, "sessionmanager.tcp.connections", "TCP connections open now");
  }

  @Override
  public void start() {
    if (settings.port() == 0) {
      return;
    }
    tls = TcpTls.of(settings, bundles);
    listener = TcpListener.open(settings, this::serve);
    Thread.startVirtualThread(this::lookAfter);
    logger.info(
        "TCP on {}:{}{}, {} answers",
        settings.bindAddress(),
        settings.port(),
        tls == null ? "" : " (TLS)",
        settings.agent());
  }

  private void serve(Socket raw) throws IOException {
    InetAddress address = raw.getInetAddress();
    if (!bounds.addresses().enter(address)) {
      raw.close(); // without a word: a sentence for each would be what a flood wants
      return;
    }
    boolean served = false;
    try {
      if (connections.size() >= settings.connectionsMax()) {
        turnAway(raw);
        return;
      }
      raw.setTcpNoDelay(true);
      raw.setKeepAlive(true);
      TcpConnection connection = connection(raw);
      connections.add(connection);
      served = true;
      Thread.startVirtualThread(() -> {
        try {
          run(connection);
        } finally {
          bounds.addresses().leave(address);
        }
      });
    } finally {
      if (!served) {
        bounds.addresses().leave(address);
        raw.close();
      }
    }
  }

  private TcpConnection connection(Socket raw) {
    String address = address(raw);
    Caller caller =
        new Caller(
            address,
            trusted.trust(address, Trusted.GUEST),
            "port " + raw.getPort(),
            TraceId.fresh(),
            null,
            raw::isClosed);
    LineReader lines =
        new LineReader(dialogue.messageMaxChars() * BYTES_PER_CHAR + 1, bounds.reads());
    return new TcpConnection(
        new TcpWire(raw, lines, clock),
        caller,
        settings.agent(),
        new TcpPages((int) settings.pageMax().toBytes(), phrases.text("tcp.more")),
        settings.stream(),
        arrivals.incrementAndGet(),
        clock.millis());
  }

  private void run(TcpConnection connection) {
    try {
      TcpTls secure = tls;
      if (secure != null) {
        connection.wire().encrypt(secure);
      }
      dialogue.hold(connection, () -> stopping);
    } catch (IOException gone) {
      logger.debug("A TCP connection has broken: {}", gone.toString());
    } catch (RuntimeException broken) {
      logger.error("A TCP connection has failed", broken);
    } finally {
      connection.wire().close();
      connection.become(null, SocketSessions.DISCONNECTED);
      connections.remove(connection);
      drain.ended();
    }
  }

  /** Never blocks: nothing has been written to this client before. */
  private void turnAway(Socket raw) throws IOException {
    if (tls == null) {
      String sentence = phrases.line("tcp.full", settings.connectionsMax());
      raw.getOutputStream().write(sentence.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Without the zone of a link-local address. */
  private static String address(Socket raw) {
    String address = raw.getInetAddress().getHostAddress();
    int zone = address.indexOf('%');
    return zone < 0 ? address : address.substring(0, zone);
  }

  private void lookAfter() {
    while (!(stopping && connections.isEmpty())) {
      watch();
      LockSupport.parkNanos(LOOK.toNanos());
    }
  }

  /** Hangs up on clients who take too long: to read, to finish a line, to log in, to go. */
  void watch() {
    long now = clock.millis();
    for (TcpConnection connection : connections) {
      TcpWire wire = connection.wire();
      if (wire.overdue(now, settings.writeTimeout(), settings.lineTimeout())) {
        wire.abort();
      } else if (wire.lineOverdue(now, settings.lineTimeout())) {
        Thread.startVirtualThread(() -> wire.end('\n' + phrases.line("tcp.line_slow")));
      } else if (connection.loginOverdue(now, settings.loginTimeout())) {
        Thread.startVirtualThread(() -> wire.end('\n' + phrases.line("tcp.login_slow")));
      }
    }
  }

  /** Clients who wait for no answer are let go at once, the others after their answer. */
  @Override
  public void stop(Runnable done) {
    stop();
    Thread.startVirtualThread(() -> {
      try {
        drain.await(stopTimeout);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        done.run();
      }
    });
  }

  @Override
  public void stop() {
    stopping = true;
    TcpListener port = listener;
    if (port != null) {
      port.close();
    }
    for (TcpConnection connection : connections) {
      Thread.startVirtualThread(() -> dialogue.stop(connection));
    }
  }

  @Override
  public void destroy() {
    stop();
    connections.forEach(connection -> connection.wire().abort());
  }

  @Override
  public boolean isRunning() {
    return listener != null && !stopping;
  }

  @Override
  public int getPhase() {
    return Phases.CONNECTIONS;
  }

  int connections() {
    return connections.size();
  }
}
