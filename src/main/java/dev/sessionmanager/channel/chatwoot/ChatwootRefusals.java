package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp.Answer;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a status of Chatwoot's API means, with its {@code {"error": text}} ({@code
 * app/controllers/concerns/request_exception_handler.rb}, {@code access_token_auth_helper.rb}). The
 * text itself is not passed on, except where it is known to be safe: it may quote a customer.
 */
final class ChatwootRefusals {

  /**
   * Of 200 messages a minute in a conversation, which Chatwoot refuses as invalid ({@code
   * Message#prevent_message_flooding}).
   */
  private static final String TOO_MANY = "too many messages";

  private static final Duration FLOOD_WAIT = Duration.ofMinutes(1);

  private static final String NOT_FOR_BOTS = "not authorized for bots";
  private static final String NO_MEMBER = "not authorized to do this action";

  private final ChatwootSettings settings;

  /**
   * What the answers to one account's calls mean.
   *
   * @param settings are named where they seem to be wrong
   */
  ChatwootRefusals(ChatwootSettings settings) {
    this.settings = settings;
  }

  /**
   * Null for an answer that is none.
   *
   * @param once whether doing it twice would be wrong
   */
  @Nullable DeliveryFailure of(Answer answer, boolean once) {
    int status = answer.status();
    String error = error(answer);
    return switch (status) {
      case 401 -> unauthorized(error);
      case 402 -> DeliveryFailure.stopped("Chatwoot wants the account to be paid for (402).");
      case 408, 425 -> DeliveryFailure.later("Chatwoot asks to try again (" + status + ").", null);
      case 429 -> DeliveryFailure.later("Chatwoot allows no more calls for now (429).", null);
      case 422 ->
          error.contains(TOO_MANY)
              ? DeliveryFailure.later("Chatwoot allows 200 messages a minute there.", null)
                  .retryAfter(FLOOD_WAIT)
              : DeliveryFailure.refused("Chatwoot refuses it as invalid (422).");
      case 404 -> DeliveryFailure.refused("Chatwoot has no such conversation (404).");
      case 503 -> DeliveryFailure.later("Chatwoot is not available (503).", null);
      default -> other(status, once);
    };
  }

  private @Nullable DeliveryFailure other(int status, boolean once) {
    if (status >= 500) {
      // It may have failed after it had stored the message, or a proxy may have given up waiting.
      String reason = "Chatwoot failed (" + status + ").";
      return once ? DeliveryFailure.unknown(reason, null) : DeliveryFailure.later(reason, null);
    }
    if (status >= 400) {
      return DeliveryFailure.refused("Chatwoot refuses it (" + status + ").");
    }
    if (status >= 300) {
      return DeliveryFailure.stopped(
          "What is at %s sends calls elsewhere (%d): correct it."
              .formatted(settings.setting("url", "CHATWOOT_API_URL"), status));
    }
    return null;
  }

  /** Chatwoot also says so of one conversation, and of one call. */
  private DeliveryFailure unauthorized(String error) {
    String token = settings.setting("token", "CHATWOOT_API_TOKEN");
    if (error.contains(NOT_FOR_BOTS)) {
      return DeliveryFailure.refused(
          "The token of an agent bot may not look into conversations: %s should be that of a user."
              .formatted(token));
    }
    return error.contains(NO_MEMBER)
        ? DeliveryFailure.refused("The token's user is no member of that inbox (401).")
        : DeliveryFailure.stopped("Chatwoot rejects the token (401): check " + token + '.');
  }

  /** Whether it is the kind of the token that forbids it: the token itself is right. */
  static boolean forBots(DeliveryFailure failure) {
    return failure.kind() == DeliveryFailure.Kind.REFUSED
        && failure.reason().startsWith("The token of an agent bot");
  }

  private static String error(Answer answer) {
    return (JsonValues.text(answer.json().path("error"))
            + ' '
            + JsonValues.text(answer.json().path("message")))
        .toLowerCase(Locale.ROOT);
  }
}
