package dev.sessionmanager.messaging;

import dev.sessionmanager.problem.Problem.Kind;
import java.util.Optional;

/**
 * One reason for the bot to say nothing, or something else than an agent's answer. {@link Speaking}
 * asks all of them, one after the other. Any thread.
 */
interface AnswerRule {

  /**
   * Why nothing may be said to these messages; asked before an agent is, and once more when there
   * is an answer, because much may have happened meanwhile. What is not answered is kept.
   */
  Optional<Kind> silent(Batch batch);

  /** What is said to these messages by the service itself, in an agent's place. */
  default Optional<OwnWords> words(Batch batch) {
    return Optional.empty();
  }
}
