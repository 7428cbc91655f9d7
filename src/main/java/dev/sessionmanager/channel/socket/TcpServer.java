package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import dev.sessionmanager.trace.TraceId;
import dev.sessionmanager.trust.TrustedNetworks;
import dev.sessionmanager.user.User;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The TCP port: people talk to agents line by line, as with EcoBot and PsicoIA before. A virtual
 * thread serves each client, another one looks for what takes too long.
 */
@Component
class TcpServer implements SmartLifecycle, DisposableBean {

  /** Of sessions, messages and conversations. */
  static final String CHANNEL = "tcp";

  private static final Logger logger = LoggerFactory.getLogger(TcpServer.class);

  private static final Duration LOOK = Duration.ofMillis(250);

  /** UTF-8 takes at most four bytes for a char, and there is the CR. */
  private static final int BYTES_PER_CHAR = 4;

  private final TcpSettings settings;
  private final Sessions sessions;
  private final Logins logins;
  private final TrustedNetworks trusted;
  private final SslBundles bundles;
  private final TcpPhrases phrases;
  private final TcpTalk talk;
  private final TcpCommands commands;
  private final Clock clock;
  private final LineBudget budget;
  private final Set<TcpConnection> connections = ConcurrentHashMap.newKeySet();
  private final Map<String, TcpConnection> bySession = new ConcurrentHashMap<>();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong arrivals = new AtomicLong();
  private final AtomicReference<@Nullable Runnable> whenEmpty = new AtomicReference<>();
  private volatile @Nullable TcpListener listener;
  private volatile @Nullable SSLSocketFactory tls;
  private volatile boolean stopping;
  private volatile boolean destroyed;

  TcpServer(
      TcpSettings settings,
      Sessions sessions,
      Logins logins,
      TrustedNetworks trusted,
      SslBundles bundles,
      TcpPhrases phrases,
      TcpTalk talk,
      TcpCommands commands,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.logins = logins;
    this.trusted = trusted;
    this.bundles = bundles;
    this.phrases = phrases;
    this.talk = talk;
    this.commands = commands;
    this.clock = clock;
    this.budget = new LineBudget(settings.linesMax().toBytes());
    sessions.onEnded(this::ended);
    Gauge.builder("sessionmanager.tcp.connections", open, AtomicInteger::get)
        .description("TCP connections open now")
        .register(meters);
  }

  @Override
  public void start() {
    if (settings.port() == 0) {
      return;
    }
    tls = TcpListener.certificate(settings, bundles);
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
    boolean served = false;
    try {
      if (open.incrementAndGet() > settings.connectionsMax()) {
        turnAway(raw);
        return;
      }
      raw.setTcpNoDelay(true);
      raw.setKeepAlive(true);
      String address = address(raw);
      Caller caller =
          new Caller(
              address,
              trusted.contain(address),
              "port " + raw.getPort(),
              TraceId.fresh(),
              null,
              raw::isClosed);
      LineReader lines = new LineReader(settings.messageMaxChars() * BYTES_PER_CHAR + 1, budget);
      TcpConnection connection =
          new TcpConnection(
              this,
              new TcpWire(raw, lines, clock),
              caller,
              settings.agent(),
              arrivals.incrementAndGet(),
              clock.millis());
      connections.add(connection);
      served = true;
      Thread.startVirtualThread(connection);
    } finally {
      if (!served) {
        open.decrementAndGet();
        raw.close();
      }
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

  void encrypt(TcpWire wire) throws IOException {
    SSLSocketFactory factory = tls;
    if (factory != null) {
      wire.encrypt(factory);
    }
  }

  /** A guest's session for a connection that is greeted now. */
  Session arrive(TcpConnection connection) throws IOException {
    Session session = sessions.arrive(CHANNEL, device(connection), address(connection), null);
    bySession.put(session.id(), connection);
    return session;
  }

  private static String device(TcpConnection connection) {
    return connection.caller().device();
  }

  private static String address(TcpConnection connection) {
    return connection.caller().address();
  }

  /**
   * The user's session that takes the place of the one before.
   *
   * @throws Problem why they may not log in
   */
  Session logIn(TcpConnection connection, Session before, String username, String password) {
    User user = logins.check(username, password, connection.caller());
    Session session = sessions.arrive(CHANNEL, device(connection), address(connection), user);
    bySession.put(session.id(), connection);
    if (!session.liveAt(clock.instant())) {
      bySession.remove(session.id());
      throw new Problem(Kind.BAD_CREDENTIALS);
    }
    bySession.remove(before.id());
    sessions.leave(before, "logged in");
    return session;
  }

  void seen(Session session) {
    sessions.seen(session);
  }

  void gone(TcpConnection connection, @Nullable Session session) {
    connections.remove(connection);
    if (session != null) {
      bySession.remove(session.id());
      sessions.leave(session, "disconnected");
    }
    if (open.decrementAndGet() == 0) {
      runWhenEmpty();
    }
  }

  /** Somebody has ended a session: its client is told, by a thread that may wait for it. */
  private void ended(Session session) {
    TcpConnection connection = bySession.remove(session.id());
    if (connection != null) {
      String sentence =
          switch (String.valueOf(session.endReason())) {
            case Sessions.IDLE -> phrases.line("tcp.idle");
            case Sessions.LOGGED_OUT, Sessions.REPLACED, Sessions.REVOKED ->
                phrases.line("tcp.ended");
            default -> phrases.line("tcp.killed", TcpPhrases.shortId(session));
          };
      Thread.startVirtualThread(() -> connection.wire().end(sentence));
    }
  }

  private void lookAfter() {
    while (!destroyed && !(stopping && connections.isEmpty())) {
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
      } else if (connection.loginOverdue(now, settings.loginTimeout().toMillis())) {
        Thread.startVirtualThread(() -> wire.end('\n' + phrases.line("tcp.login_slow")));
      }
    }
  }

  /** Clients who wait for nothing go at once, the others with their answer. */
  @Override
  public void stop(Runnable callback) {
    whenEmpty.set(callback);
    stop();
    if (open.get() == 0) {
      runWhenEmpty();
    }
  }

  @Override
  public void stop() {
    stopping = true;
    TcpListener port = listener;
    if (port != null) {
      port.close();
    }
    for (TcpConnection connection : connections) {
      Thread.startVirtualThread(connection::stop);
    }
  }

  private void runWhenEmpty() {
    Runnable callback = stopping ? whenEmpty.getAndSet(null) : null;
    if (callback != null) {
      callback.run();
    }
  }

  @Override
  public void destroy() {
    destroyed = true;
    connections.forEach(connection -> connection.wire().abort());
  }

  @Override
  public boolean isRunning() {
    return listener != null && !stopping;
  }

  /** Stops together with the web server's graceful half, so that both drain at the same time. */
  @Override
  public int getPhase() {
    return DEFAULT_PHASE - 1024;
  }

  boolean stopping() {
    return stopping;
  }

  int connections() {
    return open.get();
  }

  LineBudget budget() {
    return budget;
  }

  TcpPhrases phrases() {
    return phrases;
  }

  TcpTalk talk() {
    return talk;
  }

  TcpCommands commands() {
    return commands;
  }

  int messageMaxChars() {
    return settings.messageMaxChars();
  }
}
