package dev.sessionmanager.channel.chatwoot;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Finds what in a webhook about a message cannot be true together. */
final class Contradiction {

  private Contradiction() {}

  /** What two places of one message say differently: whose the message is, or where. */
  static @Nullable String in(JsonNode root) {
    JsonNode conversation = root.path("conversation");
    Set<String> contacts =
        JsonValues.ids(
            conversation.at("/meta/sender/id"), conversation.at("/contact_inbox/contact_id"));
    JsonNode sender = root.path("sender");
    String type = JsonValues.text(sender.path("type"));
    if (type.isEmpty() || type.equals("contact")) {
      contacts.addAll(JsonValues.ids(sender.path("id")));
    }
    Set<String> inboxes =
        JsonValues.ids(
            root.at("/inbox/id"),
            conversation.path("inbox_id"),
            conversation.at("/contact_inbox/inbox_id"));
    Set<String> conversations = JsonValues.ids(conversation.path("id"));
    String id = JsonValues.key(root.path("id"));
    for (JsonNode message : conversation.path("messages")) {
      if (id != null && id.equals(JsonValues.key(message.path("id")))) {
        conversations.addAll(JsonValues.ids(message.path("conversation_id")));
        if (JsonValues.text(message.path("sender_type")).equals("Contact")) {
          contacts.addAll(JsonValues.ids(message.path("sender_id")));
        }
      }
    }
    return Stream.of(
            several("contacts", contacts),
            several("inboxes", inboxes),
            several("conversations", conversations))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private static Optional<String> several(String what, Set<String> ids) {
    return ids.size() < 2 ? Optional.empty() : Optional.of(what + ' ' + new TreeSet<>(ids));
  }
}
