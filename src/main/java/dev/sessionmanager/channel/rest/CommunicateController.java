package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
import dev.sessionmanager.session.Caller;
import dev.sessionmanager.session.Logins;
import dev.sessionmanager.session.Session;
import dev.sessionmanager.session.Ticket;
import jakarta.validation.Valid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** The two calls of the contract: a message with credentials, and one without. */
@RestController
class CommunicateController {

  static final String CHANNEL = "rest";

  /** The agents that these calls ask: see {@code RuntimeAgent}. */
  private static final String LAUNCHING = "runtime";

  private static final String RUNNING = "orchestrator";

  private final Gateway gateway;
  private final Logins logins;
  private final RestMessages inbounds;
  private final MessageSource messages;

  CommunicateController(
      Gateway gateway, Logins logins, RestMessages inbounds, MessageSource messages) {
    this.gateway = gateway;
    this.logins = logins;
    this.inbounds = inbounds;
    this.messages = messages;
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
      Ownership mine) {
    Caller caller = mine.caller();
    PasswordLogin credentials = request.credentials();
    Session known = caller.session();
    Ticket ticket = null;
    if (credentials != null) {
      ticket = credentials.resume(logins, caller, CHANNEL);
    } else if (known == null) {
      throw new Problem(Kind.UNAUTHENTICATED);
    }
    Session session = ticket != null ? ticket.session() : known;
    Inbound inbound = inbounds.instruction(request.message(), LAUNCHING, session, id, mine);
    Reply reply = gateway.ask(inbound, caller.gone());
    Map<String, Object> data = data(reply);
    if (ticket != null) {
      data.put("session", SessionTicket.of(ticket));
    } else if (session != null) {
      data.put("session", SessionTicket.of(session));
    }
    return Answer.of(messages, "communicated", data);
  }

  /** Straight to the orchestrator; the agents are taken for running. */
  @PostMapping("/send_instruction")
  Answer sendInstruction(
      @RequestBody @Valid InstructionRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Ownership mine) {
    Caller caller = mine.caller();
    Inbound inbound = inbounds.instruction(request.message(), RUNNING, caller.session(), id, mine);
    return Answer.of(messages, "communicated", data(gateway.ask(inbound, caller.gone())));
  }

  private static Map<String, Object> data(Reply reply) {
    Map<String, Object> data = new LinkedHashMap<>(reply.data());
    if (reply.text() != null) {
      data.put("answer", reply.text());
    }
    return data;
  }
}
