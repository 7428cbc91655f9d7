package dev.sessionmanager.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Outcome.Status;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Seals;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns replies and refusals into outcomes for the log, and outcomes back. */
@Component
public class ReplyCodec {

  /** Of the meta of a summary: the last turn that it is about. */
  private static final String SUMMARISED_TO = "summarised_to";

  private final JsonMapper json;

  ReplyCodec(JsonMapper json) {
    this.json = json;
  }

  /** The parts of a reply that have no column of their own. */
  record Details(
      @Nullable Map<String, Object> data,
      @Nullable List<ToolCall> toolCalls,
      String finishReason,
      @Nullable Map<String, Object> meta,
      @JsonInclude(Include.NON_NULL) @Nullable Map<String, Object> usage,
      @JsonInclude(Include.NON_NULL) @Nullable List<Piece> pieces) {}

  /** A reply that its sender can ask for again is kept whole, any other without details. */
  public Outcome answered(NewTurn turn, Reply reply, Instant now) {
    boolean plain =
        reply.data().isEmpty()
            && reply.toolCalls().isEmpty()
            && reply.meta().isEmpty()
            && reply.pieces().isEmpty()
            && reply.finishReason().equals(Reply.STOP);
    String details =
        turn.lasting() && !plain
            ? json.writeValueAsString(
                new Details(
                    reply.data(),
                    reply.toolCalls(),
                    reply.finishReason(),
                    reply.meta(),
                    details(reply.usage()),
                    reply.pieces().isEmpty() ? null : reply.pieces()))
            : null;
    return new Outcome(
        Status.ANSWERED, reply.text(), null, details, reply.usage(), reply.pictures(), now);
  }

  /**
   * A summary, with the turn that it reaches to.
   *
   * @param last the last turn that it is about, as clients know it
   */
  Outcome summary(Summary made, String last, Instant now) {
    Map<String, Object> meta = Map.of("by", "summary", SUMMARISED_TO, last);
    String details = json.writeValueAsString(new Details(null, null, Reply.STOP, meta, null, null));
    return new Outcome(Status.SUMMARY, made.text(), null, details, made.usage(), List.of(), now);
  }

  /** The last turn that a summary is about; 0 where that cannot be read. */
  long summarisedTo(Turn summary) {
    return reply(summary).meta().get(SUMMARISED_TO) instanceof String id
        ? Seals.number(id).orElse(0)
        : 0;
  }

  public Outcome refused(Problem problem, Instant now) {
    Status status =
        switch (problem.kind()) {
          case SESSION_ENDED,
              ANSWER_STOPPED,
              HELD_BY_PERSON,
              MESSAGE_OLD,
              OPTED_OUT,
              OUTSIDE_HOURS ->
              Status.CANCELLED;
          default -> Status.FAILED;
        };
    return Outcome.failed(status, problem.kind().code(), now);
  }

  /** The reply of an answered turn, or a summary as one. */
  public Reply reply(Turn turn) {
    Outcome outcome = Objects.requireNonNull(turn.outcome());
    Details details =
        outcome.details() == null
            ? new Details(null, null, Reply.STOP, null, null, null)
            : json.readValue(outcome.details(), Details.class);
    return new Reply(
        outcome.answer(),
        details.data() == null ? Map.of() : details.data(),
        details.toolCalls() == null ? List.of() : details.toolCalls(),
        details.finishReason(),
        usage(outcome.usage(), details.usage()),
        details.meta() == null ? Map.of() : details.meta(),
        List.of(),
        details.pieces() == null ? List.of() : details.pieces());
  }

  private static @Nullable Map<String, Object> details(@Nullable Usage usage) {
    return usage == null || usage.details().isEmpty() ? null : usage.details();
  }

  private static @Nullable Usage usage(
      @Nullable Usage counts, @Nullable Map<String, Object> details) {
    return counts == null || details == null
        ? counts
        : new Usage(
            counts.model(),
            counts.provider(),
            counts.inputTokens(),
            counts.outputTokens(),
            counts.firstTokenMillis(),
            details);
  }

  /** Why a turn was not answered; the log does not keep the problem's arguments. */
  Problem problem(Turn turn) {
    String code = Objects.requireNonNull(turn.outcome()).problem();
    for (Kind kind : Kind.values()) {
      if (kind.code().equals(code)) {
        return new Problem(kind);
      }
    }
    return new Problem(Kind.INTERNAL);
  }
}
