package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.ConversationShare;
import dev.sessionmanager.conversation.Shares;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.trace.Audit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Links by which the caller shows others a conversation. */
@RestController
class ShareController {

  private final OwnConversations own;
  private final Shares shares;
  private final MessageSource messages;

  ShareController(OwnConversations own, Shares shares, MessageSource messages) {
    this.own = own;
    this.shares = shares;
    this.messages = messages;
  }

  /**
   * A link.
   *
   * @param token what opens it; null where it was made before
   * @param path where it is read
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ShareView(
      String id,
      @Nullable String token,
      @Nullable String path,
      String title,
      @JsonProperty("created_at") Instant createdAt) {

    static ShareView of(ConversationShare share, @Nullable String token) {
      String path = token == null ? null : SharedController.PATH + token;
      return new ShareView(share.id(), token, path, share.title(), share.createdAt());
    }

    /** Without the token, so that it can stand in a log line. */
    @Override
    public String toString() {
      return "ShareView[" + id + ']';
    }
  }

  /** Makes a link to what the conversation shows now. */
  @PostMapping("/conversations/{id}/shares")
  Answer make(@PathVariable String id, Ownership mine) {
    Shares.Made made = shares.make(own.find(id, mine));
    Audit.note(mine.caller().actor(), "share.make", made.share().id(), Audit.DONE);
    return Answer.of(messages, "shared", Map.of("share", ShareView.of(made.share(), made.token())));
  }

  @GetMapping("/conversations/{id}/shares")
  Answer list(@PathVariable String id, Ownership mine) {
    List<ShareView> all =
        shares.of(own.find(id, mine)).stream().map(share -> ShareView.of(share, null)).toList();
    return Answer.of(messages, "ok", Map.of("shares", all));
  }

  /** Takes a link back: from now on it opens nothing. */
  @DeleteMapping("/conversations/{id}/shares/{share}")
  Answer revoke(@PathVariable String id, @PathVariable String share, Ownership mine) {
    Conversation conversation = own.find(id, mine);
    Audit.note(
        mine.caller().actor(),
        "share.revoke",
        share,
        () -> {
          if (!shares.revoke(conversation, share)) {
            throw new Problem(Kind.NOT_FOUND);
          }
          return share;
        });
    return Answer.of(messages, "share_revoked", Map.of());
  }
}
