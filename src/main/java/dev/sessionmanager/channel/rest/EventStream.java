package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.News;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.server.ServerSentEvents;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.constraints.AssertTrue;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes an answer as server-sent events (the HTML standard's event streams): {@code accepted}, any
 * number of {@code chunk}, then exactly one {@code reply} or {@code problem}. An event's id is the
 * turn and how much of the answer is read with it, so that Last-Event-ID resumes right there. The
 * reader may go at any time; the answer goes on.
 */
@Component
class EventStream {

  private static final String TYPE = "text/event-stream";

  /**
   * A comment that often while nothing comes, so that nobody on the way takes the line for dead.
   */
  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  private final ProblemBody problems;
  private final FieldCheck fields;
  private final JsonMapper json;

  EventStream(ProblemBody problems, FieldCheck fields, JsonMapper json) {
    this.problems = problems;
    this.fields = fields;
    this.json = json;
  }

  static boolean wanted(@Nullable String accept) {
    return accept != null && accept.contains(TYPE);
  }

  /** Where a reader left the answer to this turn; null for one who begins. */
  record Left(@JsonProperty("Last-Event-ID") @Nullable String lastEventId, String turnId) {

    @AssertTrue(message = "event_id")
    boolean isLastEventId() {
      return offset() >= 0;
    }

    /** Characters that the reader has; -1 where the id is none of an event of this answer. */
    int offset() {
      return lastEventId == null ? 0 : LiveAnswer.read(lastEventId, turnId);
    }
  }

  /** How much of the turn's answer the reader has, by the last event's id; 0 for none. */
  int offset(@Nullable String lastEventId, String turnId) {
    return fields.check(new Left(lastEventId, turnId)).offset();
  }

  /**
   * Writes an answer from {@code from} units on ({@link Piece#size}) to its end, on this thread, or
   * until the reader has gone.
   *
   * @param accepted what the first event says
   * @param body of the last event, made of the reply once it is there
   */
  void write(
      HttpServletResponse response,
      LiveAnswer answering,
      int from,
      Map<String, Object> accepted,
      Function<Reply, Object> body,
      Caller caller)
      throws IOException {
    ServerSentEvents out = new ServerSentEvents(response);
    try {
      event(out, "accepted", null, accepted);
      int at = from;
      News news;
      do {
        news = answering.next(at, HEARTBEAT);
        for (Piece piece : news.pieces()) {
          at += piece.size();
          String id = answering.id() + ":" + at;
          if (piece.readable()) {
            event(out, "chunk", id, Map.of("text", ((Piece.Words) piece).text()));
          } else {
            event(out, "piece", id, piece);
          }
        }
        at = news.end();
        String id = answering.id() + ":" + at;
        if (news.reply() != null) {
          event(out, "reply", id, body.apply(news.reply()));
        } else if (news.problem() != null) {
          event(out, "problem", id, body(news.problem(), caller));
        } else if (news.pieces().isEmpty()) {
          out.comment("ping");
        }
      } while (!news.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      event(out, "problem", null, body(new Problem(Kind.STOPPING), caller));
    }
  }

  private Map<String, Object> body(Problem problem, Caller caller) {
    return problems.of(problem, LocaleContextHolder.getLocale(), caller.traceId());
  }

  private void event(ServerSentEvents out, String name, @Nullable String id, Object data)
      throws IOException {
    out.event(name, id, json.writeValueAsBytes(data));
  }
}
