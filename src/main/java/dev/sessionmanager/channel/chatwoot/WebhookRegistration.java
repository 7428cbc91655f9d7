package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import dev.sessionmanager.messaging.WebhookSecrets;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Has Chatwoot call this service, by developers.chatwoot.com/api-reference/webhooks; for that, the
 * token is an administrator's. Chatwoot makes a secret for each webhook, and tells it from 4.11.2
 * on, in the answer that makes it and in the list ({@code _webhook.json.jbuilder}). Any thread.
 */
final class WebhookRegistration {

  /** Events that say that somebody has written, or that a human has taken over or given back. */
  private static final List<String> EVENTS =
      List.of("message_created", "conversation_status_changed", "conversation_updated");

  private final MessengerHttp http;
  private final ChatwootSettings settings;
  private final WebhookSecrets secrets;

  WebhookRegistration(MessengerHttp http, ChatwootSettings settings, WebhookSecrets secrets) {
    this.http = http;
    this.settings = settings;
    this.secrets = secrets;
  }

  /**
   * Registers an address, once; an account has as many as it likes.
   *
   * @return what is left to do, one sentence; empty where Chatwoot's signature can be checked
   */
  Optional<String> register(URI webhook) throws DeliveryFailure {
    String secret = JsonValues.text(found(webhook).path("secret")).strip();
    if (!secret.isEmpty()) {
      secrets.keep(settings.provider(), webhook, secret);
      return Optional.empty();
    }
    return settings.webhookSecrets().isEmpty()
        ? Optional.of(
            "This Chatwoot tells no secret of its webhooks (4.11.2 and later do): update it, or"
                + " name its address in WEBHOOK_NETWORKS, and the name that it calls in"
                + " ALLOWED_HOSTS.")
        : Optional.empty();
  }

  /** The webhook that calls this address, there already or made now. */
  private JsonNode found(URI webhook) throws DeliveryFailure {
    String path = settings.accountId() + "/webhooks";
    String address = webhook.toString();
    for (JsonNode one : http.get(path).json().path("payload").path("webhooks")) {
      if (address.equals(one.path("url").asString(""))) {
        return one;
      }
    }
    Map<String, Object> wanted = Map.of("url", address, "subscriptions", EVENTS);
    return http.post(path, wanted, false).json().at("/payload/webhook");
  }
}
