package dev.sessionmanager.channel.anthropic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.channel.anthropic.MessageWire.Usage;
import dev.sessionmanager.channel.anthropic.MessagesBody.Answered;
import dev.sessionmanager.gateway.Agent;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.AnswerStreams;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.server.ServerSentEvents;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.groups.Default;
import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.function.IntSupplier;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /v1/messages} and {@code /v1/messages/count_tokens}, by <a
 * href="https://platform.claude.com/docs/en/api/messages">Anthropic's reference</a>: stateless, the
 * client brings along what was said before.
 */
@RestController
class MessagesController {

  private static final String CHANNEL = "anthropic";

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

  MessagesController(
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

  @PostMapping("/v1/messages")
  void answer(@RequestBody MessagesBody body, Ownership mine, HttpServletResponse response)
      throws IOException {
    fields.checkFirst(SHOWN_MAX, body, Default.class, Answered.class);
    MessagesRequest wanted = MessagesRequest.of(body, json);
    caps.check(wanted.length());
    Agent agent = agents.conversing(wanted.model(), mine.caller().session());
    Inbound inbound = inbound(wanted, mine);
    MessageWire wire = MessageWire.fresh(wanted.model());
    IntSupplier expected = () -> ExpectedTokens.of(wanted, agent, json);
    if (wanted.stream()) {
      Locale language = inbound.language();
      MessageStream stream =
          new MessageStream(
              new ServerSentEvents(response),
              json,
              wire,
              wanted.thinks(),
              expected,
              problem -> problems.anthropic(problem, language, inbound.traceId()));
      streams.write(inbound, stream, mine.caller().gone());
    } else {
      Reply reply = gateway.ask(inbound, mine.caller().gone());
      byte[] answer =
          json.writeValueAsBytes(
              wire.whole(
                  WholeMessage.content(reply, wanted.thinks(), json),
                  reply,
                  Usage.of(reply, expected)));
      response.setContentType("application/json");
      response.setContentLength(answer.length);
      response.getOutputStream().write(answer);
    }
  }

  /** How many tokens a request would take. */
  record Count(@JsonProperty("input_tokens") int tokens) {}

  @PostMapping("/v1/messages/count_tokens")
  Count count(@RequestBody MessagesBody body, Ownership mine) {
    fields.checkFirst(SHOWN_MAX, body);
    MessagesRequest wanted = MessagesRequest.of(body, json);
    Agent agent = agents.conversing(wanted.model(), mine.caller().session());
    gateway.count(inbound(wanted, mine));
    return new Count(ExpectedTokens.of(wanted, agent, json));
  }

  private Inbound inbound(MessagesRequest wanted, Ownership mine) {
    return new Inbound(
        null,
        CHANNEL,
        mine.speakingFor(wanted.options().more()).of(CHANNEL, null),
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
}
