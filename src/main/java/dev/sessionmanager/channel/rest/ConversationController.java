package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Conversations.Shelf;
import dev.sessionmanager.conversation.DeletedConversations;
import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.ConversationTitles;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Seals;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Pattern;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The caller's own conversations; below {@code /admin} those of guests and of customers, for the
 * operator.
 */
@RestController
class ConversationController {

  private static final String PAGE_DEFAULT = "50";

  private final Conversations conversations;
  private final OwnConversations own;
  private final DeletedConversations deleted;
  private final ConversationTitles titles;
  private final Turns turns;
  private final Transcript transcript;
  private final FieldCheck fields;
  private final MessageSource messages;

  ConversationController(
      Conversations conversations,
      OwnConversations own,
      DeletedConversations deleted,
      ConversationTitles titles,
      Turns turns,
      Transcript transcript,
      FieldCheck fields,
      MessageSource messages) {
    this.conversations = conversations;
    this.own = own;
    this.deleted = deleted;
    this.titles = titles;
    this.turns = turns;
    this.transcript = transcript;
    this.fields = fields;
    this.messages = messages;
  }

  record Found(
      @JsonProperty("conversation_id") @Nullable String conversationId,
      String title,
      Transcript.Said turn) {}

  /**
   * What is to change about a conversation; null for what stays.
   *
   * @param pinned whether it stands above the others
   * @param archived whether it is put away
   */
  record Change(
      @Text(required = false, max = Conversations.TITLE_MAX) @Nullable String title,
      @JsonMember(Boolean.class) @Nullable Object pinned,
      @JsonMember(Boolean.class) @Nullable Object archived) {

    @AssertTrue(message = "nothing_to_change")
    boolean isChange() {
      return title != null || pinned != null || archived != null;
    }
  }

  /** Conversations or messages of one page, or fewer long ones; more are on the next. */
  record Limit(@Range(min = 1, max = 200, message = "page") int limit) {}

  /** Which conversations: {@code true} those that are put away, {@code false} the others. */
  record Archived(
      @Pattern(regexp = "true|false|all", message = "archived_filter") String archived) {

    @Nullable Boolean wanted() {
      return archived.equals("all") ? null : Boolean.valueOf(archived);
    }
  }

  /** Those of one channel alone; null for all. */
  record OnChannel(
      @Pattern(regexp = "[a-z0-9_-]{1,40}", message = "channel_name") @Nullable String channel) {}

  /**
   * The conversations used last first; {@code next} is the {@code before} of the following page.
   */
  @GetMapping({"/conversations", "/admin/conversations"})
  Answer list(
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(required = false) @Nullable Boolean pinned,
      @RequestParam(defaultValue = "false") String archived,
      @RequestParam(required = false) @Nullable String channel,
      @RequestParam(defaultValue = PAGE_DEFAULT) int limit,
      Ownership mine) {
    fields.check(new Limit(limit));
    String on = fields.check(new OnChannel(channel)).channel();
    Shelf shelf = new Shelf(pinned, fields.check(new Archived(archived)).wanted());
    List<Conversation> page = conversations.list(mine.conversations(on), shelf, before, limit);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("conversations", page.stream().map(c -> ListedConversation.of(c, mine)).toList());
    data.put("next", page.size() < limit ? null : page.getLast().updatedAt());
    return Answer.of(messages, "ok", data);
  }

  /** Turns that hold all the words. */
  @GetMapping({"/conversations/search", "/admin/conversations/search"})
  Answer search(
      @RequestParam String q,
      @RequestParam(defaultValue = PAGE_DEFAULT) int limit,
      Ownership mine) {
    fields.check(new Limit(limit));
    List<Found> found =
        OwnConversations.noted(
                "search", "", mine, () -> turns.search(mine.conversations(), q, limit))
            .stream()
            .map(hit ->
                new Found(
                    hit.turn().asked().conversationId(), hit.title(), transcript.said(hit.turn())))
            .toList();
    return Answer.of(messages, "ok", Map.of("found", found));
  }

