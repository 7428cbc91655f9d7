package dev.sessionmanager.channel.chatwoot;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A conversation of {@link ChatwootStub}, and how Chatwoot writes it: to webhooks, and by its API.
 * Its messages are kept as the API writes them.
 */
public final class ChatwootConversation {

  private static final JsonMapper JSON = new JsonMapper();

  /** The user whose token sends, where it is not a bot's. */
  static final int OWN_USER = 5;

  private final long id;
  private final List<ObjectNode> messages = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private String status = "pending";
  private String priority = "";
  private final Map<String, Long> assigned = new HashMap<>();
  private boolean canReply = true;
  private long inbox = 3;
  private @Nullable ObjectNode assignee;

  ChatwootConversation(long id) {
    this.id = id;
  }

  public long id() {
    return id;
  }

  public synchronized String status() {
    return status;
  }

  public synchronized void status(String now) {
    status = now;
  }

  public synchronized long inbox() {
    return inbox;
  }

  /** It is of this inbox, and not of the third. */
  public synchronized void inbox(long now) {
    inbox = now;
  }

  /** Assigned to somebody of this name, Royal being the user whose token sends; null: to nobody. */
  public synchronized void assign(@Nullable String name) {
    assignee =
        name == null
            ? null
            : JSON.createObjectNode()
                .put("id", Map.of("Royal", OWN_USER, "Ana", 2).getOrDefault(name, 7))
                .put("name", name)
                .put("type", "user");
  }

  /** Assigned to the agent bot. */
  public synchronized void assignToBot() {
    assignee = JSON.createObjectNode().put("id", 2).put("name", "Royal").put("type", "agent_bot");
  }

  /** The time in which its inbox takes replies is over. */
  public synchronized void windowOver() {
    canReply = false;
  }

  public synchronized void label(String label) {
    labels.add(label);
  }

  public synchronized List<String> labels() {
    return List.copyOf(labels);
  }

  /** {@code LabelConcern}: what the account does not have is left out; what it had stays known. */
  synchronized void labels(List<String> now, Set<String> known) {
    List<String> before = List.copyOf(labels);
    labels.clear();
    now.stream().filter(one -> known.contains(one) || before.contains(one)).forEach(labels::add);
  }

  public synchronized String priority() {
    return priority;
  }

  synchronized void priority(String now) {
    priority = now;
  }

  /** To whom it was assigned by calls, last. */
  public synchronized Map<String, Long> assigned() {
    return Map.copyOf(assigned);
  }

  synchronized void assigned(JsonNode call) {
    call.properties().forEach(one -> assigned.put(one.getKey(), one.getValue().asLong()));
    if (call.has("assignee_id")) {
      assign(call.path("assignee_id").asLong() == 0 ? null : "Marta");
    }
  }

  /** Private notes, oldest first. */
  public synchronized List<String> notes() {
    return messages.stream()
        .filter(m -> m.path("private").asBoolean())
        .map(m -> m.path("content").asString())
        .toList();
  }

  /** What was sent to the customer, oldest first. */
  public synchronized List<String> replies() {
    return messages.stream()
        .filter(m -> m.path("message_type").asInt() == 1)
        .filter(m -> !m.path("private").asBoolean())
        .map(m -> m.path("content").asString())
        .toList();
  }

  synchronized long lastActivityAt() {
    return messages.isEmpty() ? 0 : messages.getLast().path("created_at").asLong();
  }

  synchronized long sentWithinAMinute() {
    long from = Instant.now().getEpochSecond() - 60;
    return messages.stream().filter(m -> m.path("created_at").asLong() >= from).count();
  }

  synchronized ObjectNode incoming(long messageId, @Nullable String content, Instant at) {
    return add(messageId, content, 0, at, contact());
  }

  /** With an id that is no number, as no Chatwoot has them yet. */
  synchronized void incoming(String messageId, String content, Instant at) {
    add(0, content, 0, at, contact()).put("id", messageId);
  }

  /** Of ours: by a bot's token the bot's, else the user's, like an agent's own. */
  synchronized ObjectNode outgoing(long messageId, String content, boolean bot) {
    ObjectNode sender =
        bot
            ? JSON.createObjectNode().put("id", 2).put("name", "Royal").put("type", "agent_bot")
            : JSON.createObjectNode().put("id", OWN_USER).put("name", "Royal").put("type", "user");
    return add(messageId, content, 1, Instant.now(), sender);
  }

  synchronized ObjectNode agentWrites(long messageId, String content, Instant at) {
    return add(
        messageId,
        content,
        1,
        at,
        JSON.createObjectNode().put("id", 7).put("name", "Marta").put("type", "user"));
  }

  private ObjectNode add(
      long messageId, @Nullable String content, int type, Instant at, ObjectNode sender) {
    ObjectNode message = JSON.createObjectNode();
    message.put("id", messageId).put("content", content).put("inbox_id", inbox);
    message.put("conversation_id", id).put("message_type", type).put("content_type", "text");
    message.put("status", "sent").put("created_at", at.getEpochSecond()).put("private", false);
    message.putNull("source_id").putObject("content_attributes");
    message.set("sender", sender);
    messages.add(message);
    return message;
  }

  private ObjectNode contact() {
    return JSON.createObjectNode()
        .put("id", 300 + id)
        .put("name", "Cliente " + id)
        .put("phone_number", "+549351" + id)
        .put("type", "contact");
  }

  /** {@code message_finder.rb}: the newest 20, or those before this id; oldest first. */
  synchronized List<ObjectNode> page(long before) {
    List<ObjectNode> found =
        messages.stream().filter(m -> before == 0 || m.path("id").asLong() < before).toList();
    return List.copyOf(found.subList(Math.max(0, found.size() - 20), found.size()));
  }

  /** {@code _conversation.json.jbuilder}. */
  synchronized ObjectNode asTheApi() {
    ObjectNode node = common();
    node.put("account_id", 1).put("uuid", "0b2f4c1e-1111-4222-8333-0000000000" + (10 + id % 90));
    ((ObjectNode) node.path("meta")).put("channel", "Channel::WebWidget");
    node.set(
        "last_non_activity_message",
        messages.isEmpty() ? JSON.nullNode() : messages.getLast().deepCopy());
    return node;
  }

  /** {@code Conversations::EventDataPresenter}. */
  synchronized ObjectNode asWebhooks() {
    ObjectNode node = common();
    node.put("channel", "Channel::WebWidget");
    node.putObject("contact_inbox")
        .put("id", 80 + id)
        .put("contact_id", 300 + id)
        .put("inbox_id", inbox);
    return node;
  }

  private ObjectNode common() {
    ObjectNode node = JSON.createObjectNode();
    node.put("id", id).put("inbox_id", inbox).put("status", status).put("can_reply", canReply);
    node.putObject("additional_attributes").put("browser_language", "es");
    ArrayNode names = node.putArray("labels");
    labels.forEach(names::add);
    ObjectNode meta = node.putObject("meta");
    meta.set("sender", contact());
    meta.set("assignee", assignee == null ? JSON.nullNode() : assignee.deepCopy());
    ArrayNode last = node.putArray("messages");
    if (!messages.isEmpty()) {
      last.add(messages.getLast().deepCopy());
    }
    node.put("unread_count", 1).putNull("priority").put("last_activity_at", lastActivityAt());
    return node;
  }
}
