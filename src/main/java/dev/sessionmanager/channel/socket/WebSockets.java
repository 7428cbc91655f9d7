package dev.sessionmanager.channel.socket;

import dev.sessionmanager.server.Drain;
import dev.sessionmanager.server.Phases;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The open connections of both ports: how many there are, what is due on them every second, and the
 * stop. Any thread.
 */
@Component
final class WebSockets implements SmartLifecycle {

  /** At the stop, for close frames to be answered. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final Set<WebSocketConnection> open = ConcurrentHashMap.newKeySet();
  private final Drain drain = new Drain(open::isEmpty);
  private final WebSocketServices services;
  private final Duration stopTimeout;
  private volatile boolean running;

  WebSockets(WebSocketServices services, LifecycleProperties lifecycle) {
    this.services = services;
    this.stopTimeout = lifecycle.getTimeoutPerShutdownPhase();
    services.bounds().show(open, "sessionmanager.websockets", "Open WebSocket connections");
  }

  /** A connection whose handshake was accepted; it counts from when Tomcat has opened it. */
  WebSocketConnection connection(WebSocketOpening opening) {
    return new WebSocketConnection(services, opening, open::add, this::ended);
  }

  private void ended(WebSocketConnection connection) {
    open.remove(connection);
    drain.ended();
  }

  /** Connections now. */
  int count() {
    return open.size();
  }

  /** Connections now of clients who have not shown a token yet. */
  long strangers() {
    return open.stream().filter(WebSocketConnection::isStranger).count();
  }

  @Scheduled(fixedRate = 1, timeUnit = TimeUnit.SECONDS)
  void tick() {
    long now = services.now();
    open.forEach(connection -> connection.tick(now));
  }

  @Override
  public void start() {
    running = true;
  }

  /** Answers that are being made are finished first, for as long as there is time. */
  @Override
  public void stop(Runnable done) {
    services.stop();
    Thread.startVirtualThread(() -> {
      try {
        open.forEach(WebSocketConnection::stopWhenIdle);
        if (!drain.await(stopTimeout.minus(FAREWELL))) {
          open.forEach(connection -> connection.close(FrameClose.STOPPING));
          drain.await(FAREWELL);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        running = false;
        done.run();
      }
    });
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
    return Phases.CONNECTIONS;
  }
}
