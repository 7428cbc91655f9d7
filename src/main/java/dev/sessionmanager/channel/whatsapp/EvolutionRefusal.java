package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer of Evolution's that is no success means: {@code {status, error, response:
 * {message: […]}}}. Its own words are not passed on, because they may repeat ours.
 */
final class EvolutionRefusal {

  private EvolutionRefusal() {}

  /**
   * The failure that an answer tells of; null for one that is none.
   *
   * @param sending whether a message was to be sent, so that a fault of the server's in the middle
   *     of it is UNKNOWN
   */
  static @Nullable DeliveryFailure of(MessengerHttp.Answer answer, boolean sending) {
    int status = answer.status();
    if (status / 100 == 2) {
      return null;
    }
    return switch (status) {
      case 401, 403 ->
          DeliveryFailure.stopped(
              "Evolution refuses the key (" + status + "): check EVOLUTION_API_TOKEN.");
      case 404 ->
          DeliveryFailure.refused(
              "Evolution does not know the instance (404): check INSTANCE_NAME.");
      case 400, 422 -> wrong(answer, sending);
      case 408, 425, 429, 503 ->
          DeliveryFailure.later("Evolution has no time now (" + status + ").", null);
      // It may have given the message to WhatsApp and failed afterwards; a proxy does not know.
      default ->
          status >= 500 && sending
              ? DeliveryFailure.unknown("Evolution failed (" + status + ").", null)
              : status >= 500
                  ? DeliveryFailure.later("Evolution failed (" + status + ").", null)
                  : DeliveryFailure.refused(
                      "Evolution answered " + status + ": is EVOLUTION_API_URL its address?");
    };
  }

  /** Evolution answers 400 for whatever goes wrong between it and WhatsApp, too. */
  private static DeliveryFailure wrong(MessengerHttp.Answer answer, boolean sending) {
    JsonNode messages = answer.json().at("/response/message");
    JsonNode first = messages.path(0);
    if (first.isObject() && !first.path("exists").asBoolean(true)) {
      return DeliveryFailure.refused("WhatsApp knows no such number.");
    }
    JsonNode words = messages.isMissingNode() ? answer.json().path("message") : messages;
    String said = words.toString().toLowerCase(Locale.ROOT);
    if (said.contains("connection closed") || said.contains("not connected")) {
      return DeliveryFailure.later("Evolution is not connected to WhatsApp.", null);
    }
    if (sending && (said.contains("timed out") || said.contains("timeout"))) {
      return DeliveryFailure.unknown("WhatsApp did not answer Evolution in time.", null);
    }
    return DeliveryFailure.refused("Evolution refuses the request (" + answer.status() + ").");
  }
}
