package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Versions;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * A question asked again, in other words or of another agent: the conversation goes on from there,
 * and what was said before under it is kept. An agent gets what is shown, and nothing else.
 */
@RestController
class VersionController {

  private static final String PATH = "/conversations/{id}/turns/{turn_id}";

  private final OwnConversations own;
  private final Versions versions;
  private final Gateway gateway;
  private final RestMessages inbound;
  private final ChatReplies replies;
  private final Transcript transcript;
  private final MessageSource messages;

  VersionController(
      OwnConversations own,
      Versions versions,
      Gateway gateway,
      RestMessages inbound,
      ChatReplies replies,
      Transcript transcript,
      MessageSource messages) {
    this.own = own;
    this.versions = versions;
    this.gateway = gateway;
    this.inbound = inbound;
    this.replies = replies;
    this.transcript = transcript;
    this.messages = messages;
  }

  /**
   * @param message other words for the question; null for the same
   * @param agentId who is to answer from now on; null for who answers in the conversation
   */
  record NewVersion(
      @Text(required = false, maxSetting = MessageSettings.MAX_CHARS) @Nullable String message,
      @JsonProperty("agent_id") @Nullable String agentId,
      @JsonProperty("message_id") @Nullable String messageId) {}

  /** Asks a question again. */
  @PostMapping(PATH + "/versions")
  ChatReplies.@Nullable ChatReply ask(
      @PathVariable String id,
      @PathVariable("turn_id") String turnId,
      @RequestBody @Valid NewVersion wanted,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestHeader(name = "Accept", required = false) @Nullable String accept,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    Conversation conversation = own.find(id, mine);
    Turn turn = own.turn(id, turnId, mine);
    if (turn.outcome() == null
        || !conversation.open()
        || !conversation.channel().equals(ChatController.CHANNEL)) {
      throw new Problem(Kind.CONFLICT);
    }
    if (versions.full(conversation)) {
      throw new Problem(Kind.QUOTA_REACHED).setting("conversations.versions-max");
    }
    String text = wanted.message() == null ? turn.asked().question() : wanted.message();
    Inbound message =
        inbound.chat(text, conversation.key(), wanted.agentId(), key, wanted.messageId(), mine);
    return replies.answer(
        gateway.enter(message.versionOf(Versions.first(turn))),
        conversation.key(),
        accept,
        mine.caller(),
        response);
  }

  /** All versions of a turn, oldest first, and which one is shown. */
  @GetMapping(PATH + "/versions")
  Answer list(@PathVariable String id, @PathVariable("turn_id") String turnId, Ownership mine) {
    Conversation conversation = own.find(id, mine);
    Turn turn = own.turn(id, turnId, mine);
    Optional<Long> shown = versions.shown(turn);
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("versions", transcript.said(conversation, versions.of(turn)));
    data.put("shown", shown.map(transcript::id).orElse(null));
    return Answer.of(messages, "ok", data);
  }

  /** Shows this version of a turn, with what was shown last below it. */
  @PostMapping(PATH + "/show")
  Answer show(@PathVariable String id, @PathVariable("turn_id") String turnId, Ownership mine) {
    versions.show(own.turn(id, turnId, mine));
    return Answer.of(
        messages, "ok", Map.of("conversation", ListedConversation.of(own.find(id, mine), mine)));
  }
}
