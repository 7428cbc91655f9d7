package dev.sessionmanager.messaging;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;

/** For tests of channels, which are not told how a {@link WebhookLog} is made. */
public final class WebhookLogs {

  private WebhookLogs() {}

  public static WebhookLog log(Clock clock) {
    return new WebhookLog(new SimpleMeterRegistry(), clock);
  }
}
