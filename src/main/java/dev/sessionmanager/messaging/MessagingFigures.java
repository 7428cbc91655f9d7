package dev.sessionmanager.messaging;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.messaging.MessageFigures.Event;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** The messaging channels in the original's words: its workers, its queue, its settings. */
@Component
public class MessagingFigures {

  private static final double MILLIS = 1e3;

  private final MessageFigures figures;

  MessagingFigures(MessageFigures figures) {
    this.figures = figures;
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

  public Workers workers() {
    MessageBuffer.Load load = figures.load();
    double share = load.workers() == 0 ? 0 : 100.0 * load.active() / load.workers();
    return new Workers(
        load.workers(),
        load.active(),
        Math.max(0, load.workers() - load.active()),
        turns(),
        Math.round(share * 10) / 10.0);
  }

  public Queue queue() {
    MessageBuffer.Load load = figures.load();
    return new Queue(
        load.waiting(), load.activePeople(), load.people(), turns() + figures.count(Event.JOINED));
  }

  public Configuration configuration() {
    MessageBuffer.Limits limits = figures.limits();
    return new Configuration(
        limits.workers(), limits.people(), seconds(limits.timeout()), seconds(limits.cooldown()));
  }

  private long turns() {
    return figures.count(Event.ANSWERED) + figures.count(Event.FAILED);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
