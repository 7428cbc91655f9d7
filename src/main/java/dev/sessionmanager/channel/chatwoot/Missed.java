package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.Wire.Conversation;
import dev.sessionmanager.channel.chatwoot.Wire.Direction;
import dev.sessionmanager.channel.chatwoot.Wire.Message;
import dev.sessionmanager.gateway.Arrival;
import dev.sessionmanager.gateway.DeliveryFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What customers wrote while nobody listened. Webhooks of accounts come once only, so it is asked
 * for: {@code GET …/conversations}, 25 a page, those with the newest activity first ({@code
 * app/finders/conversation_finder.rb}), of every status that the bot serves.
 */
final class Missed {

  private final ChatwootHttp http;
  private final History history;
  private final Arrivals arrivals;
  private final Holding holding;
  private final ChatwootSettings settings;

  Missed(
      ChatwootHttp http,
      History history,
      Arrivals arrivals,
      Holding holding,
      ChatwootSettings settings) {
    this.http = http;
    this.history = history;
    this.arrivals = arrivals;
    this.holding = holding;
    this.settings = settings;
  }

  /** Oldest first. */
  List<Arrival> since(Instant since) throws DeliveryFailure {
    List<Arrival> found = new ArrayList<>();
    for (String status : settings.statuses()) {
      int left = settings.missedMax();
      for (int page = 1; left > 0; page++) {
        List<Conversation> conversations = page(status, page);
        boolean older = conversations.isEmpty();
        for (Conversation conversation : conversations) {
          older |= isBefore(conversation.lastActivityAt(), since);
          if (left-- > 0 && waits(conversation, since)) {
            found.addAll(unanswered(conversation, since));
          }
        }
        if (older) {
          break;
        }
      }
    }
    found.sort(Comparator.comparing(Arrival::writtenAt));
    return found;
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
      Conversation conversation = Wire.conversation(node);
      if (conversation != null) {
        conversations.add(conversation);
      }
    }
    return conversations;
  }

  /** Whether somebody may wait for an answer there: its last word is not a reply. */
  private boolean waits(Conversation conversation, Instant since) {
    Message last = conversation.lastMessage();
    return !conversation.group()
        && !isBefore(conversation.lastActivityAt(), since)
        && holding.holder(conversation).isEmpty()
        && (last == null || last.hidden() || last.direction() != Direction.OUTGOING);
  }

  /** What the customer wrote after the last reply to them. */
  private List<Arrival> unanswered(Conversation conversation, Instant since)
      throws DeliveryFailure {
    String path = settings.accountId() + "/conversations/" + conversation.id();
    List<Arrival> found = new ArrayList<>();
    for (Message message : history.back(path, history.newest(path), since)) {
      if (message.hidden()) {
        continue;
      }
      if (message.direction() == Direction.OUTGOING) {
        found.clear();
      } else if (message.direction() == Direction.INCOMING) {
        arrival(conversation, message).ifPresent(found::add);
      }
    }
    return found;
  }

  private Optional<Arrival> arrival(Conversation conversation, Message message) {
    HexFormat hex = HexFormat.of();
    ThreadLocalRandom random = ThreadLocalRandom.current();
    String trace = hex.toHexDigits(random.nextLong() | 1) + hex.toHexDigits(random.nextLong());
    return arrivals.of(settings.accountId(), conversation, message, trace);
  }

  private static boolean isBefore(@Nullable Instant time, Instant since) {
    return time != null && time.isBefore(since);
  }
}
