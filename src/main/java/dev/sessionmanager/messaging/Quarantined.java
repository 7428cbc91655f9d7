package dev.sessionmanager.messaging;

import java.time.Instant;

/**
 * A message that was kept from being answered, because it is not sure whose it is.
 *
 * @param reason one sentence for the operator
 */
public record Quarantined(String channel, String messageId, String reason, Instant at) {}
