package dev.sessionmanager.channel.rest;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Ticket;
import jakarta.validation.Valid;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The two calls of the contract: a message with credentials, and one without. */
@RestController
class CommunicateController {

  private static final String CHANNEL = "rest";

  /** The agents that these calls ask: see {@code RuntimeAgent}. */
  private static final String LAUNCHING = "runtime";

  private static final String RUNNING = "orchestrator";

  private final Gateway gateway;
  private final Logins logins;
  private final MessageSource messages;
  private final Clock clock;

  CommunicateController(Gateway gateway, Logins logins, MessageSource messages, Clock clock) {
    this.gateway = gateway;
    this.logins = logins;
    this.messages = messages;
    this.clock = clock;
  }

  record CommunicateRequest(
      @Text(maxSetting = MessageSettings.MAX_CHARS) String message,
      @Valid @Nullable PasswordLogin credentials) {}

  record InstructionRequest(@Text(maxSetting = MessageSettings.MAX_CHARS) String message) {}

  /** Credentials or a token, launch the agents, instruct the orchestrator, one unified answer. */
  @PostMapping("/communicate")
  Answer communicate(
      @RequestBody @Valid CommunicateRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Caller caller) {
    PasswordLogin credentials = request.credentials();
    Session known = caller.session();
    Ticket ticket = null;
    if (credentials != null) {
      ticket = credentials.enter(logins, caller, CHANNEL);
    } else if (known == null) {
      throw new Problem(Kind.UNAUTHENTICATED);
    }
    Session session = ticket != null ? ticket.session() : known;
    Inbound inbound =
        inbound(MessageId.of(id, null), request.message(), LAUNCHING, session, caller);
    Reply reply = gateway.ask(inbound, caller.gone());
    Map<String, Object> data = data(reply);
    if (ticket != null) {
      data.put("session", SessionTicket.of(ticket));
    } else if (session != null) {
      data.put("session", SessionTicket.of(session));
    }
    return processed(data);
  }

  /** Straight to the orchestrator; the agents are taken for running. */
  @PostMapping("/send_instruction")
  Answer sendInstruction(
      @RequestBody @Valid InstructionRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Caller caller) {
    Inbound inbound =
        inbound(MessageId.of(id, null), request.message(), RUNNING, caller.session(), caller);
    return processed(data(gateway.ask(inbound, caller.gone())));
  }

  private Inbound inbound(
      @Nullable String id, String text, String agent, @Nullable Session session, Caller caller) {
    return new Inbound(
        id,
        CHANNEL,
        session,
        null,
        agent,
        null,
        text,
        List.of(),
        AnswerOptions.DEFAULTS,
        LocaleContextHolder.getLocale(),
        clock.instant(),
        caller.traceId());
  }

  private static Map<String, Object> data(Reply reply) {
    Map<String, Object> data = new LinkedHashMap<>(reply.data());
    if (reply.text() != null) {
      data.put("answer", reply.text());
    }
    return data;
  }

  private Answer processed(Map<String, Object> data) {
    return new Answer(
        true, messages.getMessage("communicated", null, LocaleContextHolder.getLocale()), data);
  }
}
