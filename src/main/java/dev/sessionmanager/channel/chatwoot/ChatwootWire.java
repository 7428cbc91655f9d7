package dev.sessionmanager.channel.chatwoot;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Chatwoot's JSON, as far as it matters here; whatever is missing, null or of another type is read
 * as not given. It reads both forms: that of webhooks ({@code Message#webhook_data}, {@code
 * Conversations::EventDataPresenter}), and that of the API ({@code _message.json.jbuilder}, {@code
 * _conversation.json.jbuilder}), where the type of a message is a number and its time are seconds.
 */
final class ChatwootWire {

  private ChatwootWire() {}

  /** What a message is. */
  enum Direction {
    INCOMING,
    OUTGOING,
    /** A line about what happened, or a template. */
    OTHER
  }

  /**
   * Somebody.
   *
   * @param id digits; null where it is not given
   * @param type {@code contact}, {@code user}, {@code agent_bot}…; empty where it is not given,
   *     which is so for contacts in webhooks
   * @param identifier by which another system knows a contact; empty where it is not given, like
   *     the next two
   */
  record Person(
      @Nullable String id,
      String type,
      String name,
      String identifier,
      String phone,
      String email) {

    boolean isContact() {
      return type.isEmpty() || type.equals("contact");
    }
  }

  /**
   * A message.
   *
   * @param content may be empty
   * @param hidden a private note, deleted, or a reaction to another message
   * @param automated by a rule or a campaign of Chatwoot's, not by the person who sends it
   * @param echo written in another client of the same inbox, by a human
   * @param media what is attached: {@code image}, {@code audio}…
   * @param sourceId by which the inbox's own service knows it; empty where it is not given
   * @param mail null where it is no e-mail
   */
  record Message(
      String id,
      String content,
      Direction direction,
      boolean hidden,
      boolean automated,
      boolean echo,
      @Nullable Person sender,
      @Nullable Instant createdAt,
      List<String> media,
      String sourceId,
      @Nullable Mail mail) {}

  /**
   * A conversation.
   *
   * @param id its display id, by which the API knows it
   * @param status {@code open}, {@code pending}, {@code resolved}, {@code snoozed}; empty where it
   *     is not given
   * @param contact whose it is
   * @param assignee null where nobody is, or a bot
   * @param canReply false once the inbox takes no reply any more, like WhatsApp's after a day
   * @param contacts every id that is given for the contact
   * @param lastActivityAt null where it is not given
   * @param inbox its id; null where it is not given
   */
  record Conversation(
      String id,
      String status,
      @Nullable Person contact,
      @Nullable Person assignee,
      Set<String> labels,
      boolean group,
      boolean urgent,
      String language,
      boolean canReply,
      Set<String> contacts,
      @Nullable Instant lastActivityAt,
      @Nullable String inbox) {}

  /** Before and after; a text, an id, or what they are as JSON. */
  record Change(String before, String after) {}

  /**
   * One webhook.
   *
   * @param account whose; null where it is not given
   * @param message null for events of conversations
   * @param contradiction what in it cannot be true together; null where nothing is
   * @param changes by attribute
   */
  record Event(
      String name,
      @Nullable String account,
      @Nullable Message message,
      @Nullable Conversation conversation,
      @Nullable String contradiction,
      Map<String, Change> changes) {}

  static Event event(JsonNode root) {
    String name = JsonValues.text(root.path("event"));
    boolean ofMessage = name.startsWith("message_");
    JsonNode conversation = ofMessage ? root.path("conversation") : root;
    Set<String> accounts =
        JsonValues.ids(
            root.at("/account/id"),
            root.path("account_id"),
            conversation.path("account_id"),
            conversation.at("/messages/0/account_id"));
    return new Event(
        name,
        accounts.stream().findFirst().orElse(null),
        ofMessage ? message(root) : null,
        conversation(conversation),
        ofMessage ? Contradiction.in(root) : null,
        changes(root.path("changed_attributes")));
  }

