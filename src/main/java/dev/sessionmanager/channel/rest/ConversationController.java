package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.conversation.WholeConversation;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Seals;
import dev.sessionmanager.trace.Audit;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The caller's own conversations, and the pictures in them; below {@code /admin} those of guests
 * and of customers, for the operator.
 */
@RestController
class ConversationController {

  private static final String PAGE_DEFAULT = "50";

  private final Conversations conversations;
  private final Turns turns;
  private final WholeConversation whole;
  private final Transcript transcript;
  private final JsonArrayBody arrays;
  private final Seals seals;
  private final FieldCheck fields;
  private final MessageSource messages;

  ConversationController(
      Conversations conversations,
      Turns turns,
      WholeConversation whole,
      Transcript transcript,
      JsonArrayBody arrays,
      Seals seals,
      FieldCheck fields,
      MessageSource messages) {
    this.conversations = conversations;
    this.turns = turns;
    this.whole = whole;
    this.transcript = transcript;
    this.arrays = arrays;
    this.seals = seals;
    this.fields = fields;
    this.messages = messages;
  }

  /**
   * A conversation.
   *
   * @param owner for the operator alone
   */
  record Listed(
      String id,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String owner,
      @JsonProperty("session_id") String key,
      String channel,
      String agent,
      String title,
      @JsonProperty("created_at") Instant createdAt,
      @JsonProperty("updated_at") Instant updatedAt,
      boolean open) {}

  record Found(
      @JsonProperty("conversation_id") @Nullable String conversationId,
      String title,
      Transcript.Said turn) {}

  record Renaming(@Text(max = Conversations.TITLE_MAX) String title) {}

  /** Conversations or messages of one page, or fewer long ones; more are on the next. */
  record Limit(@Range(min = 1, max = 200, message = "page") int limit) {}

  record Export(@Pattern(regexp = "json|markdown", message = "export_format") String format) {}

  /**
   * The conversations used last first; {@code next} is the {@code before} of the following page.
   */
  @GetMapping({"/conversations", "/admin/conversations"})
  Answer list(
      @RequestParam(required = false) @Nullable Instant before,
      @RequestParam(defaultValue = PAGE_DEFAULT) int limit,
      Ownership mine) {
    fields.check(new Limit(limit));
    List<Conversation> page = conversations.list(mine.conversations(), before, limit);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("conversations", page.stream().map(c -> listed(c, mine)).toList());
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
        noted("search", "", mine, () -> turns.search(mine.conversations(), q, limit)).stream()
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
    Conversation conversation = noted("read", id, mine, () -> found(id, mine));
    Page<Turn> page =
        before == null
            ? turns.after(conversation.id(), turn("after", after), limit)
            : turns.before(conversation.id(), turn("before", before), limit);
    List<Turn> rows = page.rows();
    Turn edge = !page.full() ? null : before == null ? rows.getLast() : rows.getFirst();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("conversation", listed(conversation, mine));
    data.put("message_count", 2 * turns.countAnswered(conversation.id()));
    data.put("turns", rows.stream().map(transcript::said).toList());
    data.put("next", edge == null ? null : seals.seal(edge.id()));
    return Answer.of(messages, "ok", data);
  }

  private static long turn(String parameter, String id) {
    return Seals.number(id).orElseThrow(() -> Problem.fields(Map.of(parameter, "turn_id")));
  }

  @PatchMapping("/conversations/{id}")
  Answer rename(@PathVariable String id, @RequestBody @Valid Renaming renaming, Ownership mine) {
    conversations.rename(found(id, mine), renaming.title());
    return Answer.of(
        messages, "conversation_renamed", Map.of("conversation", listed(found(id, mine), mine)));
  }

  @DeleteMapping({"/conversations/{id}", "/admin/conversations/{id}"})
  Answer delete(@PathVariable String id, Ownership mine) {
    return noted(
        "delete",
        id,
        mine,
        () -> {
          conversations.delete(found(id, mine));
          return Answer.of(messages, "conversation_deleted", Map.of());
        });
  }

  /** All of it as a file, {@code json} or {@code markdown}. */
  @GetMapping({"/conversations/{id}/export", "/admin/conversations/{id}/export"})
  void export(
      @PathVariable String id,
      @RequestParam(defaultValue = "json") String format,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    Conversation conversation = noted("export", id, mine, () -> found(id, mine));
    if (fields.check(new Export(format)).format().equals("json")) {
      attach(conversation, "json", response);
      arrays.write(
          response,
          Map.of("conversation", listed(conversation, mine)),
          "turns",
          sink -> whole.each(conversation.id(), turn -> sink.add(transcript.said(turn))));
    } else {
      attach(conversation, "md", response);
      response.setContentType("text/markdown;charset=UTF-8");
      Writer text = new OutputStreamWriter(response.getOutputStream(), StandardCharsets.UTF_8);
      transcript.markdown(conversation, LocaleContextHolder.getLocale(), text);
      text.flush();
    }
  }

  /** A picture of one of the caller's answers. */
  @GetMapping({"/pictures/{id}", "/admin/pictures/{id}"})
  ResponseEntity<byte[]> picture(@PathVariable String id, Ownership mine) {
    Picture picture =
        turns.picture(mine.pictures(), id).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(picture.type()))
        .body(picture.content());
  }

  private static void attach(
      Conversation conversation, String ending, HttpServletResponse response) {
    response.setHeader(
        "Content-Disposition",
        "attachment; filename=\"conversation-%s.%s\"".formatted(conversation.id(), ending));
  }

  /** What the operator does with the conversations of others is in the audit. */
  private static <T> T noted(String deed, String whom, Ownership mine, Supplier<T> work) {
    return mine.operator()
        ? Audit.note(mine.caller().operator(), "conversation." + deed, whom, work)
        : work.get();
  }

  private Conversation found(String id, Ownership mine) {
    return conversations
        .byId(mine.conversations(), id)
        .orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }

  private static Listed listed(Conversation c, Ownership mine) {
    return new Listed(
        c.id(),
        mine.operator() ? c.owner() : null,
        c.key(),
        c.channel(),
        c.agent(),
        c.title(),
        c.createdAt(),
        c.updatedAt(),
        c.open());
  }
}
