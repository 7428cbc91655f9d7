package dev.sessionmanager.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.stereotype.Component;

/** What the operator sees of the messaging channels, since the start of the process. Any thread. */
@Component
public class MessageFigures {

  /** What is counted. */
  public enum Event {
    /** Messages that were new. */
    RECEIVED,
    DUPLICATE,
    /** Messages that were answered together with another. */
    JOINED,
    /** Turns with an answer. */
    ANSWERED,
    /** Turns without one, for whatever reason but a human. */
    FAILED,
    /** Messages of ours that have arrived. */
    DELIVERED,
    /** Tries to deliver that failed and are made again. */
    RETRIED,
    /** Replies given up after hours. */
    DEAD,
    /** Replies that the provider will never take. */
    REFUSED,
    /** Replies that were not sent, because a human held the conversation. */
    SILENCED,
    QUARANTINED
  }

  private final ConcurrentMap<Event, LongAdder> counts = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final MessageBuffer buffer;

  MessageFigures(MeterRegistry meters, MessageBuffer buffer) {
    this.meters = meters;
    this.buffer = buffer;
    gauge("workers", "Answers that can be made at once for messaging channels", b -> b.workers());
    gauge("workers.active", "Answers being made for messaging channels", b -> b.active());
    gauge("waiting", "Messages of messaging channels that wait to be answered", b -> b.waiting());
    gauge("people.active", "People for whom an answer is being made", b -> b.activePeople());
  }

  private interface Figure {
    int of(MessageBuffer.Load load);
  }

  private void gauge(String name, String description, Figure figure) {
    Gauge.builder("sessionmanager.messaging." + name, buffer, b -> figure.of(b.load()))
        .description(description)
        .register(meters);
  }

  public void count(Event event, String channel) {
    count(event, channel, 1);
  }

  public void count(Event event, String channel, int times) {
    counter(event).add(times);
    Counter.builder("sessionmanager.messages")
        .description("Messages of messaging channels and replies to them, by what became of them")
        .tag("event", event.name().toLowerCase(Locale.ROOT))
        .tag("channel", channel)
        .register(meters)
        .increment(times);
  }

  /** On all channels together. */
  public long count(Event event) {
    return counter(event).sum();
  }

  private LongAdder counter(Event event) {
    return counts.computeIfAbsent(event, any -> new LongAdder());
  }

  public MessageBuffer.Limits limits() {
    return buffer.limits();
  }

  public MessageBuffer.Load load() {
    return buffer.load();
  }
}
