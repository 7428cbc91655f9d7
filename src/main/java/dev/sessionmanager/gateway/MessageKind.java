package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.LogFailure;
import dev.sessionmanager.conversation.NewTurn;
import dev.sessionmanager.problem.Problem;

/**
 * What the two kinds of message differ in on their walk: a message whose sender waits for the
 * answer or follows it ({@link AskedMessages}), and messages that a messaging channel has gathered,
 * whose answer is delivered. Any thread.
 */
public interface MessageKind {

  /**
   * Writes the question to the log; the question is on the disk when this returns.
   *
   * @return the turn's id
   * @throws LogFailure when the question could not be written
   */
  long accept(NewTurn turn);

  /**
   * Has the agent answer, on this thread, once the message's turn in the queue has come.
   *
   * @param answer takes the pieces of the reply's text
   * @throws Problem why there is no answer
   */
  Reply answer(Agent agent, Prompt prompt, LiveAnswer answer);

  /**
   * Writes the end of an answered turn to the log.
   *
   * @throws Problem why the turn counts as refused after all
   * @throws LogFailure when the end could not be written
   */
  void answered(long turnId, NewTurn turn, Reply reply);

  /**
   * Writes the end of a turn without an answer to the log.
   *
   * @throws LogFailure when the end could not be written
   */
  void refused(long turnId, NewTurn turn, Problem problem);
}
