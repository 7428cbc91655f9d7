package dev.sessionmanager.webhook;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.http.OutboundHttp;
import dev.sessionmanager.http.TestHttp;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;

/** Webhooks outside of a service. */
public final class WebhookFakes {

  private WebhookFakes() {}

  /** Nobody is told. */
  public static OutgoingWebhooks none(LogFile file) {
    WebhookSettings.Receiver nobody = new WebhookSettings.Receiver(null, "");
    Duration second = Duration.ofSeconds(1);
    OutboundHttp http = TestHttp.http();
    return new OutgoingWebhooks(
        new WebhookSettings(nobody, nobody, second, second, second, second),
        new EventLog(file.log, file.writer, file.clock),
        http,
        file.peers,
        new SimpleMeterRegistry(),
        file.clock);
  }
}
