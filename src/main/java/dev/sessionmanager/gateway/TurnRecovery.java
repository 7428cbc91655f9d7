package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import java.util.Optional;

/**
 * Takes up the turns of one kind of message that a killed process has left without an end. Called
 * at the start, on one thread, before the first new message can come in.
 */
public interface TurnRecovery {

  /** What becomes of such a turn. */
  sealed interface Recovered {}

  /**
   * It is answered now; it has its place in the queue.
   *
   * @param work has it answered, on a thread of its own
   */
  record Resumed(Runnable work) implements Recovered {}

  /** It was marked as failed, because nobody could or may answer it. */
  record Failed() implements Recovered {}

  /** It stays as it is, until the next start with its channel connected. */
  record Left() implements Recovered {}

  /** What becomes of a turn; empty for one of another kind of message. */
  Optional<Recovered> recover(Turn turn);
}