  /** Null where it has no id. */
  static @Nullable Message message(JsonNode node) {
    String id = JsonValues.key(node.path("id"));
    if (id == null) {
      return null;
    }
    JsonNode attributes = node.path("content_attributes");
    List<String> media =
        node.path("attachments")
            .valueStream()
            .map(one -> JsonValues.text(one.path("file_type")))
            .toList();
    if (media.isEmpty() && attributes.path("is_unsupported").asBoolean(false)) {
      media = List.of("unsupported");
    }
    return new Message(
        id,
        JsonValues.text(node.path("content")),
        direction(node.path("message_type")),
        node.path("private").asBoolean(false)
            || attributes.path("deleted").asBoolean(false)
            || isReaction(node),
        given(attributes.path("automation_rule_id"))
            || given(node.at("/additional_attributes/campaign_id")),
        attributes.path("external_echo").asBoolean(false),
        person(node.path("sender")),
        instant(JsonValues.text(node.path("created_at"))),
        media,
        JsonValues.text(node.path("source_id")),
        Mail.of(node));
  }

  /**
   * Whether it is a reaction of WhatsApp's: Evolution writes the sign as a message that answers
   * another ({@code chatwoot.service.ts}, {@code reactionMessage}).
   */
  private static boolean isReaction(JsonNode message) {
    return JsonValues.text(message.path("source_id")).startsWith("WAID:")
        && !JsonValues.text(message.at("/content_attributes/in_reply_to_external_id")).isEmpty()
        && message.path("attachments").isEmpty()
        && JsonValues.text(message.path("content")).matches("[^\\p{L}\\p{N}]{1,20}");
  }

  /** Null where it has no id. */
  static @Nullable Conversation conversation(JsonNode node) {
    String id = JsonValues.id(node.path("id"));
    if (id == null) {
      return null;
    }
    Person assignee = person(node.at("/meta/assignee"));
    boolean bot =
        JsonValues.text(node.at("/meta/assignee_type")).equals("AgentBot")
            || (assignee != null && assignee.type().contains("bot"));
    return new Conversation(
        id,
        JsonValues.text(node.path("status")),
        person(node.at("/meta/sender")),
        bot ? null : assignee,
        node.path("labels").valueStream().map(JsonValues::text).collect(Collectors.toSet()),
        node.path("group").asBoolean(false),
        JsonValues.text(node.path("priority")).equals("urgent"),
        JsonValues.text(node.at("/additional_attributes/browser_language")),
        node.path("can_reply").asBoolean(true),
        JsonValues.ids(node.at("/meta/sender/id"), node.at("/contact_inbox/contact_id")),
        instant(JsonValues.text(node.path("last_activity_at"))),
        JsonValues.id(node.path("inbox_id")));
  }

  /** Of {@code [{"status": {"previous_value": "pending", "current_value": "open"}}]}. */
  private static Map<String, Change> changes(JsonNode list) {
    Map<String, Change> changes = new HashMap<>();
    for (JsonNode element : list) {
      for (Map.Entry<String, JsonNode> one : element.properties()) {
        JsonNode values = one.getValue();
        changes.put(
            one.getKey(),
            new Change(value(values.path("previous_value")), value(values.path("current_value"))));
      }
    }
    return changes;
  }

  private static String value(JsonNode node) {
    return node.isContainer() ? node.toString() : JsonValues.text(node);
  }

  /** {@code incoming} and so on in webhooks, 0 to 3 in the API. */
  private static Direction direction(JsonNode type) {
    return switch (JsonValues.text(type)) {
      case "incoming", "0" -> Direction.INCOMING;
      case "outgoing", "1" -> Direction.OUTGOING;
      default -> Direction.OTHER;
    };
  }

  static @Nullable Person person(JsonNode node) {
    return node.isObject()
        ? new Person(
            JsonValues.id(node.path("id")),
            JsonValues.text(node.path("type")),
            JsonValues.text(node.path("name")),
            JsonValues.text(node.path("identifier")),
            JsonValues.text(node.path("phone_number")),
            JsonValues.text(node.path("email")))
        : null;
  }

  private static boolean given(JsonNode node) {
    return !node.isMissingNode() && !node.isNull();
  }

  /** ISO 8601, Ruby's {@code 2026-11-21 10:00:00 UTC}, or seconds since 1970; null for neither. */
  private static @Nullable Instant instant(String written) {
    String text = written.strip();
    try {
      if (text.matches("[0-9]{1,12}(\\.[0-9]+)?")) {
        return Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000));
      }
      String iso = text.replaceFirst("^([0-9-]{10}) ", "$1T").replaceFirst(" UTC$", "Z");
      return text.isEmpty()
          ? null
          : Instant.ofEpochMilli(OffsetDateTime.parse(iso).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException unreadable) {
      return null;
    }
  }
}
