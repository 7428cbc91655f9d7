package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * TechBot's calls: a conversation goes by the {@code session_id} that the client chooses, among its
 * user's or guest's own (see {@link Ownership}). With {@code Accept: text/event-stream} the answer
 * is streamed, and can be taken up again where a reader left it.
 */
@RestController
class ChatController {

  static final String CHANNEL = "chat";

  private static final String DEFAULT_SESSION = "default";

  /**
   * Characters of a session's id; fixed, because it is a key of the database that clients share.
   */
  static final int SESSION_MAX = 200;

  private final Gateway gateway;
  private final RunningAnswers answers;
  private final Conversations conversations;
  private final Turns turns;
  private final ChatReplies replies;
  private final RestMessages messages;

  ChatController(
      Gateway gateway,
      RunningAnswers answers,
      Conversations conversations,
      Turns turns,
      ChatReplies replies,
      RestMessages messages) {
    this.gateway = gateway;
    this.answers = answers;
    this.conversations = conversations;
    this.turns = turns;
    this.replies = replies;
    this.messages = messages;
  }

  record ChatRequest(
      @Text(maxSetting = MessageSettings.MAX_CHARS) String message,
      @JsonProperty("session_id") @Text(required = false, max = SESSION_MAX)
          @Nullable String sessionId,
      @JsonProperty("agent_id") @Nullable String agentId,
      @JsonProperty("message_id") @Nullable String messageId) {}

  record StopRequest(@JsonProperty("turn_id") @NotNull(message = "required") String turnId) {}

  @PostMapping("/chat")
  ChatReplies.@Nullable ChatReply chat(
      @RequestBody @Valid ChatRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestHeader(name = "Accept", required = false) @Nullable String accept,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    String sessionId = sessionId(request.sessionId());
    Inbound inbound =
        messages.chat(
            request.message(), sessionId, request.agentId(), key, request.messageId(), mine);
    return replies.answer(gateway.enter(inbound), sessionId, accept, mine.caller(), response);
  }

  /** Follows an answer from where a reader left it, until it ends. */
  @GetMapping("/chat/stream")
  void stream(
      @RequestParam("turn_id") String turnId,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    LiveAnswer answering =
        answers.follow(mine.answers(), turnId).orElseThrow(() -> new Problem(Kind.NOT_FOUND));
    String sessionId =
        turns
            .byId(mine.answers(), answering.turnId())
            .map(turn -> turn.asked().conversationId())
            .flatMap(id -> conversations.byId(mine.answers(), id))
            .map(Conversation::key)
            .orElse("");
    replies.stream(answering, lastEventId, turnId, sessionId, mine.caller(), response);
  }

  /** Stops an answer that is being made, down to the model. */
  @PostMapping("/chat/stop")
  Map<String, Object> stop(@RequestBody @Valid StopRequest request, Ownership mine) {
    String turnId = request.turnId();
    return Map.of("turn_id", turnId, "stopped", answers.stop(mine.answers(), turnId));
  }

  static String sessionId(@Nullable String given) {
    return given == null ? DEFAULT_SESSION : given;
  }
}
