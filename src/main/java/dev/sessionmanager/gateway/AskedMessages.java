package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.LogStatements;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.TurnClaims;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.handover.HandoverRequest;
import dev.sessionmanager.handover.HandoverRequests;
import dev.sessionmanager.problem.Problem;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Messages whose sender waits for the answer or follows it. Any thread. */
@Component
class AskedMessages implements MessageKind {

  private final TurnLog log;
  private final TurnClaims claims;
  private final Storage storage;
  private final ReplyCodec codec;
  private final HandoverRequests handovers;
  private final Clock clock;

  AskedMessages(
      TurnLog log,
      TurnClaims claims,
      Storage storage,
      ReplyCodec codec,
      HandoverRequests handovers,
      Clock clock) {
    this.log = log;
    this.claims = claims;
    this.storage = storage;
    this.codec = codec;
    this.handovers = handovers;
    this.clock = clock;
  }

  @Override
  public long accept(NewTurn turn) {
    storage.check(turn);
    return claims.accept(turn);
  }

  @Override
  public Reply answer(Agent agent, Prompt prompt, LiveAnswer answer) {
    return answer.whole(agent.answer(prompt, answer::piece));
  }

  /** A turn whose answer no sender could ask for again is written without waiting for the disk. */
  @Override
  public void answered(long turnId, NewTurn turn, Reply reply) {
    Outcome outcome = codec.answered(turn, reply, clock.instant());
    String conversation = turn.conversationId();
    if (conversation != null && reply.handsOver()) {
      HandoverRequest wish =
          HandoverRequest.of(
              turn.channel(),
              conversation,
              "",
              turn.agent(),
              reply.meta(),
              turn.question(),
              turn.traceId(),
              clock.instant());
      log.append(statements -> {
        LogStatements.outcome(turnId, turn, outcome).run(statements);
        handovers.ask(wish).run(statements);
      });
      handovers.wake();
    } else if (turn.lasting()) {
      log.end(turnId, turn, outcome);
    } else {
      log.endSoon(turnId, turn, outcome);
    }
  }

  @Override
  public void refused(long turnId, NewTurn turn, Problem problem) {
    log.end(turnId, turn, codec.refused(problem, clock.instant()));
  }

  /** The turn has no end, because that could not be written. */
  void handBack(long turnId) {
    claims.handBack(turnId);
  }
}
