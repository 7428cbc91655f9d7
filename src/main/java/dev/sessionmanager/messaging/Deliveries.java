package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Phases;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** What goes out to messaging providers, and what of it does not get there. Any thread. */
@Component
public class Deliveries implements SmartLifecycle {

  private final Map<String, Courier> couriers = new TreeMap<>();
  private final Outbox outbox;
  private volatile boolean running;

  Deliveries(
      Messengers messengers,
      Outbox outbox,
      HumanTakeover humans,
      DeliverySettings settings,
      MessageFigures figures,
      Clock clock) {
    this.outbox = outbox;
    for (Messenger messenger : messengers.all()) {
      Courier courier = new Courier(messenger, outbox, humans, settings, figures, clock);
      couriers.put(messenger.channel(), courier);
    }
  }

  /** There may be something to send in this channel. */
  public void wake(String channel) {
    Courier courier = couriers.get(channel);
    if (courier != null) {
      courier.wake();
    }
  }

  /** Deliveries of one state, the newest first. */
  public List<Delivery> list(Delivery.State state, int max) {
    return outbox.list(state, max);
  }

  /** How many there are of each state; states without any are left out. */
  public Map<Delivery.State, Integer> counts() {
    return outbox.counts();
  }

  /**
   * Has a reply tried again at once, also when it was given up or refused: all parts of it that
   * have not arrived. What may have arrived is looked for first. A channel that has stopped goes
   * on, too.
   *
   * @return false where there is no such part
   */
  public boolean retry(long id) {
    boolean found = outbox.retry(id);
    outbox.byId(id).map(delivery -> couriers.get(delivery.channel())).ifPresent(Courier::resume);
    return found;
  }

  /** Takes away for good what has not arrived of a reply; false where there is no such thing. */
  public boolean drop(long id) {
    boolean found = outbox.drop(id);
    couriers.values().forEach(Courier::wake);
    return found;
  }

  /** Channels that send nothing until the operator has done something, and why. */
  public Map<String, String> stopped() {
    Map<String, String> stopped = new LinkedHashMap<>();
    couriers.forEach(
        (channel, courier) -> courier.stopped().ifPresent(why -> stopped.put(channel, why)));
    return stopped;
  }

  /** A channel that has stopped goes on: the operator has put right what was wrong. */
  public void resume(String channel) {
    Courier courier = couriers.get(channel);
    if (courier != null) {
      courier.resume();
    }
  }

  @Override
  public void start() {
    running = true;
    couriers.values().forEach(Courier::start);
  }

  /** Deliveries that are under way may end, within {@code SHUTDOWN_TIMEOUT}. */
  @Override
  public void stop(Runnable stopped) {
    running = false;
    couriers.values().forEach(Courier::stop);
    Thread.ofVirtual()
        .start(() -> {
          while (!couriers.values().stream().allMatch(Courier::idle)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
          }
          stopped.run();
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
    return Phases.DELIVERIES;
  }
}