  /**
   * What was said, oldest first; {@code next} is the {@code after} of the following page, or the
   * {@code before} of the one before where that was asked for.
   */
  @GetMapping({"/conversations/{id}", "/admin/conversations/{id}"})
  Answer read(
      @PathVariable String id,
      @RequestParam(defaultValue = "0") String after,
      @RequestParam(required = false) @Nullable String before,
      @RequestParam(defaultValue = PAGE_DEFAULT) int limit,
      Ownership mine) {
    fields.check(new Limit(limit));
    Conversation conversation = OwnConversations.noted("read", id, mine, () -> own.find(id, mine));
    Page<Turn> page =
        before == null
            ? turns.after(conversation.id(), turn("after", after), limit)
            : turns.before(conversation.id(), turn("before", before), limit);
    List<Turn> rows = page.rows();
    Turn edge = !page.full() ? null : before == null ? rows.getLast() : rows.getFirst();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("conversation", ListedConversation.of(conversation, mine));
    data.put("message_count", 2 * turns.countAnswered(conversation.id()));
    data.put("turns", transcript.said(conversation, rows));
    data.put("next", edge == null ? null : transcript.id(edge));
    return Answer.of(messages, "ok", data);
  }

  private static long turn(String parameter, String id) {
    return Seals.number(id).orElseThrow(() -> Problem.fields(Map.of(parameter, "turn_id")));
  }

  /** Changes what is given. */
  @PatchMapping("/conversations/{id}")
  Answer change(@PathVariable String id, @RequestBody @Valid Change change, Ownership mine) {
    Conversation conversation = own.find(id, mine);
    if (change.title() != null) {
      conversations.rename(conversation, change.title());
    }
    if (change.pinned() instanceof Boolean pinned) {
      conversations.pin(conversation, pinned);
    }
    if (change.archived() instanceof Boolean archived) {
      conversations.archive(conversation, archived);
    }
    return now(change.title() == null ? "ok" : "conversation_renamed", id, mine);
  }

  private Answer now(String message, String id, Ownership mine) {
    return Answer.of(
        messages, message, Map.of("conversation", ListedConversation.of(own.find(id, mine), mine)));
  }

  /**
   * Deletes a conversation, which its owner may bring back for a while.
   *
   * @param forever whether it is gone at once; what the operator deletes always is
   */
  @DeleteMapping({"/conversations/{id}", "/admin/conversations/{id}"})
  Answer delete(
      @PathVariable String id,
      @RequestParam(defaultValue = "false") boolean forever,
      Ownership mine) {
    return OwnConversations.noted(
        "delete",
        id,
        mine,
        () -> {
          Conversation conversation = own.find(id, mine);
          Optional<Instant> until = Optional.empty();
          if (forever || mine.operator()) {
            conversations.delete(conversation);
          } else {
            until = deleted.delete(conversation);
          }
          Map<String, Object> data =
              until.<Map<String, Object>>map(at -> Map.of("undo_until", at)).orElse(Map.of());
          return Answer.of(messages, "conversation_deleted", data);
        });
  }

  /** Brings a conversation back that was deleted a moment ago. */
  @PostMapping("/conversations/{id}/restore")
  Answer restore(@PathVariable String id, Ownership mine) {
    if (deleted.restore(mine.conversations(), id).isEmpty()) {
      throw new Problem(Kind.NOT_FOUND);
    }
    return now("conversation_restored", id, mine);
  }

  /** Has the conversation's agent give it a title, unless a person has. */
  @PostMapping("/conversations/{id}/title")
  Answer title(@PathVariable String id, Ownership mine) {
    titles.propose(
        own.find(id, mine),
        mine.caller().session(),
        LocaleContextHolder.getLocale(),
        mine.caller().traceId());
    return now("ok", id, mine);
  }
}
