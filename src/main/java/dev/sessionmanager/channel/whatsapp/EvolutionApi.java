package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import dev.sessionmanager.problem.Health;
import dev.sessionmanager.text.ShortText;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * Calls of one instance in the form of the Evolution that answers, 1.8 or 2.x: a text is sent,
 * Evolution is told which address its webhooks call, and is asked whether it is well. Any thread.
 */
final class EvolutionApi {

  /** Events that say that somebody has written, or that WhatsApp is lost; the last is of 2.x. */
  private static final List<String> EVENTS =
      List.of("MESSAGES_UPSERT", "CONNECTION_UPDATE", "MESSAGES_EDITED");

  /** Characters of an address that is shown. */
  private static final int ADDRESS_MAX = 200;

  private final MessengerHttp http;
  private final EvolutionSettings settings;

  /** The instance's name, as a path takes it. */
  private final String instance;

  private final String secret;

  /** 1 or 2; 0 until Evolution has said it. */
  private volatile int version;

  EvolutionApi(MessengerHttp http, EvolutionSettings settings, String instance, String secret) {
    this.http = http;
    this.settings = settings;
    this.instance = instance;
    this.secret = secret;
    this.version = settings.version().equals("auto") ? 0 : Integer.parseInt(settings.version());
  }

  /**
   * Sends a text.
   *
   * @return WhatsApp's id of the message
   */
  String send(String number, String text) throws DeliveryFailure {
    long delay = settings.typingDelay().toMillis();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("number", number);
    if (version() == 1) {
      body.put("textMessage", Map.of("text", text));
      body.put("options", Map.of("delay", delay, "presence", "composing"));
    } else {
      body.put("text", text);
      if (delay > 0) {
        body.put("delay", delay);
      }
    }
    String id =
        http.post("/message/sendText/" + instance, body, true, settings.typingDelay())
            .json()
            .path("key")
            .path("id")
            .asString("");
    if (id.isEmpty()) {
      throw DeliveryFailure.unknown("Evolution took the message and did not say its id.", null);
    }
    return id;
  }

  /** 1 or 2: as set, or as {@code GET /} says, once it has. */
  int version() throws DeliveryFailure {
    int known = version;
    if (known != 0) {
      return known;
    }
    try {
      known = http.get("/").json().path("version").asString("").startsWith("1.") ? 1 : 2;
    } catch (DeliveryFailure failure) {
      if (failure.kind() == DeliveryFailure.Kind.LATER) {
        throw failure;
      }
      known = 2; // Evolution is there, and keeps its version to itself
    }
    version = known;
    return known;
  }

  /**
   * Has it call this address, in place of what it calls: an instance has one webhook. By
   * doc.evolution-api.com, Webhooks; 1.8 has them flat, and sends no headers.
   *
   * @param replacing whether that may be another program's
   * @return what is left to do
   */
  Optional<String> register(URI webhook, boolean replacing) throws DeliveryFailure {
    int spoken = version();
    Optional<String> another = replacing ? Optional.empty() : another(webhook);
    if (another.isPresent()) {
      throw DeliveryFailure.refused(
          "Another program has its webhook, which was left as it is: it calls %s, and an instance of Evolution calls one address. If nobody needs that any more, put this service in its place with check ADDRESS --replace; if somebody does, give this service an instance of its own instead of %s."
              .formatted(another.get(), settings.instance()));
    }
    Map<String, Object> wanted = new LinkedHashMap<>();
    wanted.put("enabled", true);
    wanted.put("url", webhook.toString());
    wanted.put("events", spoken == 1 ? EVENTS.subList(0, 2) : EVENTS);
    if (spoken == 1) {
      wanted.put("webhook_by_events", false);
      wanted.put("webhook_base64", false);
    } else {
      wanted.put("byEvents", false);
      wanted.put("base64", false);
      wanted.put("headers", settings.webhook().headers(secret));
    }
    var _ =
        http.post(
            "/webhook/set/" + instance, spoken == 1 ? wanted : Map.of("webhook", wanted), false);
    boolean unknown = spoken == 1 || settings.webhook().headers(secret).isEmpty();
    return unknown ? Optional.of(trust()) : Optional.empty();
  }

