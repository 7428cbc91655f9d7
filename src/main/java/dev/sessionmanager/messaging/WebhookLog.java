package dev.sessionmanager.messaging;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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

  private static final String COPIED =
      "Webhooks come twice, once with the header that they are known by and once without: most"
          + " likely a global webhook (WEBHOOK_GLOBAL_ENABLED in Evolution) calls this address as"
          + " well. Those without are refused, nothing is missed; switch the global one off, or let"
          + " it call another address";

  /** An older refusal is no longer news. */
  private static final Duration NEWS = Duration.ofDays(1);

  /** Characters of an account's name that are told. */
  private static final int NAME_MAX = 100;

  private record Refusals(long count, String address, String cause, Instant at, Instant loggedAt) {}

  private final Map<String, Refusals> refused = new ConcurrentHashMap<>();

  /** Accounts that were told of as not served. */
  private final Cache<String, Boolean> told = Caffeine.newBuilder().maximumSize(100).build();

  /** Channels whose webhooks come twice, once without anything they are known by. */
  private final Set<String> copied = ConcurrentHashMap.newKeySet();

  private final ChannelTroubles troubles;
  private final MeterRegistry meters;
  private final Clock clock;

  WebhookLog(ChannelTroubles troubles, MeterRegistry meters, Clock clock) {
    this.troubles = troubles;
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

  /** One is of an account that is not served; each account is told of once. */
  void foreign(MessagingProvider provider, String account) {
    count(provider.channel(), WebhookOutcome.IGNORED);
    String name = account.length() <= NAME_MAX ? account : account.substring(0, NAME_MAX);
    if (told.asMap().putIfAbsent(provider.id() + ' ' + name, true) == null) {
      logger.warn(
          "webhooks of {} come for {}, which is not served: they are ignored",
          provider.id(),
          name.replaceAll("\\p{Cntrl}", "?"));
    }
  }

  /**
   * A webhook tells that the provider has lost what it sends by, and will not find it again by
   * itself.
   *
   * @param detail one sentence for the operator, without anybody's data
   */
  public void disconnected(MessagingProvider provider, String detail) {
    troubles.begins(provider, Trouble.Kind.DISCONNECTED, detail);
  }

  /** A webhook tells that the provider can send. */
  public void connected(MessagingProvider provider) {
    troubles.ends(provider, Trouble.Kind.DISCONNECTED);
  }

  /** One came without anything it is known by, beside those that are known: told of once. */
  void copied(MessagingProvider provider, String address) {
    count(provider.channel(), WebhookOutcome.COPY);
    if (copied.add(provider.channel())) {
      logger.warn("{} from {}: {}", provider.id(), address, COPIED);
    }
  }

  /** What the operator should know of refused webhooks: sentences, or {@code ""}. */
  public String notice(String channel) {
    Refusals last = refused.get(channel);
    String twice = copied.contains(channel) ? COPIED + '.' : "";
    return last == null || last.at().isBefore(clock.instant().minus(NEWS))
        ? twice
        : "%d %s refused since the start, the last at %s from %s: %s. %s"
            .formatted(
                last.count(),
                last.count() == 1 ? "webhook was" : "webhooks were",
                last.at().truncatedTo(ChronoUnit.SECONDS),
                last.address(),
                last.cause(),
                twice)
            .strip();
  }
}
