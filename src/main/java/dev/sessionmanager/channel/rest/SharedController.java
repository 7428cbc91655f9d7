package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.ConversationShare;
import dev.sessionmanager.conversation.Page;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Shares;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Seals;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.hibernate.validator.constraints.Range;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * What others read by a link: a conversation as it was shared, and nothing else of whose it is.
 * They need a login, any, unless a setting says that they need none.
 */
@RestController
class SharedController {

  static final String PATH = "/shared/";

  private final Shares shares;
  private final Transcript transcript;
  private final FieldCheck fields;
  private final MessageSource messages;

  SharedController(
      Shares shares, Transcript transcript, FieldCheck fields, MessageSource messages) {
    this.shares = shares;
    this.transcript = transcript;
    this.fields = fields;
    this.messages = messages;
  }

  record Limit(@Range(min = 1, max = 200, message = "page") int limit) {}

  /**
   * A question and its answer.
   *
   * @param id for the next page alone
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  record SharedTurn(
      String id,
      String agent,
      @JsonInclude(JsonInclude.Include.ALWAYS) String question,
      @Nullable String answer,
      @JsonProperty("asked_at") Instant askedAt,
      Map<String, Object> meta) {

    static SharedTurn of(Transcript.Said said) {
      return new SharedTurn(
          said.id(), said.agent(), said.question(), said.answer(), said.askedAt(), said.meta());
    }
  }

  /** Oldest first; {@code next} is the {@code after} of the following page. */
  @GetMapping(PATH + "{token}")
  Answer read(
      @PathVariable String token,
      @RequestParam(defaultValue = "0") String after,
      @RequestParam(defaultValue = "50") int limit,
      Caller caller) {
    fields.check(new Limit(limit));
    ConversationShare share = opened(token, caller);
    long from = Seals.number(after).orElseThrow(() -> Problem.fields(Map.of("after", "turn_id")));
    Page<Turn> page = shares.turns(share, from, limit);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("title", share.title());
    data.put("shared_at", share.createdAt());
    data.put("turns", page.rows().stream().map(transcript::said).map(SharedTurn::of).toList());
    data.put("next", page.full() ? transcript.id(page.rows().getLast()) : null);
    return Answer.of(messages, "ok", data);
  }

  @GetMapping(PATH + "{token}/pictures/{picture}")
  ResponseEntity<byte[]> picture(
      @PathVariable String token, @PathVariable("picture") String id, Caller caller) {
    Picture picture =
        shares.picture(opened(token, caller), id).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    return ResponseEntity.ok()
        .contentType(MediaType.parseMediaType(picture.type()))
        .body(picture.content());
  }

  /** Whoever needs a login learns of that first, and not whether there is something. */
  private ConversationShare opened(String token, Caller caller) {
    if (!shares.withoutLogin() && caller.user() == null) {
      throw new Problem(Kind.UNAUTHENTICATED);
    }
    return shares.find(token).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
  }
}
