package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.conversation.Outcome;
import dev.sessionmanager.conversation.Storage;
import dev.sessionmanager.conversation.TurnLog;
import dev.sessionmanager.problem.Problem;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Messages whose sender waits for the answer or follows it. Any thread. */
@Component
class AskedMessages implements MessageKind {

  private final TurnLog log;
  private final Storage storage;
  private final ReplyCodec codec;
  private final Clock clock;

  AskedMessages(TurnLog log, Storage storage, ReplyCodec codec, Clock clock) {
    this.log = log;
    this.storage = storage;
    this.codec = codec;
    this.clock = clock;
  }

  @Override
  public long accept(NewTurn turn) {
    storage.check(turn);
    return log.accept(turn);
  }

  @Override
  public Reply answer(Agent agent, Prompt prompt, LiveAnswer answer) {
    return agent.answer(prompt, answer::chunk);
  }

  /** A turn whose answer no sender could ask for again is written without waiting for the disk. */
  @Override
  public void answered(long turnId, NewTurn turn, Reply reply) {
    Outcome outcome = codec.answered(turn, reply, clock.instant());
    if (turn.conversationId() == null && turn.clientId() == null) {
      log.endSoon(turnId, turn, outcome);
    } else {
      log.end(turnId, turn, outcome);
    }
  }

  @Override
  public void refused(long turnId, NewTurn turn, Problem problem) {
    log.end(turnId, turn, codec.refused(problem, clock.instant()));
  }
}
