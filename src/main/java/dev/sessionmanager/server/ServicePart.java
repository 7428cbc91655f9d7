package dev.sessionmanager.server;

import org.springframework.context.SmartLifecycle;

/** A part of the service that starts and stops with it, in its phase. */
public abstract class ServicePart implements SmartLifecycle {

  private final int phase;
  private volatile boolean running;

  /**
   * A part that starts after those of lower phases, and stops before them.
   *
   * @param phase of {@link Phases}
   */
  protected ServicePart(int phase) {
    this.phase = phase;
  }

  /** Begins the work of this part, on the thread of the start: the next phase waits for it. */
  protected abstract void begin();

  /**
   * Ends the work of this part, on a thread of its own: the phase before waits until this returns,
   * for {@code SHUTDOWN_TIMEOUT} at most.
   */
  protected abstract void end();

  @Override
  public final void start() {
    running = true;
    begin();
  }

  @Override
  public final void stop(Runnable stopped) {
    running = false;
    Thread.startVirtualThread(() -> {
      try {
        end();
      } finally {
        stopped.run();
      }
    });
  }

  @Override
  public final void stop() {
    stop(() -> {});
  }

  @Override
  public final boolean isRunning() {
    return running;
  }

  @Override
  public final int getPhase() {
    return phase;
  }
}
