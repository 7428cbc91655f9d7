package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.AnswerStreams;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.server.ServerSentEvents;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes responses: whole, as they are now, or event by event. Any thread. */
@Component
class Responses {

  private final ProblemBody problems;
  private final AnswerStreams streams;
  private final JsonMapper json;
  private final Clock clock;

  Responses(ProblemBody problems, AnswerStreams streams, JsonMapper json, Clock clock) {
    this.problems = problems;
    this.streams = streams;
    this.json = json;
    this.clock = clock;
  }

  void write(Object body, HttpServletResponse response) throws IOException {
    byte[] bytes = json.writeValueAsBytes(body);
    response.setContentType("application/json");
    response.setContentLength(bytes.length);
    response.getOutputStream().write(bytes);
  }

  /** A response whose answer is there. */
  Map<String, Object> answered(ResponseWire wire, Reply reply) {
    return wire.answered(reply, OutputItems.of(wire.ids(), wire.request(), reply), clock.instant());
  }

  /** A response of the log as it is now. */
  Map<String, Object> now(KeptTurn turn, LiveAnswer answering) {
    News news = soon(answering);
    Reply reply = news.reply();
    ResponseWire wire = turn.wire();
    if (reply != null) {
      List<Map<String, Object>> output =
          turn.turn().answered()
              ? turn.output()
              : OutputItems.of(wire.ids(), wire.request(), reply);
      return wire.answered(reply, output, endedAt(turn));
    }
    if (news.problem() != null) {
      return wire.failed(news.problem(), error(news.problem()), List.of());
    }
    return wire.running(answering.working() ? ResponseWire.IN_PROGRESS : ResponseWire.QUEUED);
  }

  private static News soon(LiveAnswer answering) {
    try {
      return answering.next(Integer.MAX_VALUE, Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Problem(Problem.Kind.STOPPING).causedBy(e);
    }
  }

  private Instant endedAt(KeptTurn turn) {
    return turn.turn().outcome() == null ? clock.instant() : turn.turn().outcome().endedAt();
  }

  private Map<String, Object> error(Problem problem) {
    Locale locale = LocaleContextHolder.getLocale();
    return Members.object(problems.openAi(problem, locale), "error");
  }

  /**
   * A response event by event until its end, from the running answer or from the log.
   *
   * @param startingAfter the number of the last event that the reader has; -1 for none
   * @param promised whether the response is there already, so that its failure is an event and no
   *     refusal of the request
   * @param gone whether the reader has left; asked while there is nothing to write
   * @return false where the reader has gone before the end
   * @throws Problem why there is no answer, where nothing was written yet
   */
  boolean follow(
      LiveAnswer answering,
      ResponseWire wire,
      HttpServletResponse response,
      long startingAfter,
      boolean promised,
      BooleanSupplier gone)
      throws IOException {
    ServerSentEvents events = new ServerSentEvents(response);
    Writing writing = new Writing(wire, new ResponseStream(events, json, startingAfter));
    if (promised) {
      writing.introduce();
    }
    return streams.follow(answering, writing, gone);
  }

  /** One response's events. One thread. */
  private final class Writing implements AnswerStreams.Wire {
    private final ResponseWire wire;
    private final ResponseStream stream;
    private final OutputItems items;
    private boolean introduced;

    Writing(ResponseWire wire, ResponseStream stream) {
      this.wire = wire;
      this.stream = stream;
      this.items = new OutputItems(wire.ids(), wire.request(), stream);
    }

    @Override
    public ServerSentEvents events() {
      return stream.events();
    }

    /** Also where the reader has had the first events before. */
    @Override
    public boolean begun() {
      return introduced;
    }

    void introduce() {
      if (introduced) {
        return;
      }
      introduced = true;
      Map<String, Object> running = wire.running(ResponseWire.IN_PROGRESS);
      if (wire.request().background()) {
        Map<String, Object> queued = wire.running(ResponseWire.QUEUED);
        stream.event("response.created", "response", queued);
        stream.event("response.queued", "response", queued);
      } else {
        stream.event("response.created", "response", running);
      }
      stream.event("response.in_progress", "response", running);
    }

    @Override
    public void pieces(List<Piece> pieces) {
      introduce();
      pieces.forEach(items::add);
    }

    @Override
    public void ping() throws IOException {
      if (introduced) {
        events().comment("ping");
      } else {
        introduce();
      }
    }

    @Override
    public void end(Reply reply) {
      introduce();
      Map<String, Object> answered = wire.answered(reply, items.end(reply), clock.instant());
      stream.last("response." + answered.get("status"), answered);
    }

    @Override
    public void problem(Problem problem) {
      stream.last("response.failed", wire.failed(problem, error(problem), items.end("incomplete")));
    }
  }
}
