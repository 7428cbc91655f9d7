package dev.sessionmanager.server;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;

/** A part of the service that starts and stops with it, in its phase. */
public abstract class ServicePart implements SmartLifecycle {

  private final int phase;
  private final boolean forAll;
  private @Nullable Peers peers;
  private volatile boolean running;
  private boolean begun;

  /**
   * A part that starts after those of lower phases, and stops before them.
   *
   * @param phase of {@link Phases}
   */
  protected ServicePart(int phase) {
    this(phase, false);
  }

  /**
   * As above.
   *
   * @param forAll whether one node does this part's work for all, the one that leads
   */
  protected ServicePart(int phase, boolean forAll) {
    this.phase = phase;
    this.forAll = forAll;
  }

  /** The other nodes. */
  @Autowired
  final void peers(Peers others) {
    peers = others;
  }

  /** Whether another node does this part's work. */
  protected final boolean elsewhere() {
    return peers != null && forAll && !peers.leads();
  }

  /** Tells the node that does this part's work, and all others. */
  protected final void tell(String kind, String what) {
    if (peers != null) {
      peers.tell(kind, what);
    }
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
    if (forAll && peers != null) {
      peers.whenLeading(this::beginOnce);
    } else {
      beginOnce();
    }
  }

  private synchronized void beginOnce() {
    if (running) {
      begun = true;
      begin();
    }
  }

  private synchronized boolean hasBegun() {
    boolean had = begun;
    begun = false;
    return had;
  }

  @Override
  public final void stop(Runnable stopped) {
    running = false;
    Thread.startVirtualThread(() -> {
      try {
        if (hasBegun()) {
          end();
        }
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
