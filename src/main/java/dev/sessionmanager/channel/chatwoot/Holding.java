package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootSettings.Assigned;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Change;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Event;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.messaging.LeftAssignees;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who holds a conversation, as its state in Chatwoot tells. Pending is the bot's, whoever is
 * assigned; open is the bot's where {@code chatwoot.statuses} has it so. The label of {@code
 * chatwoot.handover-label} gives it to a human in any case.
 *
 * <p>An assignee holds an open one only where {@code chatwoot.assigned} says so: a Chatwoot with
 * {@code enable_auto_assignment}, which is on by default, assigns each conversation as it is opened
 * ({@code app/models/concerns/auto_assignment_handler.rb}), and its webhooks and its API do not say
 * who has assigned: a person, a rule, or nobody. Even then it is never the bot's own user, nor who
 * was assigned when the conversation was resolved: Chatwoot opens it again for the customer's next
 * message and leaves the assignee as it was ({@code Message#reopen_conversation}). Any thread.
 */
final class Holding {

  static final String PENDING = "pending";
  static final String OPEN = "open";
  static final String RESOLVED = "resolved";

  private final Set<String> statuses;
  private final String label;
  private final boolean assigned;
  private final OwnUser own;
  private final LeftAssignees left;
  private final String handoverAssignee;
  private final Predicate<String> waits;

  /**
   * How one account's conversations are held.
   *
   * @param waits whether a conversation, by messaging's name, waits for a human while the bot goes
   *     on
   */
  Holding(ChatwootSettings settings, OwnUser own, LeftAssignees left, Predicate<String> waits) {
    this.statuses = settings.statuses();
    this.label = settings.handoverLabel().strip();
    this.assigned = settings.assigned() == Assigned.ASSIGNED;
    this.own = own;
    this.left = left;
    this.handoverAssignee = settings.handoverAssignee();
    this.waits = waits;
  }

  /** The label by which a conversation is a human's; {@code ""} for none. */
  String label() {
    return label;
  }

  /**
   * Empty where the bot may speak, else who or what keeps it from that, for the operator.
   *
   * @param key messaging's name for the conversation
   */
  Optional<String> holder(String key, Conversation conversation) {
    boolean waiting = waits(key);
    if (isLabelled(conversation) && !waiting) {
      return Optional.of("label " + label);
    }
    String status = conversation.status();
    boolean served = status.isEmpty() || statuses.contains(status);
    if (served && status.equals(PENDING)) {
      return Optional.empty();
    }
    Person assignee = conversation.assignee();
    boolean byUs = waiting && assignee != null && handoverAssignee.equals(assignee.id());
    if (assignee != null && !byUs && counts(key, assignee)) {
      return Optional.of("agent " + (assignee.name().isBlank() ? assignee.id() : assignee.name()));
    }
    return served || waiting ? Optional.empty() : Optional.of("status " + status);
  }

  /**
   * Whether a conversation waits for a human: the label, the status and the assignee that it was
   * given to have that seen are no signs that one has come.
   */
  boolean waits(String key) {
    return waits.test(key);
  }

  /** We have sent a message as this person, who holds nothing. */
  void sentAs(@Nullable Person sender) {
    own.sentAs(sender);
  }

  private boolean counts(String key, Person assignee) {
    return assigned
        && own.isAnother(assignee)
        && !left.of(ChatwootSettings.CHANNEL, key).equals(Optional.ofNullable(assignee.id()));
  }

  /** Notes who is assigned as a conversation ends, or is opened again, and who is anew. */
  void note(String key, Event event, Conversation conversation) {
    Person assignee = conversation.assignee();
    if (!assigned || assignee == null || assignee.id() == null) {
      return;
    }
    Change status = event.changes().get("status");
    boolean ended =
        event.name().equals("conversation_resolved")
            || (status != null
                && (status.after().equals(RESOLVED) || status.before().equals(RESOLVED)));
    if (ended) {
      left.left(ChatwootSettings.CHANNEL, key, assignee.id());
    }
    if (event.changes().containsKey("assignee_id")) {
      left.assigned(ChatwootSettings.CHANNEL, key);
    }
  }

  boolean isLabelled(Conversation conversation) {
    return !label.isEmpty() && conversation.labels().stream().anyMatch(label::equalsIgnoreCase);
  }
}
