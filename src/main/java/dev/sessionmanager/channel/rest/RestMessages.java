package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.session.Session;
import jakarta.validation.constraints.Pattern;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;

/** Makes the messages of REST calls. Any thread. */
@Component
class RestMessages {

  private final Agents agents;
  private final FieldCheck fields;
  private final RestSettings settings;
  private final Clock clock;

  RestMessages(Agents agents, FieldCheck fields, RestSettings settings, Clock clock) {
    this.agents = agents;
    this.fields = fields;
    this.settings = settings;
    this.clock = clock;
  }

  /** By what a client would send the same message again; the field counts without the header. */
  record MessageId(
      @JsonProperty("Idempotency-Key") @Pattern(regexp = FORM, message = "message_id")
          @Nullable String header,
      @JsonProperty("message_id") @Pattern(regexp = FORM, message = "message_id")
          @Nullable String field) {

    /** As long as anybody's UUID, hash or path; what it says is the client's business. */
    private static final String FORM = "[\\x21-\\x7e]{1,200}";
  }

  /**
   * A message of {@code /chat}.
   *
   * @param sessionId the client's name for the conversation
   * @param agent that the client wants from now on; null for the conversation's own
   * @param key the header {@code Idempotency-Key}
   * @param messageId the field {@code message_id}, which counts without the header
   * @throws Problem UNKNOWN_AGENT where the client wants an agent that is none
   */
  Inbound chat(
      String text,
      String sessionId,
      @Nullable String agent,
      @Nullable String key,
      @Nullable String messageId,
      Ownership mine) {
    if (agent != null) {
      agents.conversing(agent, mine.caller().session(), mine.of(ChatController.CHANNEL, sessionId));
    }
    return new Inbound(
        id(key, messageId),
        ChatController.CHANNEL,
        mine.of(ChatController.CHANNEL, sessionId),
        mine.caller().session(),
        sessionId,
        settings.defaultAgent(),
        agent,
        text,
        null,
        AnswerOptions.DEFAULTS,
        LocaleContextHolder.getLocale(),
        clock.instant(),
        mine.caller().traceId());
  }

  /**
   * An instruction to the agent runtime: it stands alone.
   *
   * @param session of the sender, who may have logged in with this very call
   * @param key the header {@code Idempotency-Key}
   */
  Inbound instruction(
      String text, String agent, @Nullable Session session, @Nullable String key, Ownership mine) {
    return new Inbound(
        id(key, null),
        CommunicateController.CHANNEL,
        session == null ? mine.of(CommunicateController.CHANNEL, null) : session.userId(),
        session,
        null,
        agent,
        null,
        text,
        List.of(),
        AnswerOptions.DEFAULTS,
        LocaleContextHolder.getLocale(),
        clock.instant(),
        mine.caller().traceId());
  }

  private @Nullable String id(@Nullable String header, @Nullable String field) {
    MessageId id = fields.check(new MessageId(header, header == null ? field : null));
    return id.header() == null ? id.field() : id.header();
  }
}
