package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.problem.Health;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How an Evolution is connected: whether it is there, and which address its webhooks call. */
final class EvolutionSetup {

  /** What says that somebody has written; the second is of 2.x. */
  private static final List<String> EVENTS = List.of("MESSAGES_UPSERT", "MESSAGES_EDITED");

  private static final String TRUST =
      "These webhooks carry nothing that their sender is known by: its address must be in"
          + " TRUSTED_NETWORKS. Evolution 2.x sends evolution.webhook.header where"
          + " EVOLUTION_WEBHOOK_HEADER_VALUE is set.";

  private final MessengerHttp http;
  private final EvolutionSettings settings;
  private final String instance;
  private final WebhookLog webhooks;

  /**
   * The set-up of one instance.
   *
   * @param instance as it stands in a path
   */
  EvolutionSetup(
      MessengerHttp http, EvolutionSettings settings, String instance, WebhookLog webhooks) {
    this.http = http;
    this.settings = settings;
    this.instance = instance;
    this.webhooks = webhooks;
  }

  /**
   * Has it call this address. By doc.evolution-api.com, Webhooks; 1.8 has them flat, and sends no
   * headers.
   *
   * @param spoken the version, 1 or 2
   * @return what is left to do
   */
  Optional<String> register(URI webhook, int spoken) throws DeliveryFailure {
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("enabled", true);
    wanted.put("url", webhook.toString());
    wanted.put("events", spoken == 1 ? EVENTS.subList(0, 1) : EVENTS);
    if (spoken == 1) {
      wanted.put("webhook_by_events", false);
      wanted.put("webhook_base64", false);
    } else {
      wanted.put("byEvents", false);
      wanted.put("base64", false);
      wanted.put("headers", settings.webhook().headers());
    }
    var _ =
        http.post(
            "/webhook/set/" + instance, spoken == 1 ? wanted : Map.of("webhook", wanted), false);
    boolean unknown = spoken == 1 || settings.webhook().headers().isEmpty();
    return unknown ? Optional.of(TRUST) : Optional.empty();
  }

  /** Whether it is there, and connected to WhatsApp. */
  Health check() {
    try {
      String state =
          http.get("/instance/connectionState/" + instance)
              .json()
              .path("instance")
              .path("state")
              .asString("unknown");
      return state.equals("open")
          ? new Health(true, "Evolution is there and connected to WhatsApp." + refused())
          : new Health(
              false,
              "Evolution is there, its connection to WhatsApp is not (state: "
                  + state.replaceAll("[^a-z]", "")
                  + "): scan the code again."
                  + refused());
    } catch (DeliveryFailure failure) {
      return new Health(false, failure.reason() + refused());
    }
  }

  private String refused() {
    String notice = webhooks.notice(WhatsappChannel.NAME);
    return notice.isEmpty() ? "" : ' ' + notice;
  }
}
