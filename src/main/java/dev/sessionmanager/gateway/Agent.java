package dev.sessionmanager.gateway;

import java.util.function.Consumer;

/** Who answers. Building one does no I/O. Every method can be called from any thread. */
public interface Agent {

  /** The name under which a message asks for it. */
  String name();

  /** Where it answers from, for the state page: {@code embedded}, an address, a model. */
  String via();

  /**
   * Answers; blocks until it has, and is cancelled by interrupting the thread.
   *
   * @param chunk takes pieces of the answer in order, as they come; may never be called
   * @throws Problem when there is no answer
   */
  Reply answer(Prompt prompt, Consumer<String> chunk);

  /** Whether it could answer now, found out afresh: may block for its time-outs. */
  Health check();
}
