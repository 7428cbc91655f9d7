package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers messages. Building an agent does no I/O. Any thread may call any method. */
public interface Agent {

  /** The name by which messages ask for this agent. */
  String name();

  /** How the agent presents itself. */
  Card card();

  /** Whether people talk with this agent: agents of the runtime take instructions instead. */
  default boolean converses() {
    return card().kind() != Kind.RUNTIME;
  }

  /** Where the agent answers from, for the state page: {@code embedded}, an address, a model. */
  String via();

  /**
   * Whether the agent may be asked the same message again after the process was killed. False where
   * asking has effects elsewhere, which would then happen twice.
   */
  default boolean repeatable() {
    return true;
  }

  /**
   * Answers; blocks until the answer is complete, and is cancelled by interrupting the thread.
   *
   * @param chunk takes pieces of the answer's text in order, as they come; where it is called at
   *     all, the pieces together are the reply's text
   * @throws Problem when there is no answer
   */
  Reply answer(Prompt prompt, Consumer<String> chunk);

  /** Whether the agent could answer now, found out afresh: may block for its time-outs. */
  Health check();

  /**
   * How an agent presents itself to people.
   *
   * @param title its name for people
   * @param description one sentence: what it is for
   * @param greeting its first words; null for those that do not greet
   * @param kind what it is
   */
  record Card(String title, String description, @Nullable String greeting, Kind kind) {}

  /** What an agent is. */
  enum Kind {
    /** Of the agent runtime: takes instructions. */
    RUNTIME,
    /** Of an agent file: converses. */
    PERSONA,
    /** A model, as it is. */
    MODEL
  }
}
