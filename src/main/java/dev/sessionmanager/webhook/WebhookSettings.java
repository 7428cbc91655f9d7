package dev.sessionmanager.webhook;

import dev.sessionmanager.http.HttpCall;
import dev.sessionmanager.http.HttpLimits;
import dev.sessionmanager.problem.WrongSetting;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How events reach programs of the operator's.
 *
 * @param handover who is told that a customer wants a human ({@code HANDOVER_WEBHOOK}, {@code
 *     HANDOVER_WEBHOOK_SECRET})
 * @param operator who is told how the service is ({@code OPERATOR_WEBHOOK}, {@code
 *     OPERATOR_WEBHOOK_SECRET})
 * @param timeout for one call as a whole ({@code webhooks.timeout})
 * @param backoffInitial the wait before an event's second try ({@code webhooks.backoff-initial});
 *     doubled with each further one
 * @param backoffMax the longest such wait ({@code webhooks.backoff-max})
 * @param giveUp how long an event is tried ({@code webhooks.give-up})
 */
@ConfigurationProperties("webhooks")
record WebhookSettings(
    Receiver handover,
    Receiver operator,
    Duration timeout,
    Duration backoffInitial,
    Duration backoffMax,
    Duration giveUp) {

  /** Of an answer only the status counts. */
  private static final long ANSWER_MAX = 64 * 1024;

  /**
   * A program that takes events.
   *
   * @param url its address; null where nobody is told
   * @param secret by which it knows our calls; empty: they are not signed
   */
  record Receiver(@Nullable URI url, String secret) {

    Receiver {
      if (url != null && url.toString().isBlank()) {
        url = null;
      }
    }

    /** Without the secret, and without the address, which may be one in itself. */
    @Override
    public String toString() {
      return url == null ? "nobody" : "somebody";
    }
  }

  WebhookSettings {
    check(WebhookTarget.HANDOVER, handover);
    check(WebhookTarget.OPERATOR, operator);
    WrongSetting.unless(
        timeout.isPositive() && giveUp.isPositive(),
        "webhooks.timeout and webhooks.give-up must be above 0.");
    WrongSetting.unless(
        backoffInitial.isPositive() && backoffMax.compareTo(backoffInitial) >= 0,
        "webhooks.backoff-initial must be above 0, and not above webhooks.backoff-max.");
  }

  private static void check(WebhookTarget target, Receiver receiver) {
    URI url = receiver.url();
    WrongSetting.unless(
        url == null || HttpCall.canCall(url),
        target.setting() + " must be an address like https://hooks.example.org/handover.");
  }

  Receiver of(WebhookTarget target) {
    return target == WebhookTarget.HANDOVER ? handover : operator;
  }

  HttpLimits limits() {
    return new HttpLimits(timeout, 2, ANSWER_MAX);
  }
}
