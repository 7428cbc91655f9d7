package dev.sessionmanager.handover;

import dev.sessionmanager.conversation.LogFile;
import dev.sessionmanager.webhook.WebhookFakes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/** Wishes for a human, outside of a service. */
public final class HandoverFakes {

  private HandoverFakes() {}

  /** In this file; no program is told of them. */
  public static HandoverRequests in(LogFile file) {
    return new HandoverRequests(
        file.log, file.writer, WebhookFakes.none(file), new SimpleMeterRegistry(), file.clock);
  }
}
