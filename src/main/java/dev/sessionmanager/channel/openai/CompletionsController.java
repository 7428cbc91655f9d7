package dev.sessionmanager.channel.openai;

import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.AnswerStreams;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.IdempotencyKey;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.server.ServerSentEvents;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/chat/completions}, by <a
 * href="https://platform.openai.com/docs/api-reference/chat">OpenAI's reference</a>: stateless, the
 * client brings along what was said before.
 */
@RestController
class CompletionsController {

  private static final String CHANNEL = "openai";

  /** Faults that are named: enough to see what is going on; a request has room for thousands. */
  private static final int SHOWN_MAX = 5;

  private final Gateway gateway;
  private final AnswerStreams streams;
  private final Agents agents;
  private final ProblemBody problems;
  private final RequestCaps caps;
  private final FieldCheck fields;
  private final JsonMapper json;
  private final Clock clock;

  CompletionsController(
      Gateway gateway,
      AnswerStreams streams,
      Agents agents,
      ProblemBody problems,
      RequestCaps caps,
      FieldCheck fields,
      JsonMapper json,
      Clock clock) {
    this.gateway = gateway;
    this.streams = streams;
    this.agents = agents;
    this.problems = problems;
    this.caps = caps;
    this.fields = fields;
    this.json = json;
    this.clock = clock;
  }

  @PostMapping("/v1/chat/completions")
  void complete(
      @RequestBody CompletionBody body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    fields.check(new IdempotencyKey(id));
    ChatRequest wanted = ChatRequest.of(fields.checkFirst(SHOWN_MAX, body), caps);
    agents.conversing(wanted.model(), mine.caller().session());
    Inbound inbound = inbound(wanted, id, mine.speakingFor(wanted.options().more()));
    CompletionWire wire =
        CompletionWire.fresh(inbound.receivedAt().getEpochSecond(), wanted.model());
    if (wanted.stream()) {
      CompletionStream stream =
          new CompletionStream(
              new ServerSentEvents(response),
              json,
              wire,
              wanted.includeUsage(),
              problem -> problems.openAi(problem, inbound.language()));
      streams.write(inbound, stream, mine.caller().gone());
    } else {
      answer(gateway.ask(inbound, mine.caller().gone()), wire, response);
    }
  }

  private Inbound inbound(ChatRequest wanted, @Nullable String id, Ownership mine) {
    return new Inbound(
        id,
        CHANNEL,
        mine.of(CHANNEL, null),
        mine.caller().session(),
        null,
        wanted.model(),
        null,
        wanted.text(),
        wanted.context(),
        wanted.options(),
        LocaleContextHolder.getLocale(),
        clock.instant(),
        mine.caller().traceId());
  }

  private void answer(Reply reply, CompletionWire wire, HttpServletResponse response)
      throws IOException {
    byte[] body = json.writeValueAsBytes(wire.whole(reply));
    response.setContentType("application/json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
