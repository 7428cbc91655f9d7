package dev.sessionmanager.conversation;

import org.jspecify.annotations.Nullable;

/**
 * A question in the log, with its outcome once there is one.
 *
 * @param id grows with each accepted turn; unique for ever
 * @param outcome null while the answer is being made; its pictures are not loaded
 */
public record Turn(long id, NewTurn asked, @Nullable Outcome outcome) {

  /** The same turn with its request. */
  public Turn with(String request) {
    return new Turn(id, asked.with(asked.question(), request), outcome);
  }

  /** Characters of what was asked and answered. */
  long length() {
    long length = asked.question().length();
    if (outcome != null) {
      length += outcome.answer() == null ? 0 : outcome.answer().length();
      length += outcome.details() == null ? 0 : outcome.details().length();
    }
    return length;
  }

  /** Whether it is a summary of earlier turns, and nobody's question. */
  public boolean summary() {
    return outcome != null && outcome.status() == Outcome.Status.SUMMARY;
  }

  public boolean answered() {
    return outcome != null && outcome.status() == Outcome.Status.ANSWERED;
  }
}
