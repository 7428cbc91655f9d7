package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.WebhookLog;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What Evolution tells of its connection to WhatsApp: {@code {state: open | connecting | close |
 * refused, statusReason}} ({@code connectionUpdate} of {@code whatsapp.baileys.service.ts}). It
 * connects anew by itself, which takes a moment and is nobody's trouble, except after the reasons
 * named here. Any thread.
 */
final class ConnectionUpdates {

  /** Logged out, payment required, forbidden, not acceptable: {@code codesToNotReconnect}. */
  private static final Set<Integer> FOR_GOOD = Set.of(401, 402, 403, 406);

  private final WebhookLog log;
  private final MessagingProvider provider;

  ConnectionUpdates(WebhookLog log, MessagingProvider provider) {
    this.log = log;
    this.provider = provider;
  }

  /** The data of the event {@code connection.update}. */
  void changed(JsonNode data) {
    String state = data.path("state").asString("");
    int reason = data.path("statusReason").asInt(0);
    if (state.equals("open")) {
      log.connected(provider);
    } else if (state.equals("close") && FOR_GOOD.contains(reason)) {
      log.disconnected(
          provider,
          "WhatsApp has logged the instance out ("
              + reason
              + "): link the phone in Evolution again.");
    } else if (state.equals("refused")) {
      log.disconnected(
          provider,
          "Evolution waits for its code to be scanned no longer: link the phone in Evolution"
              + " again.");
    }
  }
}
