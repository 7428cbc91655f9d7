package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Change;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Event;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Person;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.Correction;
import dev.sessionmanager.messaging.MessagingChannel;
import dev.sessionmanager.messaging.MessagingProvider;
import dev.sessionmanager.messaging.MessagingService;
import dev.sessionmanager.messaging.SenderRetries;
import dev.sessionmanager.messaging.Webhook;
import dev.sessionmanager.messaging.WebhookLog;
import dev.sessionmanager.messaging.WebhookOutcome;
import dev.sessionmanager.messaging.WebhookSecrets;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The webhooks of one account of Chatwoot's. Chatwoot waits 5 seconds. Webhooks of accounts and of
 * API inboxes are sent once, whatever is answered; those of agent bots again on 429 and 500 and
 * nothing else (three times, three seconds apart), and then, or after any other refusal, Chatwoot
 * opens the conversation for humans: where a wrong secret makes it, humans get the conversation,
 * which is where it belongs meanwhile.
 *
 * <p>A customer's message is gathered; a sign of a human silences the bot; one that the human is
 * done gives the conversation back. Everything else is nothing to us.
 */
class ChatwootChannel implements MessagingChannel {

  private final MessagingProvider provider;
  private final Signatures signatures;
  private final MessagingService messaging;
  private final ChatwootArrivals arrivals;
  private final ChatwootHumans humans;
  private final Holding holding;
  private final LargeBodies large;
  private final ChatwootSettings settings;
  private final InboxAgents agents;
  private final WebhookLog log;

  ChatwootChannel(
      ChatwootSettings settings,
      MessagingService messaging,
      ChatwootArrivals arrivals,
      ChatwootHumans humans,
      Holding holding,
      LargeBodies large,
      WebhookSecrets secrets,
      WebhookLog log) {
    this.provider = settings.provider();
    this.signatures =
        large.signatures(() ->
            Stream.concat(settings.webhookSecrets().stream(), secrets.of(provider).stream())
                .toList());
    this.messaging = messaging;
    this.arrivals = arrivals;
    this.humans = humans;
    this.holding = holding;
    this.large = large;
    this.settings = settings;
    this.agents = settings.inboxAgents();
    this.log = log;
  }

  @Override
  public MessagingProvider provider() {
    return provider;
  }

  @Override
  public SenderRetries retries() {
    return SenderRetries.ON_500;
  }

  @Override
  public Optional<String> refusal(Webhook webhook) throws IOException {
    if (settings.webhookSecrets().isEmpty() && webhook.trusted()) {
      return Optional.empty();
    }
    if (!signatures.wanted()) {
      throw new Problem(Kind.UNAUTHENTICATED).setting(provider.verifiedBy());
    }
    String signature = webhook.header(Signatures.SIGNATURE);
    String timestamp = webhook.header(Signatures.TIMESTAMP);
    if (signature == null || timestamp == null) { // anybody's: its body is not worth reading
      return Optional.of(cause(Signatures.Fault.MISSING_HEADERS));
    }
    if (!webhook.large()) {
      return signatures.fault(signature, timestamp, webhook.body()).map(this::cause);
    }
    return large.fault(signatures, webhook, signature, timestamp).map(this::cause);
  }

  private String cause(Signatures.Fault fault) {
    return fault.cause(provider.verifiedBy());
  }

  /** With its account's name behind where Chatwoot has several that would be taken for one. */
  @Override
  public List<String> paths() {
    return List.of("/webhook/chatwoot", "/webhook/chatwoot/{account}");
  }

  @Override
  public String path() {
    return "/webhook/chatwoot" + (settings.name().isEmpty() ? "" : '/' + settings.name());
  }

  @Override
  public Optional<String> foreign(Webhook webhook) throws IOException {
    return Optional.ofNullable(ChatwootWire.event(large.json(webhook)).account())
        .filter(account -> !account.equals(settings.accountId()));
  }

  @Override
  public @Nullable String take(Webhook webhook) throws IOException {
    WebhookOutcome outcome = outcome(ChatwootWire.event(large.json(webhook)), webhook.traceId());
    log.count(ChatwootSettings.CHANNEL, outcome);
    return outcome == WebhookOutcome.IGNORED ? "nothing to answer or to note" : null;
  }

  private WebhookOutcome outcome(Event event, String traceId) {
    Conversation conversation = event.conversation();
    if (conversation == null || agents.agent(conversation.inbox()).isEmpty()) {
      return WebhookOutcome.IGNORED; // humans' alone
    }
    String key = arrivals.key(conversation);
    return switch (event.name()) {
      case "message_created" -> message(event, conversation, key, traceId);
      case "conversation_status_changed",
          "conversation_updated",
          "conversation_opened",
          "conversation_resolved" ->
          state(event, conversation, key);
      default -> WebhookOutcome.IGNORED;
    };
  }

