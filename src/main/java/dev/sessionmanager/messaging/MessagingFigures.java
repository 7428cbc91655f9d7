package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.Problem.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What the operator sees of the messaging channels, since the start of the process: as metrics, and
 * in the original's words. Any thread.
 */
@Component
public class MessagingFigures {

  /** What is counted. */
  enum Event {
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
    /** Messages that were too old to be answered when they came. */
    OLD,
    /** Messages of people who want none. */
    OPTED_OUT,
    /** Messages outside of the business hours, after it was said that there is nobody. */
    OUTSIDE_HOURS,
    /** Pauses of the bot, because it has answered so much. */
    PAUSED,
    QUARANTINED
  }

  /** As what a message is counted that was kept and not answered; null where a human has it. */
  static @Nullable Event unanswered(Kind why) {
    return switch (why) {
      case MESSAGE_OLD -> Event.OLD;
      case OPTED_OUT -> Event.OPTED_OUT;
      case OUTSIDE_HOURS -> Event.OUTSIDE_HOURS;
      default -> null;
    };
  }

  /**
   * Those who answer.
   *
   * @param total turns that have ended, answered or not
   * @param utilization active ones, in percent of all
   */
  public record Workers(
      @JsonProperty("pool_size") int poolSize,
      @JsonProperty("active_workers") int active,
      @JsonProperty("idle_workers") int idle,
      @JsonProperty("total_processed") long total,
      double utilization) {}

  /**
   * Messages that wait.
   *
   * @param activeUsers people for whom an answer is being made
   * @param totalUsers and those with a message that waits
   * @param total messages that have been dealt with
   */
  public record Queue(
      @JsonProperty("queue_size") int size,
      @JsonProperty("active_users") int activeUsers,
      @JsonProperty("total_users") int totalUsers,
      @JsonProperty("total_processed") long total) {}

  /** Times in seconds. */
  public record Configuration(
      @JsonProperty("worker_pool_size") int workers,
      @JsonProperty("max_concurrent_users") int users,
      @JsonProperty("message_buffer_timeout") double bufferTimeout,
      @JsonProperty("message_cooldown") double cooldown) {}

  private final ConcurrentMap<Event, LongAdder> counts = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final MessageBuffer buffer;
  private final MessagingSettings settings;
  private final TroubleList troubles;

  MessagingFigures(
      MeterRegistry meters,
      MessageBuffer buffer,
      MessagingSettings settings,
      TroubleList troubles) {
    this.troubles = troubles;
    this.meters = meters;
    this.buffer = buffer;
    this.settings = settings;
    gauge("workers", "Answers that can be made at once for messaging channels", b -> b.workers());
    gauge("workers.active", "Answers being made for messaging channels", b -> b.active());
    gauge("waiting", "Messages of messaging channels that wait to be answered", b -> b.waiting());
    gauge("people.active", "People for whom an answer is being made", b -> b.activePeople());
  }

  private void gauge(String name, String description, ToIntFunction<MessageBuffer.Load> figure) {
    Gauge.builder("sessionmanager.messaging." + name, buffer, b -> figure.applyAsInt(b.load()))
        .description(description)
        .register(meters);
  }

  void count(Event event, String channel) {
    count(event, channel, 1);
  }

  void count(Event event, String channel, int times) {
    counter(event).add(times);
    Counter.builder("sessionmanager.messages")
        .description("Messages of messaging channels and replies to them, by what became of them")
        .tag("event", event.name().toLowerCase(Locale.ROOT))
        .tag("channel", channel)
        .register(meters)
        .increment(times);
  }

  /** On all channels together. */
  long count(Event event) {
    return counter(event).sum();
  }

  private LongAdder counter(Event event) {
    return counts.computeIfAbsent(event, any -> new LongAdder());
  }

  public Workers workers() {
    MessageBuffer.Load load = buffer.load();
    double share = 100.0 * load.active() / load.workers();
    return new Workers(
        load.workers(),
        load.active(),
        Math.max(0, load.workers() - load.active()),
        turns(),
        Math.round(share * 10) / 10.0);
  }

  public Queue queue() {
    MessageBuffer.Load load = buffer.load();
    return new Queue(
        load.waiting(), load.activePeople(), load.people(), turns() + count(Event.JOINED));
  }

  /** What is wrong with the channels now, the oldest first. */
  public List<Trouble> troubles() {
    return troubles.all();
  }

  /** What is wrong with one account now, the oldest first. */
  public List<Trouble> troubles(MessagingProvider provider) {
    return troubles.of(provider);
  }

  public Configuration configuration() {
    return new Configuration(
        settings.workers(),
        settings.usersMax(),
        seconds(settings.bufferTimeout()),
        seconds(settings.cooldown()));
  }

  private long turns() {
    return count(Event.ANSWERED) + count(Event.FAILED);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1e3;
  }
}
