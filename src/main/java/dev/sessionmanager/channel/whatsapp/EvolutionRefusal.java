package dev.sessionmanager.channel.whatsapp;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an answer of Evolution's that is no success means: {@code {status, error, response:
 * {message: […]}}}. Its own words are not passed on, because they may repeat ours.
 *
 * <p>What is wrong with the number or the text stays wrong; what is wrong with the session or the
 * connection passes. Evolution answers 400 for both: {@code sendMessageWithTyping} of {@code
 * whatsapp.baileys.service.ts} throws whatever failed as {@code BadRequestException(
 * error.toString())}, so that a fault of its own reads {@code TypeError: …}, one of WhatsApp's
 * {@code Error: rate-overlimit}, while what its validation refuses is a sentence without a class in
 * front.
 */
final class EvolutionRefusal {

  /** How JavaScript writes an error that was thrown: its class, a colon, its message. */
  private static final Pattern THROWN = Pattern.compile("\\b[a-z0-9]*(error|exception|boom)\\d*: ");

  /**
   * What WhatsApp says of whom or what was to be sent (the conditions of its {@code error} nodes,
   * {@code assertNodeErrorFree} of Baileys): it will say so again.
   */
  private static final List<String> FOR_GOOD =
      List.of(
          "not-acceptable",
          "item-not-found",
          "not-authorized",
          "not-allowed",
          "forbidden",
          "bad-request",
          "jid-malformed",
          "error: gone");

  /** Said before anything was given to WhatsApp, which takes the same later. */
  private static final List<String> AT_ITS_LIMIT =
      List.of(
          "rate-overlimit", "rate overlimit", "rate limit", "resource-limit", "too many requests");

  /** Said before anything was given to WhatsApp: there is no way to it now. */
  private static final List<String> NOT_CONNECTED =
      List.of(
          "connection closed",
          "not connected",
          "no session"); // SessionError: No sessions, of libsignal, while it connects anew

  /** Said of a try that broke off, whichever way. */
  private static final List<String> BROKE_OFF =
      List.of(
          "timed out",
          "timeout",
          "connection was lost",
          "connection terminated",
          "connection failure",
          "stream errored",
          "restart required",
          "service-unavailable",
          "internal-server-error",
          "socket hang up",
          "econn",
          "cannot read propert",
          "is not a function");

  private final EvolutionSettings settings;

  /**
   * What the answers to one instance's calls mean.
   *
   * @param settings are named where they seem to be wrong
   */
  EvolutionRefusal(EvolutionSettings settings) {
    this.settings = settings;
  }

  /**
   * The failure that an answer tells of; null for one that is none.
   *
   * @param sending whether a message was to be sent, so that a fault of the server's in the middle
   *     of it is UNKNOWN
   */
  @Nullable DeliveryFailure of(MessengerHttp.Answer answer, boolean sending) {
    int status = answer.status();
    if (status / 100 == 2) {
      return sending ? CloudRefusal.of(answer.json()) : null;
    }
    return switch (status) {
      case 401, 403 ->
          DeliveryFailure.stopped(
              "Evolution refuses the key (%d): check %s."
                  .formatted(status, settings.setting("token", "EVOLUTION_API_TOKEN")));
      case 404 ->
          DeliveryFailure.refused(
              "Evolution does not know the instance (404): check %s."
                  .formatted(settings.setting("instance", "INSTANCE_NAME")));
      case 400, 422 -> wrong(answer, sending);
      case 408, 425, 429, 503 ->
          DeliveryFailure.later("Evolution has no time now (" + status + ").", null);
      // It may have given the message to WhatsApp and failed afterwards; a proxy does not know.
      default ->
          status >= 500
              ? broken("Evolution failed (" + status + ").", sending)
              : DeliveryFailure.refused(
                  "Evolution answered %d: is %s its address?"
                      .formatted(status, settings.setting("url", "EVOLUTION_API_URL")));
    };
  }

  private static DeliveryFailure wrong(MessengerHttp.Answer answer, boolean sending) {
    JsonNode messages = answer.json().at("/response/message");
    JsonNode first = messages.path(0);
    if (first.isObject() && !first.path("exists").asBoolean(true)) {
      return DeliveryFailure.refused("WhatsApp knows no such number.");
    }
    JsonNode words = messages.isMissingNode() ? answer.json().path("message") : messages;
    String said = words.toString().toLowerCase(Locale.ROOT);
    if (has(said, NOT_CONNECTED)) {
      return DeliveryFailure.later("Evolution is not connected to WhatsApp.", null);
    }
    if (has(said, AT_ITS_LIMIT)) {
      return DeliveryFailure.later("WhatsApp takes no more messages for now.", null);
    }
    boolean thrown = THROWN.matcher(said).find() && !has(said, FOR_GOOD);
    if (thrown || has(said, BROKE_OFF)) {
      // Where it broke off is not said: Evolution also writes to its database after sending.
      return broken("Evolution broke off between itself and WhatsApp.", sending);
    }
    return DeliveryFailure.refused("Evolution refuses the request (" + answer.status() + ").");
  }

  private static DeliveryFailure broken(String reason, boolean sending) {
    return sending ? DeliveryFailure.unknown(reason, null) : DeliveryFailure.later(reason, null);
  }

  private static boolean has(String said, List<String> words) {
    return words.stream().anyMatch(said::contains);
  }
}