  private WebhookOutcome message(
      Event event, Conversation conversation, String key, String traceId) {
    Message message = event.message();
    if (message == null || message.hidden() || !arrivals.serves(conversation)) {
      return WebhookOutcome.IGNORED; // in a group nobody asks the bot
    }
    return switch (message.direction()) {
      case INCOMING -> incoming(event, message, conversation, key, traceId);
      case OUTGOING -> humans.outgoing(key, message);
      case OTHER -> WebhookOutcome.IGNORED;
    };
  }

  private WebhookOutcome incoming(
      Event event, Message message, Conversation conversation, String key, String traceId) {
    Person sender = message.sender();
    if (sender != null && !sender.isContact()) {
      return WebhookOutcome.IGNORED;
    }
    if (event.contradiction() != null) {
      messaging.quarantine(
          ChatwootSettings.CHANNEL,
          settings.messageKey(message.id()),
          "It names more than one of " + event.contradiction());
      return WebhookOutcome.QUARANTINED;
    }
    Optional<Arrival> arrival = arrivals.of(conversation, message, traceId);
    if (arrival.isEmpty()) {
      return WebhookOutcome.IGNORED;
    }
    // Only open is a sign: a message opens what was resolved, though this may not say so yet.
    if (conversation.status().equals(Holding.OPEN) || holding.isLabelled(conversation)) {
      holding.holder(key, conversation).ifPresent(by -> silence(key, by));
    }
    return arrivals
        .correction(conversation, message, traceId)
        .map(correction -> correct(correction, arrival.get()))
        .orElseGet(() -> gather(arrival.get()));
  }

  private WebhookOutcome gather(Arrival arrival) {
    return messaging.gather(arrival) ? WebhookOutcome.RECEIVED : WebhookOutcome.DUPLICATE;
  }

  /**
   * @param alone the correction as a message of its own, for an earlier one that never came
   */
  private WebhookOutcome correct(Correction correction, Arrival alone) {
    return switch (messaging.correct(correction)) {
      case REPLACED, FOLLOWS -> WebhookOutcome.CORRECTED;
      case KNOWN -> WebhookOutcome.DUPLICATE;
      case UNKNOWN -> gather(alone);
    };
  }

  private WebhookOutcome state(Event event, Conversation conversation, String key) {
    Change status = event.changes().get("status");
    boolean opened =
        event.name().equals("conversation_opened") // which only agent bots are told
            || (status != null
                && status.before().equals(Holding.PENDING)
                && status.after().equals(Holding.OPEN));
    holding.note(key, event, conversation);
    Optional<String> holder = holding.holder(key, conversation);
    boolean waits = holding.waits(key);
    if (opened && !waits) {
      // Given to humans, whether one is assigned yet or not.
      silence(key, holder.orElse("status open"));
      return WebhookOutcome.SILENCED;
    }
    boolean live =
        conversation.status().equals(Holding.OPEN) || conversation.status().equals(Holding.PENDING);
    if (live && holder.isPresent()) {
      silence(key, holder.get());
      return WebhookOutcome.SILENCED;
    }
    boolean ours = waits && conversation.status().equals(Holding.OPEN); // opened to be seen
    if (givesBack(event, conversation, ours)) {
      messaging.unsilence(ChatwootSettings.CHANNEL, key);
      return WebhookOutcome.GIVEN_BACK;
    }
    return WebhookOutcome.IGNORED;
  }

  /**
   * Whether this change is a human's word that the bot goes on. What merely looks like the bot's is
   * none: a pending conversation in which a human has written stays theirs.
   */
  private boolean givesBack(Event event, Conversation conversation, boolean openedByUs) {
    if (event.name().equals("conversation_resolved")) {
      return true;
    }
    Change status = event.changes().get("status");
    if (status != null) {
      // A human who has put it off for later holds it when it comes back.
      return status.after().equals(Holding.PENDING)
          || status.after().equals(Holding.RESOLVED)
          || (status.after().equals(Holding.OPEN) && status.before().equals(Holding.RESOLVED));
    }
    if (event.name().equals("conversation_status_changed") && event.changes().isEmpty()) {
      return !conversation.status().equals("snoozed") && !openedByUs;
    }
    Change assignee = event.changes().get("assignee_id");
    if (assignee != null && !assignee.before().isEmpty() && conversation.assignee() == null) {
      return true;
    }
    Change labels = event.changes().get("label_list");
    return labels != null
        && mentions(labels.before(), holding.label())
        && !mentions(labels.after(), holding.label());
  }

  /** In {@code ["one","other"]}, or {@code one, other}. */
  private static boolean mentions(@Nullable String list, String label) {
    if (list == null || label.isEmpty()) {
      return false;
    }
    for (String one : list.split("[\\[\\],\"]+", -1)) {
      if (one.strip().equalsIgnoreCase(label)) {
        return true;
      }
    }
    return false;
  }

  private void silence(String key, String by) {
    messaging.silence(ChatwootSettings.CHANNEL, key, by, null);
  }
}
