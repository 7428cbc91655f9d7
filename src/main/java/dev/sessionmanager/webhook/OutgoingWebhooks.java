package dev.sessionmanager.webhook;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.http.HttpCalls;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.server.Dispatcher;
import dev.sessionmanager.server.Peers;
import dev.sessionmanager.server.Phases;
import dev.sessionmanager.server.ServicePart;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Tells programs of the operator's what has happened: a {@code POST} of {@code {"id", "event",
 * "at", "data"}} to the target's address, signed where it has a secret. An event is on the disk
 * before it is sent, and sent until it is answered with a 2xx: it may come twice, with the same
 * {@code id}, which is also the header {@code X-Session-Manager-Delivery}. Where the address of a
 * target is not set, nothing is kept or sent. Any thread.
 */
@Component
public class OutgoingWebhooks extends ServicePart {

  private static final Logger logger = LoggerFactory.getLogger(OutgoingWebhooks.class);

  /** Told to the other nodes where there may be events to send. */
  private static final String EVENTS = "events";

  /** How long events that were given up stay in the file. */
  private static final Duration GIVEN_UP_KEPT = Duration.ofDays(30);

  private final Map<WebhookTarget, EventCourier> couriers = new EnumMap<>(WebhookTarget.class);
  private final EventLog events;
  private final HttpCalls calls;
  private final Clock clock;

  OutgoingWebhooks(
      WebhookSettings settings,
      EventLog events,
      OutboundHttp http,
      Peers peers,
      MeterRegistry meters,
      Clock clock) {
    super(Phases.DELIVERIES, true);
    this.events = events;
    this.calls = new HttpCalls(http, settings.limits());
    this.clock = clock;
    peers.on(EVENTS, any -> couriers.values().forEach(EventCourier::wake));
    for (WebhookTarget target : WebhookTarget.values()) {
      if (settings.of(target).url() == null) {
        continue;
      }
      couriers.put(target, new EventCourier(target, settings, events, calls, meters, clock));
      if (settings.of(target).secret().isEmpty()) {
        String name = target.setting();
        logger.warn("{} is called without a signature: set {}_SECRET", name, name);
      }
    }
  }

  /** Whether the target has an address. */
  public boolean connected(WebhookTarget target) {
    return couriers.containsKey(target);
  }

  /**
   * Writes an event and has it sent; on the disk when this returns.
   *
   * @param event like {@code handover.requested}
   * @param data of texts, numbers, maps and lists, as the receiver gets it
   * @throws LogFailure when it is not on the disk
   */
  public void tell(WebhookTarget target, String event, Map<String, ?> data) {
    if (connected(target)) {
      events.append(event(target, event, data));
      wake();
    }
  }

  /**
   * An event that is written in the commit of something else; {@link #wake} has it sent once that
   * is done. Nothing where the target has no address.
   */
  public LogStatements.Statement event(WebhookTarget target, String event, Map<String, ?> data) {
    return connected(target) ? events.insert(target, event, data) : statements -> {};
  }

  /** There may be events to send. */
  public void wake() {
    if (elsewhere()) {
      tell(EVENTS, "");
    }
    couriers.values().forEach(EventCourier::wake);
  }

  /** Why the last event that a target has not taken was not taken; empty while all are. */
  public Optional<String> problem(WebhookTarget target) {
    return connected(target) ? Optional.ofNullable(events.problem(target)) : Optional.empty();
  }

  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT3M")
  void clean() {
    events.forget(clock.instant().minus(GIVEN_UP_KEPT));
  }

  @Override
  protected void begin() {
    couriers.values().forEach(EventCourier::start);
  }

  /** A call that is under way may end. */
  @Override
  protected void end() {
    couriers.values().forEach(EventCourier::stop);
    Dispatcher.await(() -> couriers.values().stream().allMatch(EventCourier::idle));
    calls.close();
  }
}
