package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Direction;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.messaging.Arrival;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import dev.sessionmanager.messaging.SentMessages;
import dev.sessionmanager.messaging.WebhookOutcome;
import dev.sessionmanager.trace.TraceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What customers wrote while nobody listened. Webhooks of accounts come once only, so it is asked
 * for: {@code GET …/conversations}, 25 a page, those with the newest activity first ({@code
 * app/finders/conversation_finder.rb}), of every status that the bot serves, and of the open ones
 * in any case: a hand-over opens a conversation, and the bot goes on there until somebody comes.
 */
final class ChatwootBacklog {

  /** Clocks differ; what is known already is known by its id. */
  private static final Duration MARGIN = Duration.ofMinutes(2);

  private final MessengerHttp http;
  private final History history;
  private final ChatwootArrivals arrivals;
  private final ChatwootHumans humans;
  private final SentMessages sent;
  private final Holding holding;
  private final ChatwootSettings settings;
  private final InboxAgents agents;
  private final LookedThrough through = new LookedThrough();

  ChatwootBacklog(
      MessengerHttp http,
      History history,
      ChatwootArrivals arrivals,
      ChatwootHumans humans,
      SentMessages sent,
      Holding holding,
      ChatwootSettings settings) {
    this.http = http;
    this.history = history;
    this.arrivals = arrivals;
    this.humans = humans;
    this.sent = sent;
    this.holding = holding;
    this.settings = settings;
    this.agents = settings.inboxAgents();
  }

  /** Oldest first. */
  synchronized List<Arrival> since(Instant down) throws DeliveryFailure {
    Instant since = down.minus(MARGIN);
    through.begin(since);
    List<Arrival> found = new ArrayList<>();
    Set<String> statuses = new LinkedHashSet<>(settings.statuses());
    statuses.add(Holding.OPEN);
    for (String status : statuses) {
      for (Conversation conversation : active(status, since)) {
        String key = arrivals.key(conversation);
        if (arrivals.serves(conversation)
            && agents.agent(conversation.inbox()).isPresent()
            && holding.holder(key, conversation).isEmpty()) {
          found.addAll(written(conversation, since));
        }
      }
    }
    found.sort(Comparator.comparing(Arrival::writtenAt));
    return found;
  }

  /** The conversations in which something has happened since. */
  private List<Conversation> active(String status, Instant since) throws DeliveryFailure {
    List<Conversation> active = new ArrayList<>();
    for (int page = 1; active.size() < settings.missedMax(); page++) {
      List<Conversation> conversations = page(status, page);
      for (Conversation conversation : conversations) {
        if (!isBefore(conversation.lastActivityAt(), since)) {
          active.add(conversation);
        }
      }
      if (conversations.isEmpty() || isBefore(conversations.getLast().lastActivityAt(), since)) {
        break;
      }
    }
    return active.subList(0, Math.min(active.size(), settings.missedMax()));
  }

  private List<Conversation> page(String status, int page) throws DeliveryFailure {
    String query =
        "?status=" + status + "&assignee_type=all&sort_by=last_activity_at_desc&page=" + page;
    JsonNode payload =
        http.get(settings.accountId() + "/conversations" + query).json().at("/data/payload");
    if (!payload.isArray()) {
      throw DeliveryFailure.later("Chatwoot's answer is no list of conversations.", null);
    }
    List<Conversation> conversations = new ArrayList<>();
    for (JsonNode node : payload) {
      Conversation conversation = ChatwootWire.conversation(node);
      if (conversation != null) {
        conversations.add(conversation);
      }
    }
    return conversations;
  }

  /**
   * What the customer wrote, nothing where a human has taken over: since they have replied, where
   * that was known. A reply of ours says nothing: what it answers may have come before.
   */
  private List<Arrival> written(Conversation conversation, Instant since) throws DeliveryFailure {
    String key = arrivals.key(conversation);
    String path = settings.accountId() + "/conversations/" + conversation.id();
    List<Arrival> found = new ArrayList<>();
    if (through.has(conversation.id(), conversation.lastActivityAt())) {
      return found;
    }
    History.Page newest = history.newest(path);
    through.add(conversation.id(), conversation.lastActivityAt(), newest.date());
    for (Message message : history.back(path, newest, since)) {
      // A correction is known by what its webhook has made of it, and cannot be looked for.
      if (message.hidden() || EvolutionMirror.edited(message).isPresent()) {
        continue;
      }
      if (message.direction() == Direction.OUTGOING && !sent.has(message.id())) {
        WebhookOutcome said = humans.found(key, message);
        if (said == WebhookOutcome.SILENCED) {
          return List.of();
        }
        if (said == WebhookOutcome.DUPLICATE) {
          found.clear(); // known to have answered; they may have given it back since
        }
      }
      if (message.direction() == Direction.INCOMING) {
        arrival(conversation, message).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Arrival> arrival(Conversation conversation, Message message) {
    return arrivals.of(conversation, message, TraceId.fresh());
  }

  private static boolean isBefore(@Nullable Instant time, Instant since) {
    return time != null && time.isBefore(since);
  }
}
