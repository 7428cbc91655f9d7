package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds a conversation, as its state in Chatwoot tells. Pending is the bot's, whoever is
 * assigned; open with a person assigned is that person's; without, it is the bot's where {@code
 * chatwoot.statuses} has it so. The label of {@code chatwoot.handover-label} gives it to a human in
 * any case.
 */
record Holding(Set<String> statuses, String label) {

  static final String PENDING = "pending";
  static final String OPEN = "open";
  static final String RESOLVED = "resolved";

  static Holding of(ChatwootSettings settings) {
    return new Holding(settings.statuses(), settings.handoverLabel().strip());
  }

  /** Empty where the bot may speak, else who or what keeps it from that, for the operator. */
  Optional<String> holder(Conversation conversation) {
    if (isLabelled(conversation)) {
      return Optional.of("label " + label);
    }
    String status = conversation.status();
    boolean served = status.isEmpty() || statuses.contains(status);
    if (served && status.equals(PENDING)) {
      return Optional.empty();
    }
    Person assignee = conversation.assignee();
    if (assignee != null) {
      return Optional.of("agent " + (assignee.name().isBlank() ? assignee.id() : assignee.name()));
    }
    return served ? Optional.empty() : Optional.of("status " + status);
  }

  boolean isLabelled(Conversation conversation) {
    return !label.isEmpty() && conversation.labels().stream().anyMatch(label::equalsIgnoreCase);
  }
}
