package dev.sessionmanager.messaging;

import dev.sessionmanager.gateway.RunningAnswers;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What is being answered in messaging channels, one batch a lane. Any thread. */
final class ActiveBatches {

  private final Map<String, Batch> byLane = new ConcurrentHashMap<>();
  private final RunningAnswers answers;
  private final MessageBuffer buffer;

  ActiveBatches(RunningAnswers answers, MessageBuffer buffer) {
    this.answers = answers;
    this.buffer = buffer;
  }

  void add(Batch batch) {
    byLane.put(batch.lane(), batch);
  }

  void remove(Batch batch) {
    byLane.remove(batch.lane(), batch);
  }

  boolean isEmpty() {
    return byLane.isEmpty();
  }

  boolean holds(long message) {
    return byLane.values().stream().anyMatch(batch -> batch.ids().contains(message));
  }

  /** The answer that is being made to what the same person wrote before is made anew, to both. */
  void supersede(Arrival newer) {
    Batch running = byLane.get(Batch.lane(newer));
    if (running != null
        && running.turnId() != 0
        && buffer.mayJoin(running.rows().size(), running.first().receivedAt())) {
      running.supersede();
      answers.stop(running.turnId());
    }
  }

  /** Stops the answer that is being made in a lane. */
  void stop(String lane) {
    Batch running = byLane.get(lane);
    if (running != null) {
      answers.stop(running.turnId());
    }
  }

  /** Stops the answer that is being made in a conversation to what was written before then. */
  void stopBefore(String channel, String conversation, Instant time) {
    for (Batch batch : byLane.values()) {
      if (batch.channel().equals(channel)
          && batch.conversation().equals(conversation)
          && batch.rows().stream().allMatch(r -> r.message().writtenAt().isBefore(time))) {
        answers.stop(batch.turnId());
      }
    }
  }
}
