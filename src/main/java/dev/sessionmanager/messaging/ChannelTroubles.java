package dev.sessionmanager.messaging;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.messaging.Trouble.Kind;
import dev.sessionmanager.webhook.OutgoingWebhooks;
import dev.sessionmanager.webhook.WebhookTarget;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * What is wrong with messaging channels now, as the operator is told: in the log and by {@code
 * OPERATOR_WEBHOOK} once when it begins and once when it is over ({@code channel.trouble}, {@code
 * channel.well}), in {@code /health} and on the admin page for as long as it lasts, and as the
 * metric {@code sessionmanager.messaging.trouble}. Kept in memory: after a restart what is still
 * wrong is told once more. Any thread.
 */
@Component
public class ChannelTroubles {

  private static final Logger logger = LoggerFactory.getLogger(ChannelTroubles.class);

  private final TroubleList list;
  private final OutgoingWebhooks webhooks;
  private final MeterRegistry meters;
  private final Clock clock;

  ChannelTroubles(TroubleList list, OutgoingWebhooks webhooks, MeterRegistry meters, Clock clock) {
    this.list = list;
    this.webhooks = webhooks;
    this.meters = meters;
    this.clock = clock;
  }

  /** From now on a channel is watched: its metrics are there. */
  void watch(MessagingProvider provider) {
    for (Kind kind : Kind.values()) {
      Gauge.builder(
              "sessionmanager.messaging.trouble", list, all -> all.has(provider, kind) ? 1 : 0)
          .description("1 while something is wrong with a messaging channel")
          .tag("channel", provider.channel())
          .tag("account", provider.account())
          .tag("trouble", kind.shown())
          .register(meters);
    }
  }

  /**
   * Something is wrong; told once, however often it is found.
   *
   * @param detail one sentence for the operator, without anybody's data
   */
  public void begins(MessagingProvider provider, Kind kind, String detail) {
    Instant since = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Trouble trouble = new Trouble(provider.channel(), provider.account(), kind, detail, since);
    if (list.add(provider, trouble)) {
      logger.warn("{}: {}: {}", Account.of(provider), kind.shown(), detail);
      tell("channel.trouble", trouble);
    }
  }

  /** It is no longer wrong; told once. */
  public void ends(MessagingProvider provider, Kind kind) {
    Trouble over = list.remove(provider, kind);
    if (over != null) {
      logger.info("{} is well again: {} no longer", Account.of(provider), kind.shown());
      tell("channel.well", over);
    }
  }

  /** What is wrong with one account, the oldest first. */
  public List<Trouble> of(MessagingProvider provider) {
    return list.of(provider);
  }

  private void tell(String event, Trouble trouble) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("channel", trouble.channel());
    data.put("account", trouble.account());
    data.put("trouble", trouble.trouble().shown());
    data.put("detail", trouble.detail());
    data.put("since", trouble.since().toString());
    try {
      webhooks.tell(WebhookTarget.OPERATOR, event, data);
    } catch (LogFailure failure) {
      logger.error("OPERATOR_WEBHOOK cannot be told of {}", event, failure);
    }
  }
}
