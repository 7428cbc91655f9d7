package dev.sessionmanager.messaging;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What became of webhooks: counted as {@code sessionmanager.webhooks} by channel and outcome; of
 * those that were refused the last is told to the operator for a day. Any thread.
 */
@Component
public class WebhookLog {

  private static final Logger logger = LoggerFactory.getLogger(WebhookLog.class);

  /** A line in the log for each refused webhook would let anybody fill it. */
  private static final Duration LOG_INTERVAL = Duration.ofMinutes(1);

  /** An older refusal is no longer news. */
  private static final Duration NEWS = Duration.ofDays(1);

  private record Refusals(long count, String address, String cause, Instant at, Instant loggedAt) {}

  private final Map<String, Refusals> refused = new ConcurrentHashMap<>();
  private final MeterRegistry meters;
  private final Clock clock;

  WebhookLog(MeterRegistry meters, Clock clock) {
    this.meters = meters;
    this.clock = clock;
  }

  /** Counts one. */
  public void count(String channel, WebhookOutcome outcome) {
    Counter.builder("sessionmanager.webhooks")
        .description("Webhooks of messaging providers, or their messages, by what became of them")
        .tag("channel", channel)
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(meters)
        .increment();
  }

  /**
   * One could not be known to come from the provider.
   *
   * @param cause the likely one, a sentence for the operator
   */
  void refused(MessagingProvider provider, String address, String cause) {
    count(provider.channel(), WebhookOutcome.REFUSED);
    Instant now = clock.instant();
    refused.compute(
        provider.channel(),
        (name, before) -> {
          boolean logged =
              before == null
                  || Duration.between(before.loggedAt(), now).compareTo(LOG_INTERVAL) >= 0;
          if (logged) {
            logger.warn("a webhook of {} from {} was refused: {}", provider.id(), address, cause);
          }
          long count = before == null ? 1 : before.count() + 1;
          return new Refusals(
              count, address, cause, now, before == null || logged ? now : before.loggedAt());
        });
  }

  /** What the operator should know of refused webhooks: a sentence, or {@code ""}. */
  public String notice(String channel) {
    Refusals last = refused.get(channel);
    return last == null || last.at().isBefore(clock.instant().minus(NEWS))
        ? ""
        : "%d %s refused since the start, the last at %s from %s: %s."
            .formatted(
                last.count(),
                last.count() == 1 ? "webhook was" : "webhooks were",
                last.at().truncatedTo(ChronoUnit.SECONDS),
                last.address(),
                last.cause());
  }
}