  /**
   * The address that is called now, where another program is there: one with another path than
   * ours, which this service may have had elsewhere. {@code GET /webhook/find/{instance}} answers
   * the webhook itself or with {@code webhook} around it, and {@code null} where there is none.
   */
  private Optional<String> another(URI webhook) throws DeliveryFailure {
    JsonNode found;
    try {
      found = http.get("/webhook/find/" + instance).json();
    } catch (DeliveryFailure failure) {
      if (failure.kind() == DeliveryFailure.Kind.REFUSED) {
        return Optional.empty(); // it cannot be asked; what is wrong with the instance comes next
      }
      throw failure;
    }
    JsonNode its = found.path("webhook").isObject() ? found.path("webhook") : found;
    // What it is called with may be a secret.
    String address = its.path("url").asString("").replaceAll("[?#].*|(?<=//)[^/]*@", "").strip();
    boolean ours = address.isEmpty() || address.endsWith(webhook.getPath());
    return ours || !MessageReader.isTrue(its.path("enabled"))
        ? Optional.empty()
        : Optional.of(ShortText.of(address.replaceAll("\\p{Cntrl}+", ""), ADDRESS_MAX));
  }

  private String trust() {
    return "These webhooks carry nothing that their sender is known by: its address must be in WEBHOOK_NETWORKS. Evolution 2.x sends %s where %s is set."
        .formatted(
            settings.setting("webhook.header", "evolution.webhook.header"),
            settings.setting("webhook.header-value", "EVOLUTION_WEBHOOK_HEADER_VALUE"));
  }

  /**
   * The number of the instance, like {@code +5491150001111}; empty where Evolution does not say it.
   * {@code GET /instance/fetchInstances}: 2.x answers {@code [{name, ownerJid}]}, 1.8 {@code
   * [{instance: {instanceName, owner}}]} (monitor.service.ts of both).
   */
  Optional<String> number() throws DeliveryFailure {
    JsonNode found = http.get("/instance/fetchInstances?instanceName=" + instance).json();
    for (JsonNode one : found.isArray() ? found : List.of(found)) {
      JsonNode its = one.path("instance").isObject() ? one.path("instance") : one;
      String name = its.path("name").asString(its.path("instanceName").asString(""));
      String owner = its.path("ownerJid").asString(its.path("owner").asString(""));
      String digits = owner.replaceAll("[:@].*", "");
      if (name.equals(settings.instance()) && digits.matches("[0-9]{5,20}")) {
        return Optional.of('+' + digits);
      }
    }
    return Optional.empty();
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
          ? new Health(true, ("Evolution is there and connected to WhatsApp. " + mirror()).strip())
          : new Health(
              false,
              "Evolution is there, its connection to WhatsApp is not (state: "
                  + state.replaceAll("[^a-z]", "")
                  + "): scan the code again.");
    } catch (DeliveryFailure failure) {
      return new Health(false, failure.reason());
    }
  }

  /**
   * What Evolution's own Chatwoot integration does, a sentence for the operator: {@code GET
   * /chatwoot/find/{instance}} ({@code chatwoot.controller.ts}); its token there is not read. Empty
   * where it is off, or cannot be asked.
   */
  private String mirror() {
    try {
      JsonNode found = http.get("/chatwoot/find/" + instance).json();
      String inbox = found.path("nameInbox").asString("").replaceAll("\\p{Cntrl}+", " ").strip();
      return MessageReader.isTrue(found.path("enabled"))
          ? "Its Chatwoot integration mirrors WhatsApp into the inbox "
              + inbox
              + " of account "
              + found.path("accountId").asString("").replaceAll("\\D", "")
              + ": a message that comes by both is answered once, and a human in either holds both"
              + " where CHATWOOT_API_URL is set here as well."
          : "";
    } catch (DeliveryFailure unknown) {
      return ""; // CHATWOOT_ENABLED is off there (400), or it is older
    }
  }
}
