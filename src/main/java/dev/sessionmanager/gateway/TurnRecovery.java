package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Turn;
import java.util.Optional;

/**
 * Takes up the turns of one kind of message that a killed process has left without an end. Called
 * at the start, on one thread, before the first new message can come in.
 */
public interface TurnRecovery {

  /** What becomes of a turn without an end. */
  sealed interface Recovered {}

  /**
   * The turn is answered now; it has its place in the queue.
   *
   * @param work has the turn answered, on a thread of its own
   */
  record Resumed(Runnable work) implements Recovered {}

  /** The turn was marked as failed, because no agent could or may answer it. */
  record Failed() implements Recovered {}

  /** The turn stays as it is, until the next start with its channel connected. */
  record Left() implements Recovered {}

  /** Takes up a turn; empty for a turn of another kind of message. */
  Optional<Recovered> recover(Turn turn);
}
