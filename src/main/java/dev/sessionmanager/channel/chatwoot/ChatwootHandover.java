package dev.sessionmanager.channel.chatwoot;

import dev.sessionmanager.channel.chatwoot.ChatwootSettings.Assigned;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Conversation;
import dev.sessionmanager.channel.chatwoot.ChatwootWire.Message;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.messaging.DeliveryFailure;
import dev.sessionmanager.messaging.MessengerHttp;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import tools.jackson.databind.JsonNode;

/**
 * How those who look after an account see that a conversation waits for one of them: a label, a
 * private note, the conversation open, and as set a team, somebody assigned, a priority. By
 * Chatwoot's {@code config/routes.rb} and {@code LabelConcern}, which keeps only labels that the
 * account has: the label is made where it is missing. Done again, it is done once. Any thread.
 */
final class ChatwootHandover {

  private static final Logger logger = LoggerFactory.getLogger(ChatwootHandover.class);

  private static final Locale SPANISH = Locale.of("es");

  private static final String COLOUR = "#e4572e";

  private final MessengerHttp http;
  private final History history;
  private final ChatwootSettings settings;
  private final MessageSource texts;
  private final String label;

  /** Whether the account has the label. */
  private volatile boolean labelKnown;

  ChatwootHandover(
      MessengerHttp http, History history, ChatwootSettings settings, MessageSource texts) {
    this.http = http;
    this.history = history;
    this.settings = settings;
    this.texts = texts;
    this.label = settings.handoverLabel().strip().toLowerCase(Locale.ROOT);
  }

  /**
   * Has it seen.
   *
   * @param path of the conversation
   * @param silent whether the bot is silent from then on
   */
  void give(String path, HandoverRequest request, boolean silent) throws DeliveryFailure {
    note(path, text(request, silent));
    http.post(path + "/toggle_status", Map.of("status", Holding.OPEN), false);
    if (!label.isEmpty()) {
      help("label", () -> label(path));
    }
    if (!settings.handoverTeam().isEmpty()) {
      help("team", () -> assign(path, "team_id", settings.handoverTeam()));
    }
    if (!settings.handoverAssignee().isEmpty()) {
      help("assignee", () -> assign(path, "assignee_id", settings.handoverAssignee()));
    }
    if (!settings.handoverPriority().isEmpty()) {
      Map<String, String> priority = Map.of("priority", settings.handoverPriority());
      help("priority", () -> http.post(path + "/toggle_priority", priority, false));
    }
  }

  /** Takes the signs away by which a conversation is a human's. */
  void takeBack(String path) throws DeliveryFailure {
    Conversation now = ChatwootWire.conversation(http.get(path).json());
    if (now == null) {
      throw DeliveryFailure.later("Chatwoot's answer is no conversation.", null);
    }
    if (!label.isEmpty() && now.labels().stream().anyMatch(label::equalsIgnoreCase)) {
      Set<String> others = new LinkedHashSet<>(now.labels());
      others.removeIf(label::equalsIgnoreCase);
      http.post(path + "/labels", Map.of("labels", others), false);
    }
    if (!now.status().equals(Holding.OPEN)) {
      return;
    }
    if (!settings.statuses().contains(Holding.OPEN)) {
      http.post(path + "/toggle_status", Map.of("status", Holding.PENDING), false);
    } else if (settings.assigned() == Assigned.ASSIGNED && now.assignee() != null) {
      http.post(path + "/assignments", Map.of("assignee_id", 0), false); // nobody
    }
  }

  private interface Step {
    void run() throws DeliveryFailure;
  }

  /** What Chatwoot does not allow is left out: the note has been written. */
  private static void help(String what, Step step) throws DeliveryFailure {
    try {
      step.run();
    } catch (DeliveryFailure failure) {
      if (failure.kind() != DeliveryFailure.Kind.REFUSED) {
        throw failure;
      }
      logger.warn("A hand-over in Chatwoot goes without its {}: {}", what, failure.reason());
    }
  }

  private void label(String path) throws DeliveryFailure {
    if (!labelKnown) {
      makeLabel();
      labelKnown = true;
    }
    Set<String> all = new LinkedHashSet<>();
    for (JsonNode one : http.get(path + "/labels").json().path("payload")) {
      all.add(one.asString(""));
    }
    if (all.add(label)) {
      http.post(path + "/labels", Map.of("labels", all), false);
    }
  }

  /** Of a token that may not, the label must have been made by hand. */
  private void makeLabel() throws DeliveryFailure {
    String labels = settings.accountId() + "/labels";
    try {
      for (JsonNode one : http.get(labels).json().path("payload")) {
        if (label.equalsIgnoreCase(one.path("title").asString(""))) {
          return;
        }
      }
      Map<String, Object> wanted = new LinkedHashMap<>();
      wanted.put("title", label);
      wanted.put("description", texts.getMessage("chatwoot.handover.label", null, SPANISH));
      wanted.put("color", COLOUR);
      wanted.put("show_on_sidebar", true);
      http.post(labels, wanted, false);
    } catch (DeliveryFailure failure) {
      if (failure.kind() != DeliveryFailure.Kind.REFUSED) {
        throw failure;
      }
    }
  }

  private void assign(String path, String whom, String id) throws DeliveryFailure {
    http.post(path + "/assignments", Map.of(whom, Long.valueOf(id)), false);
  }

  /** Written once: an earlier try may have done it. */
  private void note(String path, String text) throws DeliveryFailure {
    if (isWritten(path, text)) {
      return;
    }
    http.post(
        path + "/messages",
        Map.of("content", text, "message_type", "outgoing", "private", true),
        false);
  }

  private boolean isWritten(String path, String text) throws DeliveryFailure {
    try {
      return history.newest(path).messages().stream()
          .filter(Message::hidden)
          .anyMatch(note -> normal(note.content()).equals(normal(text)));
    } catch (DeliveryFailure failure) {
      if (ChatwootRefusals.forBots(failure)) {
        return false; // it may not look; twice is better than never
      }
      throw failure;
    }
  }

  /** Markup may be changed on the way. */
  private static String normal(String text) {
    return text.replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  private String text(HandoverRequest request, boolean silent) {
    String what =
        request.summary().isEmpty()
            ? text("chatwoot.handover.said", request.said())
            : text("chatwoot.handover.summary", request.summary());
    return text(
        "chatwoot.handover.note",
        request.person().isEmpty() ? text("chatwoot.handover.somebody") : request.person(),
        request.reasonIn(texts, SPANISH),
        what,
        text(silent ? "messaging.handover.silent" : "messaging.handover.goes_on"));
  }

  private String text(String key, Object... arguments) {
    return texts.getMessage(key, arguments, SPANISH);
  }
}
