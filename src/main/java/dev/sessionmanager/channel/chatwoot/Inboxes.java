package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootSettings.Assigned;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the inboxes' own settings mean for the bot: {@code GET …/inboxes} ({@code
 * _inbox.json.jbuilder}). Any thread.
 */
final class Inboxes {

  /** Where Evolution's integration has its webhook called ({@code chatwoot.service.ts}). */
  private static final String EVOLUTION = "/chatwoot/webhook/";

  /** Names that are told; of more the number. */
  private static final int NAMES_MAX = 5;

  private final MessengerHttp http;
  private final ChatwootSettings settings;

  Inboxes(MessengerHttp http, ChatwootSettings settings) {
    this.http = http;
    this.settings = settings;
  }

  /** For the operator, each a sentence; {@code ""} where there is nothing to say. */
  String notes() {
    List<String> assigning = new ArrayList<>();
    List<String> mirroring = new ArrayList<>();
    try {
      for (JsonNode inbox : http.get(settings.accountId() + "/inboxes").json().path("payload")) {
        String name = JsonValues.text(inbox.path("name")).replaceAll("\\p{Cntrl}+", " ").strip();
        if (inbox.path("enable_auto_assignment").asBoolean(false)) {
          assigning.add(name);
        }
        if (JsonValues.text(inbox.path("webhook_url")).contains(EVOLUTION)) {
          mirroring.add(name);
        }
      }
    } catch (DeliveryFailure unknown) {
      return ""; // a token may be kept from it, and answers are sent all the same
    }
    return (assignment(assigning) + ' ' + mirror(mirroring)).strip();
  }

  private String assignment(List<String> names) {
    if (names.isEmpty()) {
      return "";
    }
    String means =
        settings.assigned() == Assigned.ANSWERED
            ? "The bot answers there until one of them writes (chatwoot.assigned is answered)."
            : "The bot is silent there from the start (chatwoot.assigned is assigned): set it to"
                + " answered, or switch automatic assignment off in the inbox.";
    return "Chatwoot assigns each new conversation of "
        + list(names)
        + " to somebody by itself. "
        + means;
  }

  private static String mirror(List<String> names) {
    return names.isEmpty()
        ? ""
        : "Evolution mirrors WhatsApp into "
            + list(names)
            + ": a message that also comes by Evolution's webhook is answered once.";
  }

  private static String list(List<String> names) {
    String told = String.join(", ", names.subList(0, Math.min(names.size(), NAMES_MAX)));
    int more = names.size() - NAMES_MAX;
    return more > 0 ? told + " and " + more + " more" : told;
  }
}
