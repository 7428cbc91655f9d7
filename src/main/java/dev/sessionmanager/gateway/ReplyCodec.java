package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Outcome.Status;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Turn;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
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

  private final JsonMapper json;

  ReplyCodec(JsonMapper json) {
    this.json = json;
  }

  /** The parts of a reply that have no column of their own. */
  record Details(
      @Nullable Map<String, Object> data,
      @Nullable List<ToolCall> toolCalls,
      String finishReason,
      @Nullable Map<String, Object> meta) {}

  /** A reply that its sender can ask for again is kept whole, any other without details. */
  public Outcome answered(NewTurn turn, Reply reply, Instant now) {
    boolean whole = turn.clientId() != null || turn.conversationId() != null;
    boolean plain =
        reply.data().isEmpty()
            && reply.toolCalls().isEmpty()
            && reply.meta().isEmpty()
            && reply.finishReason().equals(Reply.STOP);
    String details =
        whole && !plain
            ? json.writeValueAsString(
                new Details(reply.data(), reply.toolCalls(), reply.finishReason(), reply.meta()))
            : null;
    return new Outcome(
        Status.ANSWERED, reply.text(), null, details, reply.usage(), reply.pictures(), now);
  }

  public Outcome refused(Problem problem, Instant now) {
    Status status =
        switch (problem.kind()) {
          case SESSION_ENDED, ANSWER_STOPPED, HELD_BY_PERSON -> Status.CANCELLED;
          default -> Status.FAILED;
        };
    return Outcome.failed(status, problem.kind().code(), now);
  }

  /** The reply of an answered turn. */
  public Reply reply(Turn turn) {
    Outcome outcome = Objects.requireNonNull(turn.outcome());
    Details details =
        outcome.details() == null
            ? new Details(null, null, Reply.STOP, null)
            : json.readValue(outcome.details(), Details.class);
    return new Reply(
        outcome.answer(),
        details.data() == null ? Map.of() : details.data(),
        details.toolCalls() == null ? List.of() : details.toolCalls(),
        details.finishReason(),
        outcome.usage(),
        details.meta() == null ? Map.of() : details.meta(),
        List.of());
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
