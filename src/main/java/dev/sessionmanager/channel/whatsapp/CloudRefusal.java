package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A refusal that Evolution answers with 201: of an instance of Meta's Cloud API it passes the error
 * on as if it were the message ({@code sendMessageWithTyping} of {@code
 * whatsapp.business.service.ts}: {@code {message, type, code, error_data, fbtrace_id}}), and a
 * message that WhatsApp has refused at once has the status ERROR. Meta's codes: "Error codes" of
 * the Cloud API's documentation. Nothing was sent where there is one.
 */
final class CloudRefusal {

  /** The account may not send, whatever it is: its token, permissions, payment, registration. */
  private static final Set<Integer> ACCOUNT =
      Set.of(0, 3, 10, 190, 368, 131005, 131031, 131042, 131045, 133010);

  /** Permissions of the token. */
  private static final int PERMISSIONS_FROM = 200;

  private static final int PERMISSIONS_TO = 299;

  /** Too much for now, or Meta's own trouble. */
  private static final Set<Integer> PASSING =
      Set.of(1, 2, 4, 80007, 130429, 131000, 131016, 131048, 131056, 131057, 133004);

  private CloudRefusal() {}

  /** What an answer to a sending says has failed; null where it says nothing of the kind. */
  static @Nullable DeliveryFailure of(JsonNode json) {
    if (!json.isObject()) {
      return null;
    }
    String status = json.path("status").asString("");
    if (status.equalsIgnoreCase("ERROR") || status.equalsIgnoreCase("FAILED")) {
      return DeliveryFailure.refused("WhatsApp does not take the message (status ERROR).");
    }
    if (!json.at("/key/id").asString("").isEmpty()) {
      return null;
    }
    JsonNode error = json.path("error").isObject() ? json.path("error") : json;
    boolean refused =
        error.path("code").isNumber()
            || error.has("error_data")
            || error.path("message").isString()
            || (json.path("error").isString() && !json.path("error").asString().isEmpty());
    return refused ? meant(error.path("code").asInt(-1)) : null;
  }

  private static DeliveryFailure meant(int code) {
    String named = code < 0 ? "." : " (" + code + ").";
    if (ACCOUNT.contains(code) || (code >= PERMISSIONS_FROM && code <= PERMISSIONS_TO)) {
      return DeliveryFailure.stopped(
          "Meta does not let this account send"
              + named
              + " Check the instance's token in Evolution.");
    }
    return PASSING.contains(code)
        ? DeliveryFailure.later("WhatsApp takes no more messages for now" + named, null)
        : DeliveryFailure.refused("WhatsApp does not take the message" + named);
  }
}
