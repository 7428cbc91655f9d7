package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Agents;
import dev.sessionmanager.gateway.Gateway;
import dev.sessionmanager.gateway.Inbound;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.Piece;
import dev.sessionmanager.gateway.Ownership;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.RunningAnswers;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.Pattern;
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
  private final Agents agents;
  private final RunningAnswers answers;
  private final ProblemBody problems;
  private final OpenAiSettings settings;
  private final FieldCheck fields;
  private final JsonMapper json;
  private final Clock clock;

  CompletionsController(
      Gateway gateway,
      Agents agents,
      RunningAnswers answers,
      ProblemBody problems,
      OpenAiSettings settings,
      FieldCheck fields,
      JsonMapper json,
      Clock clock) {
    this.gateway = gateway;
    this.agents = agents;
    this.answers = answers;
    this.problems = problems;
    this.settings = settings;
    this.fields = fields;
    this.json = json;
    this.clock = clock;
  }

  /** By what a client would send the same request again. */
  record MessageId(
      @JsonProperty("Idempotency-Key")
          @Pattern(regexp = "[\\x21-\\x7e][\\x20-\\x7e]{0,199}", message = "openai.id")
          @Nullable String id) {}

  @PostMapping("/v1/chat/completions")
  void complete(
      @RequestBody CompletionBody body,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String id,
      Ownership mine,
      HttpServletResponse response)
      throws IOException {
    fields.check(new MessageId(id));
    ChatRequest wanted = ChatRequest.of(fields.checkFirst(SHOWN_MAX, body), settings, fields);
    agents.conversing(wanted.model());
    Inbound inbound = inbound(wanted, id, mine);
    CompletionWire wire =
        CompletionWire.fresh(inbound.receivedAt().getEpochSecond(), wanted.model());
    if (wanted.stream()) {
      follow(inbound, new CompletionStream(response, json, wire, wanted.includeUsage()));
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

  /**
   * Writes the answer while it is made. Who goes away has it stopped, down to the model, unless the
   * message has an id: by that they can come back for it.
   */
  private void follow(Inbound inbound, CompletionStream stream) throws IOException {
    LiveAnswer answering = gateway.enter(inbound);
    boolean over = false;
    try {
      int read = 0;
      while (!over) {
        Piece piece = answering.next(read, settings.pingInterval());
        write(piece, stream);
        read = piece.end();
        over = piece.last();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Kind.STOPPING).causedBy(e);
    } finally {
      if (!over && inbound.id() == null) {
        answers.stop(answering.turnId());
      }
    }
  }

  private void write(Piece piece, CompletionStream stream) throws IOException {
    Problem problem = piece.problem();
    if (problem != null && !stream.begun()) {
      throw problem;
    }
    if (!piece.text().isEmpty()) {
      stream.piece(piece.text());
    } else if (!piece.last()) {
      stream.ping();
    }
    if (problem != null) {
      stream.problem(problems.openAi(problem, LocaleContextHolder.getLocale()));
    } else if (piece.reply() != null) {
      stream.end(piece.reply());
    }
  }
}
