package dev.sessionmanager.messaging;

import dev.sessionmanager.server.Dispatcher;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.util.function.SingletonSupplier;

/** What goes out to messaging providers, and what of it does not get there. Any thread. */
@Component
public class Deliveries extends ServicePart {

  /** Told to the other nodes with a channel in which there may be something to send. */
  private static final String DELIVER = "deliver";

  /** Told to the other nodes with a delivery that is tried again. */
  private static final String RESUME = "resume";

  private final SingletonSupplier<Map<Messenger, Courier>> couriers;
  private final Messengers messengers;
  private final Outbox outbox;

  Deliveries(
      Messengers messengers,
      Outbox outbox,
      DeliveryRule rule,
      DeliverySettings settings,
      MessagingFigures figures,
      Peers peers,
      Clock clock) {
    super(Phases.DELIVERIES, true);
    this.messengers = messengers;
    this.outbox = outbox;
    peers.on(DELIVER, this::wakeHere);
    peers.on(RESUME, id -> resume(Long.parseLong(id)));
    this.couriers =
        SingletonSupplier.of(() -> {
          Map<Messenger, Courier> byMessenger = new LinkedHashMap<>();
          for (Messenger m : messengers.all()) {
            byMessenger.put(m, new Courier(m, outbox, rule, settings, figures, clock));
          }
          return byMessenger;
        });
  }

  private Map<Messenger, Courier> couriers() {
    return couriers.obtain();
  }

  /** There may be something to send in this channel. */
  void wake(String channel) {
    if (elsewhere()) {
      tell(DELIVER, channel);
    } else {
      wakeHere(channel);
    }
  }

  private void wakeHere(String channel) {
    couriers()
        .forEach((messenger, courier) -> {
          if (messenger.channel().equals(channel)) {
            courier.wake();
          }
        });
  }

  /**
   * Has a reply tried again at once, also when it was given up or refused: all parts of it that
   * have not arrived. What may have arrived is looked for first. An account that has stopped goes
   * on, too.
   *
   * @return false where there is no such part
   */
  boolean retry(long id) {
    boolean found = outbox.retry(id);
    if (elsewhere()) {
      tell(RESUME, Long.toString(id));
    } else {
      resume(id);
    }
    return found;
  }

  private void resume(long id) {
    outbox
        .byId(id)
        .flatMap(delivery -> messengers.find(delivery.channel(), delivery.conversation()))
        .map(couriers()::get)
        .ifPresent(Courier::resume);
  }

  /** Takes away for good what has not arrived of a reply; false where there is no such thing. */
  boolean drop(long id) {
    boolean found = outbox.drop(id);
    if (elsewhere()) {
      outbox.byId(id).ifPresent(delivery -> tell(DELIVER, delivery.channel()));
    } else {
      couriers().values().forEach(Courier::wake);
    }
    return found;
  }

  /** Why an account sends nothing until the operator has done something; empty while it does. */
  public Optional<String> stopped(Messenger messenger) {
    return Optional.ofNullable(couriers().get(messenger)).flatMap(Courier::stopped);
  }

  /**
   * As the operator says, what had stopped an account is over.
   *
   * @param name as in {@link #stopped()}
   * @return false where there is none
   */
  boolean resume(String name) {
    Optional<Messenger> found =
        couriers().keySet().stream().filter(m -> messengers.name(m).equals(name)).findFirst();
    found.ifPresent(this::resume);
    return found.isPresent();
  }

  /** What had stopped an account is over. */
  void resume(Messenger messenger) {
    Optional.ofNullable(couriers().get(messenger)).ifPresent(Courier::resume);
  }

  /**
   * Channels that send nothing until the operator has done something, and why; of a channel with
   * several accounts, its name with the account's.
   */
  public Map<String, String> stopped() {
    Map<String, String> stopped = new LinkedHashMap<>();
    couriers()
        .forEach((messenger, courier) ->
            courier.stopped().ifPresent(why -> stopped.put(messengers.name(messenger), why)));
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
