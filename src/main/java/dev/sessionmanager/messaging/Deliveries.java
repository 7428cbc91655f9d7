package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** What goes out to messaging providers, and what of it does not get there. Any thread. */
@Component
public class Deliveries extends ServicePart {

  private final SingletonSupplier<Map<String, Courier>> couriers;
  private final Outbox outbox;

  Deliveries(
      Messengers messengers,
      Outbox outbox,
      HumanTakeover humans,
      DeliverySettings settings,
      MessagingFigures figures,
      Clock clock) {
    super(Phases.DELIVERIES);
    this.outbox = outbox;
    this.couriers =
        SingletonSupplier.of(() -> {
          Map<String, Courier> byChannel = new TreeMap<>();
          for (Messenger m : messengers.all()) {
            byChannel.put(m.channel(), new Courier(m, outbox, humans, settings, figures, clock));
          }
          return byChannel;
        });
  }

  private Map<String, Courier> couriers() {
    return couriers.obtain();
  }

  /** There may be something to send in this channel. */
  void wake(String channel) {
    Optional.ofNullable(couriers().get(channel)).ifPresent(Courier::wake);
  }

  /**
   * Has a reply tried again at once, also when it was given up or refused: all parts of it that
   * have not arrived. What may have arrived is looked for first. A channel that has stopped goes
   * on, too.
   *
   * @return false where there is no such part
   */
  boolean retry(long id) {
    boolean found = outbox.retry(id);
    outbox.byId(id).map(delivery -> couriers().get(delivery.channel())).ifPresent(Courier::resume);
    return found;
  }

  /** Takes away for good what has not arrived of a reply; false where there is no such thing. */
  boolean drop(long id) {
    boolean found = outbox.drop(id);
    couriers().values().forEach(Courier::wake);
    return found;
  }

  /** Channels that send nothing until the operator has done something, and why. */
  public Map<String, String> stopped() {
    Map<String, String> stopped = new LinkedHashMap<>();
    couriers()
        .forEach(
            (channel, courier) -> courier.stopped().ifPresent(why -> stopped.put(channel, why)));
    return stopped;
  }

  @Override
  protected void begin() {
    couriers().values().forEach(Courier::start);
  }

  /** Deliveries that are under way may end. */
  @Override
  protected void end() {
    couriers().values().forEach(Courier::stop);
    Dispatcher.await(() -> couriers().values().stream().allMatch(Courier::idle));
  }
}
