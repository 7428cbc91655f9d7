package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Problem;

/**
 * Where an answer goes: its pieces in order, then exactly one of {@link #reply} or {@link
 * #problem}. Called on the thread that makes the answer, never by two at once. A sink must not
 * block for long and must not throw: its reader's troubles are its own.
 */
public interface ReplySink {

  /** Takes the next piece of the answer's text. */
  void chunk(String text);

  /** The whole answer, which is in the log by now; nothing follows. */
  void reply(Reply reply);

  /** There is no answer; nothing follows. */
  void problem(Problem problem);
}
