package dev.sessionmanager.channel.rest;

import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.LiveAnswer.Piece;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.ProblemBody;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
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
  private final JsonMapper json;

  EventStream(ProblemBody problems, JsonMapper json) {
    this.problems = problems;
    this.json = json;
  }

  static boolean wanted(@Nullable String accept) {
    return accept != null && accept.contains(TYPE);
  }

  /** How much of the turn's answer the reader has, by the last event's id; 0 for none. */
  static int offset(@Nullable String lastEventId, long turnId) {
    if (lastEventId == null) {
      return 0;
    }
    String[] parts = lastEventId.split(":", -1);
    try {
      if (parts.length == 2 && Long.parseLong(parts[0]) == turnId) {
        return Math.max(0, Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw Problem.fields(Map.of("Last-Event-ID", "event_id"));
  }

  /**
   * Writes an answer from {@code from} characters on to its end, on this thread, or until the
   * reader has gone.
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
    response.setContentType(TYPE);
    response.setCharacterEncoding("UTF-8");
    response.setHeader("Cache-Control", "no-store");
    // nginx in front would collect the events otherwise.
    response.setHeader("X-Accel-Buffering", "no");
    OutputStream out = response.getOutputStream();
    try {
      event(out, "accepted", null, accepted);
      int at = from;
      Piece piece;
      do {
        piece = answering.next(at, HEARTBEAT);
        at = piece.end();
        String id = answering.turnId() + ":" + at;
        if (!piece.text().isEmpty()) {
          event(out, "chunk", id, Map.of("text", piece.text()));
        } else if (!piece.last()) {
          out.write(":\n\n".getBytes(StandardCharsets.UTF_8));
          out.flush();
        }
        if (piece.reply() != null) {
          event(out, "reply", id, body.apply(piece.reply()));
        } else if (piece.problem() != null) {
          event(out, "problem", id, body(piece.problem(), caller));
        }
      } while (!piece.last());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      event(out, "problem", null, body(new Problem(Kind.STOPPING), caller));
    }
  }

  private Map<String, Object> body(Problem problem, Caller caller) {
    return problems.of(problem, LocaleContextHolder.getLocale(), caller.traceId());
  }

  private void event(OutputStream out, String name, @Nullable String id, Object data)
      throws IOException {
    StringBuilder event = new StringBuilder("event: ").append(name).append('\n');
    if (id != null) {
      event.append("id: ").append(id).append('\n');
    }
    // JSON has no raw line breaks, so one data line holds it.
    event.append("data: ").append(json.writeValueAsString(data)).append("\n\n");
    out.write(event.toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
