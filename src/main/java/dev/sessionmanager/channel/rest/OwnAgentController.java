package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversation;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.OwnAgents;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Session;
import jakarta.validation.Valid;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Agents that people make for themselves, by the call of TechBot's variant. */
@RestController
class OwnAgentController {

  private static final String CHANNEL = ChatController.CHANNEL;
  private static final int SESSION_MAX = ChatController.SESSION_MAX;

  /** The variant's name for an agent that gets none. */
  private static final String UNNAMED = "CustomAgent";

  private final OwnAgents own;
  private final Agents agents;
  private final Conversations conversations;
  private final FieldCheck fields;
  private final MessageSource messages;

  OwnAgentController(
      OwnAgents own,
      Agents agents,
      Conversations conversations,
      FieldCheck fields,
      MessageSource messages) {
    this.own = own;
    this.agents = agents;
    this.conversations = conversations;
    this.fields = fields;
    this.messages = messages;
  }

  record Wanted(
      @JsonProperty("session_id") @Text(required = false, max = SESSION_MAX)
          @Nullable String sessionId,
      @Text(required = false, max = OwnAgents.TITLE_MAX) @Nullable String name,
      @Text(maxSetting = OwnAgents.INSTRUCTIONS_MAX) String instructions) {}

  record Whose(
      @JsonProperty("session_id") @Text(required = false, max = SESSION_MAX)
          @Nullable String sessionId) {}

  /** Makes an agent of the session's owner, and has it answer in the session from now on. */
  @PostMapping("/create_custom_agent")
  Map<String, Object> create(@RequestBody @Valid Wanted wanted, Ownership mine) {
    Session caller = mine.caller().session();
    if (caller != null && !caller.mayAsk(OwnAgents.KIND)) {
      throw new Problem(Kind.UNKNOWN_AGENT); // the key could not ask it
    }
    String sessionId = ChatController.sessionId(wanted.sessionId());
    String owner = mine.of(CHANNEL, sessionId);
    String name = wanted.name() == null ? UNNAMED : wanted.name().strip().replaceAll("\\s+", " ");
    String id = own.create(owner, name, wanted.instructions()).id();
    Agent made = agents.conversing(id, caller, owner);
    Conversation conversation =
        conversations.open(owner, CHANNEL, sessionId, id, text("conversation_new"));
    conversations.setAgent(conversation, id);
    return Map.of(
        "message",
        text("agent_created", name),
        "session_id",
        sessionId,
        "agent",
        ChosenAgent.of(made));
  }

  @DeleteMapping("/agents/{id}")
  Answer delete(
      @PathVariable String id,
      @RequestParam(name = "session_id", required = false) @Nullable String asked,
      Ownership mine) {
    String sessionId = ChatController.sessionId(fields.check(new Whose(asked)).sessionId());
    own.delete(mine.of(CHANNEL, sessionId), id);
    return Answer.of(messages, "agent_deleted", Map.of());
  }

  private String text(String key, Object... arguments) {
    return messages.getMessage(key, arguments, LocaleContextHolder.getLocale());
  }
}
