package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.JsonMember;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code /v1/conversations}, by <a
 * href="https://platform.openai.com/docs/api-reference/conversations">OpenAI's reference</a>.
 */
@RestController
class ConversationsController {

  /** Items of one request, by OpenAI's reference. */
  private static final int ITEMS_MAX = 20;

  private final ConversationLog conversations;
  private final ResponseLog log;
  private final FieldCheck fields;

  ConversationsController(ConversationLog conversations, ResponseLog log, FieldCheck fields) {
    this.conversations = conversations;
    this.log = log;
    this.fields = fields;
  }

  record NewConversation(
      @Metadata @Nullable Object metadata, @JsonMember(List.class) @Nullable Object items) {}

  record Noted(
      @JsonMember(value = Map.class, required = true) @Metadata @Nullable Object metadata) {}

  record NewItems(@JsonMember(value = List.class, required = true) @Nullable Object items) {}

  private static String owner(Ownership mine) {
    return mine.of(ResponseLog.CHANNEL, null);
  }

  private List<Map<String, Object>> items(@Nullable Object wire, Ownership mine) {
    if (!(wire instanceof List<?> list) || list.isEmpty()) {
      return List.of();
    }
    Faults faults = new Faults();
    String owner = owner(mine);
    if (list.size() > ITEMS_MAX) {
      faults.add("items", "responses.too_many_items");
    }
    List<Map<String, Object>> items =
        new InputItems(faults, id -> log.item(owner, id)).read(list, "items");
    faults.check();
    return items;
  }

  @PostMapping("/v1/conversations")
  Map<String, Object> create(
      @RequestBody(required = false) @Nullable NewConversation body, Ownership mine) {
    NewConversation wanted = fields.check(body == null ? new NewConversation(null, null) : body);
    return conversations.wire(
        conversations.create(
            owner(mine),
            ConversationLog.metadata(wanted.metadata()),
            items(wanted.items(), mine),
            mine.caller()));
  }

  @GetMapping("/v1/conversations/{conversation_id}")
  Map<String, Object> read(@PathVariable("conversation_id") String id, Ownership mine) {
    return conversations.wire(conversations.get(owner(mine), id));
  }

  @PostMapping("/v1/conversations/{conversation_id}")
  Map<String, Object> note(
      @PathVariable("conversation_id") String id, @RequestBody Noted body, Ownership mine) {
    Conversation conversation = conversations.get(owner(mine), id);
    conversations.note(conversation, ConversationLog.metadata(fields.check(body).metadata()));
    return conversations.wire(conversation);
  }

  @DeleteMapping("/v1/conversations/{conversation_id}")
  Map<String, Object> delete(@PathVariable("conversation_id") String id, Ownership mine) {
    return conversations.delete(conversations.get(owner(mine), id));
  }

  @PostMapping("/v1/conversations/{conversation_id}/items")
  Map<String, Object> add(
      @PathVariable("conversation_id") String id, @RequestBody NewItems body, Ownership mine) {
    Conversation conversation = conversations.get(owner(mine), id);
    List<Map<String, Object>> items = items(fields.check(body).items(), mine);
    ItemPage page = ItemPage.of(null, "asc", null);
    page.add(items.isEmpty() ? items : conversations.add(conversation, items, mine.caller()));
    return page.list();
  }

  @GetMapping("/v1/conversations/{conversation_id}/items")
  Map<String, Object> list(
      @PathVariable("conversation_id") String id,
      @RequestParam(name = "limit", required = false) @Nullable Integer limit,
      @RequestParam(name = "order", required = false) @Nullable String order,
      @RequestParam(name = "after", required = false) @Nullable String after,
      Ownership mine) {
    Conversation conversation = conversations.get(owner(mine), id);
    ItemPage page = ItemPage.of(limit, order, after);
    conversations.fill(conversation, page);
    return page.list();
  }

  @GetMapping("/v1/conversations/{conversation_id}/items/{item_id}")
  Map<String, Object> item(
      @PathVariable("conversation_id") String id,
      @PathVariable("item_id") String item,
      Ownership mine) {
    return conversations.item(conversations.get(owner(mine), id), item);
  }

  @DeleteMapping("/v1/conversations/{conversation_id}/items/{item_id}")
  Map<String, Object> deleteItem(
      @PathVariable("conversation_id") String id,
      @PathVariable("item_id") String item,
      Ownership mine) {
    Conversation conversation = conversations.get(owner(mine), id);
    conversations.deleteItem(conversation, item);
    return conversations.wire(conversation);
  }
}
