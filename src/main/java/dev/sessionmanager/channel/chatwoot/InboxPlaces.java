package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.messaging.AnsweredPlace;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * The inboxes of one account by their names ({@code GET …/inboxes}, {@code
 * app/views/api/v1/accounts/inboxes/index.json.jbuilder}), and who answers in each.
 */
record InboxPlaces(MessengerHttp http, ChatwootSettings settings) {

  /** Every inbox that the token's user is in, and those that the settings name beside them. */
  List<AnsweredPlace> all() throws DeliveryFailure {
    InboxAgents agents = settings.inboxAgents();
    Map<String, String> places = new LinkedHashMap<>();
    try {
      for (JsonNode one : http.get(settings.accountId() + "/inboxes").json().path("payload")) {
        String id = one.path("id").asString("");
        places.put(id, one.path("name").asString("") + " (inbox " + id + ')');
      }
    } catch (DeliveryFailure failure) {
      if (!ChatwootRefusals.forBots(failure)) {
        throw failure;
      }
    }
    boolean asked = !places.isEmpty();
    for (String id : agents.byInbox().keySet()) {
      places.putIfAbsent(
          id, "inbox " + id + (asked ? ", which the token's user does not see" : ""));
    }
    List<AnsweredPlace> all = new ArrayList<>();
    places.forEach((id, place) -> all.add(AnsweredPlace.of(place, agents.agent(id))));
    if (!asked) {
      String others = agents.byInbox().isEmpty() ? "every inbox" : "every other inbox";
      all.add(AnsweredPlace.of(others, agents.agent(null)));
    }
    return all;
  }
}
