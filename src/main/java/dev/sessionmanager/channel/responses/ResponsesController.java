package dev.sessionmanager.channel.responses;

import dev.sessionmanager.channel.responses.KeptTurn.Kept;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.IdempotencyKey;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.FieldCheck;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /v1/responses}, by <a
 * href="https://platform.openai.com/docs/api-reference/responses">OpenAI's reference</a>.
 */
@RestController
class ResponsesController {

  private final Gateway gateway;
  private final Agents agents;
  private final RunningAnswers answers;
  private final ResponseLog log;
  private final Asking asking;
  private final Responses responses;
  private final FieldCheck fields;

  ResponsesController(
      Gateway gateway,
      Agents agents,
      RunningAnswers answers,
      ResponseLog log,
      Asking asking,
      Responses responses,
      FieldCheck fields) {
    this.gateway = gateway;
    this.agents = agents;
    this.answers = answers;
    this.log = log;
    this.asking = asking;
    this.responses = responses;
    this.fields = fields;
  }

  @PostMapping("/v1/responses")
  void respond(
      @RequestBody Map<String, Object> body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    fields.check(new IdempotencyKey(id));
    // In a conversation it is whose the conversation is.
    Ownership speaking = body.get("conversation") == null ? mine.speakingFor(body) : mine;
    String owner = speaking.of(ResponseLog.CHANNEL, null);
    ResponseRequest wanted = ResponseRequest.of(body, fields, item -> log.item(owner, item));
    agents.conversing(wanted.model(), mine.caller().session());
    String kept = wanted.store() ? log.json(Kept.of(wanted)) : null;
    Inbound inbound = asking.message(wanted, kept, id, owner, mine.caller());
    if (wanted.stream()) {
      follow(gateway.enter(inbound), inbound, wanted, mine, response);
    } else if (wanted.background()) {
      LiveAnswer answering = gateway.enter(inbound);
      responses.write(wire(answering, inbound, wanted).running(ResponseWire.QUEUED), response);
    } else {
      LiveAnswer answering = gateway.answer(inbound, mine.caller().gone());
      ResponseWire wire = wire(answering, inbound, wanted);
      responses.write(responses.answered(wire, answering.await()), response);
    }
  }

  private static ResponseWire wire(LiveAnswer answering, Inbound inbound, ResponseRequest wanted) {
    return new ResponseWire(
        new ItemIds(answering.id()), inbound.receivedAt().getEpochSecond(), wanted);
  }

  /**
   * Writes the answer while it is made. Who goes away has it stopped, down to the model, as
   * OpenAI's reference says of what is not in the background; unless they can come back for it by
   * the message's id.
   */
  private void follow(
      LiveAnswer answering,
      Inbound inbound,
      ResponseRequest wanted,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    boolean over = false;
    try {
      over =
          responses.follow(
              answering,
              wire(answering, inbound, wanted),
              response,
              -1,
              wanted.background(),
              mine.caller().gone());
    } finally {
      if (!over && !wanted.background() && inbound.id() == null) {
        answers.stop(answering.turnId());
      }
    }
  }
}
