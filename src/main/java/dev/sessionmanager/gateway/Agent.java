package dev.sessionmanager.gateway;

import dev.sessionmanager.problem.Health;
import dev.sessionmanager.problem.Problem;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Who answers. Building one does no I/O. Every method can be called from any thread. */
public interface Agent {

  /** The name under which a message asks for it. */
  String name();

  /** How it presents itself. */
  Card card();

  /** Whether people talk with it: an agent of the runtime takes instructions instead. */
  default boolean converses() {
    return card().kind() != Kind.RUNTIME;
  }

  /** Where it answers from, for the state page: {@code embedded}, an address, a model. */
  String via();

  /**
   * Whether the same message can be asked again when it is unknown what became of it. False where
   * asking may have effects elsewhere.
   */
  default boolean repeatable() {
    return true;
  }

  /**
   * Answers; blocks until it has, and is cancelled by interrupting the thread.
   *
   * @param chunk takes pieces of the answer's text in order, as they come; may never be called, and
   *     else their concatenation is the reply's text
   * @throws Problem when there is no answer
   */
  Reply answer(Prompt prompt, Consumer<String> chunk);

  /** Whether it could answer now, found out afresh: may block for its time-outs. */
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
