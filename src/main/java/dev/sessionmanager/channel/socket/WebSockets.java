package dev.sessionmanager.channel.socket;

import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Sessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The open connections of both ports: how many, which belongs to a session that has ended, what is
 * due every second, and the stop. Any thread.
 */
@Component
final class WebSockets implements SmartLifecycle {

  static final String CHANNEL = "websocket";

  /** With the web server's graceful stop, at the same time. */
  private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 1024;

  private static final String IDLE = "idle";

  /** At the stop, for close frames to be answered. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();

  /** By the ids of presences, and of the logins by whose tokens they came. */
  private final Map<String, Set<WebSocketConnection>> bySession = new ConcurrentHashMap<>();

  private final AtomicLong count = new AtomicLong();
  private final WebSocketSettings settings;
  private final Sessions sessions;
  private final MessageSource messages;
  private final Clock clock;
  private final int unreadMax;
  private volatile boolean stopping;
  private volatile boolean running;

  WebSockets(
      WebSocketSettings settings,
      Sessions sessions,
      MessageSource messages,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.messages = messages;
    this.clock = clock;
    this.unreadMax = (int) Math.min(settings.unreadMax().toBytes(), Integer.MAX_VALUE / 2);
    sessions.onEnded(this::ended);
    Gauge.builder("sessionmanager.websockets", open, Set::size)
        .description("Open WebSocket connections")
        .register(meters);
  }

  WebSocketSettings settings() {
    return settings;
  }

  int unreadMax() {
    return unreadMax;
  }

  long now() {
    return clock.millis();
  }

  Clock clock() {
    return clock;
  }

  boolean stopping() {
    return stopping;
  }

  /** Connections now; of strangers, those that have not shown a token yet. */
  long count(boolean strangers) {
    return strangers
        ? open.stream().filter(wire -> wire.talk().overdue(Long.MAX_VALUE)).count()
        : open.size();
  }

  String sentence(String key, Locale language, Object... arguments) {
    return Objects.requireNonNull(messages.getMessage(key, arguments, key, language));
  }

  /** How a guest is called: the original's name for them, counted from the start. */
  String guestName() {
    return "Usuario-" + count.incrementAndGet();
  }

  void opened(WebSocketConnection wire) {
    open.add(wire);
  }

  void gone(WebSocketConnection wire) {
    open.remove(wire);
  }

  /** A presence for a connection, which ends with either of the two sessions. */
  WebSocketPresence arrive(
      WebSocketConnection wire, WebSocketOpening opening, @Nullable Session login) {
    Session session =
        sessions.arrive(
            CHANNEL,
            opening.caller().device(),
            opening.caller().address(),
            login == null ? null : login.user());
    link(session.id(), wire);
    if (login != null) {
      link(login.id(), wire);
      if (!login.liveAt(clock.instant())) {
        ended(login); // in the very moment
      }
    }
    return new WebSocketPresence(sessions, session, login);
  }

  void leave(WebSocketConnection wire, WebSocketPresence visit) {
    unlink(visit.session().id(), wire);
    Session login = visit.login();
    if (login != null) {
      unlink(login.id(), wire);
    }
    visit.leave();
  }

  private void link(String id, WebSocketConnection wire) {
    bySession.compute(
        id,
        (key, wires) -> {
          if (wires == null) {
            return Set.of(wire);
          }
          Set<WebSocketConnection> more = ConcurrentHashMap.newKeySet();
          more.addAll(wires);
          more.add(wire);
          return more;
        });
  }

  private void unlink(String id, WebSocketConnection wire) {
    bySession.computeIfPresent(
        id,
        (key, wires) -> {
          Set<WebSocketConnection> rest = ConcurrentHashMap.newKeySet();
          rest.addAll(wires);
          rest.remove(wire);
          return rest.isEmpty() ? null : rest;
        });
  }

  private void ended(Session session) {
    FrameClose why = IDLE.equals(session.endReason()) ? FrameClose.IDLE : FrameClose.ENDED;
    bySession.getOrDefault(session.id(), Set.of()).forEach(wire -> wire.close(why));
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void tick() {
    long now = now();
    open.forEach(wire -> wire.tick(now));
  }

  /** The last answer over a connection is out: with the service stopping, so is the connection. */
  void idle(WebSocketConnection wire) {
    if (stopping && !wire.talk().busy()) {
      wire.close(FrameClose.STOPPING);
    }
  }

  @Override
  public void start() {
    running = true;
  }

  /** Answers that are being made are finished first, for as long as there is time. */
  @Override
  public void stop(Runnable done) {
    stopping = true;
    Thread.startVirtualThread(() -> {
      try {
        open.forEach(this::idle);
        awaitGone(settings.stopTimeout().minus(FAREWELL));
        open.forEach(wire -> wire.close(FrameClose.STOPPING));
        awaitGone(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        running = false;
        done.run();
      }
    });
  }

  private void awaitGone(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public void stop() {
    stop(() -> {});
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public int getPhase() {
    return PHASE;
  }
}
