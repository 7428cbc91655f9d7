package dev.sessionmanager.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A question in the log, with its outcome once there is one.
 *
 * @param id grows with each accepted turn; unique for ever
 * @param outcome null while the answer is being made; its pictures are not loaded
 */
public record Turn(long id, NewTurn asked, @Nullable Outcome outcome) {

  public boolean answered() {
    return outcome != null && outcome.status() == Outcome.Status.ANSWERED;
  }
}
