package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends texts in the form of the Evolution that answers, 1.8 or 2.x. Any thread. */
final class EvolutionSender {

  private final MessengerHttp http;
  private final EvolutionSettings settings;

  /** The instance's name, as a path takes it. */
  private final String instance;

  /** 1 or 2; 0 until Evolution has said it. */
  private volatile int version;

  EvolutionSender(MessengerHttp http, EvolutionSettings settings, String instance) {
    this.http = http;
    this.settings = settings;
    this.instance = instance;
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
}
