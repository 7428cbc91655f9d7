package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.WholeConversation;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Text;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A conversation of {@code /chat}: what was said in it, who answers in it, and its end. */
@RestController
class ChatSessionController {

  private static final String CHANNEL = ChatController.CHANNEL;
  private static final int SESSION_MAX = ChatController.SESSION_MAX;

  /** Turns that a history shows: as many as any client would want to draw. */
  private static final int HISTORY_MAX = 1000;

  private final Agents agents;
  private final Conversations conversations;
  private final WholeConversation whole;
  private final JsonArrayBody arrays;
  private final FieldCheck fields;
  private final MessageSource messages;

  ChatSessionController(
      Agents agents,
      Conversations conversations,
      WholeConversation whole,
      JsonArrayBody arrays,
      FieldCheck fields,
      MessageSource messages) {
    this.agents = agents;
    this.conversations = conversations;
    this.whole = whole;
    this.arrays = arrays;
    this.fields = fields;
    this.messages = messages;
  }

  record SessionRequest(
      @JsonProperty("session_id") @Text(required = false, max = SESSION_MAX)
          @Nullable String sessionId) {}

  record AgentRequest(
      @JsonProperty("session_id") @Text(required = false, max = SESSION_MAX)
          @Nullable String sessionId,
      @JsonProperty("agent_id") @JsonAlias("agent") @Text(max = SESSION_MAX) String agentId) {}

  record Said(String role, String content) {}

  @PostMapping("/reset")
  Map<String, String> reset(
      @RequestBody(required = false) @Valid @Nullable SessionRequest request, Ownership mine) {
    String sessionId = ChatController.sessionId(request == null ? null : request.sessionId());
    find(mine, sessionId).ifPresent(conversations::end);
    return Map.of("message", text("conversation_reset"));
  }

  @GetMapping(path = "/history", produces = MediaType.APPLICATION_JSON_VALUE)
  void history(
      @RequestParam(name = "session_id", required = false) @Nullable String asked,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    SessionRequest request = fields.check(new SessionRequest(asked));
    String sessionId = ChatController.sessionId(request.sessionId());
    Optional<Conversation> found = find(mine, sessionId);
    arrays.write(
        response,
        Map.of(),
        "history",
        sink -> {
          if (found.isPresent()) {
            whole.eachAnswered(found.get().id(), HISTORY_MAX, turn -> add(turn, sink));
          }
        });
  }

  /** A summary is what neither of the two has said. */
  private static void add(Turn turn, JsonArrayBody.Sink history) throws IOException {
    Outcome outcome = turn.outcome();
    String answer = outcome == null ? null : outcome.answer();
    if (turn.summary()) {
      history.add(new Said("summary", answer == null ? "" : answer));
      return;
    }
    history.add(said(Message.Role.USER, turn.asked().question()));
    history.add(said(Message.Role.ASSISTANT, answer == null ? "" : answer));
  }

  @PostMapping("/set_agent")
  Map<String, Object> setAgent(@RequestBody @Valid AgentRequest request, Ownership mine) {
    String sessionId = ChatController.sessionId(request.sessionId());
    String agent = request.agentId();
    String owner = mine.of(CHANNEL, sessionId);
    Agent chosen = agents.conversing(agent, mine.caller().session(), owner);
    Conversation conversation =
        conversations.open(owner, CHANNEL, sessionId, agent, text("conversation_new"));
    conversations.setAgent(conversation, agent);
    return Map.of(
        "message",
        text("agent_set"),
        "session_id",
        sessionId,
        "agent_id",
        agent,
        "agent",
        ChosenAgent.of(chosen));
  }

  private Optional<Conversation> find(Ownership mine, String sessionId) {
    return conversations.find(mine.of(CHANNEL, sessionId), CHANNEL, sessionId);
  }

  private static Said said(Message.Role role, String content) {
    return new Said(role.name().toLowerCase(Locale.ROOT), content);
  }

  private String text(String key) {
    return messages.getMessage(key, null, LocaleContextHolder.getLocale());
  }
}
