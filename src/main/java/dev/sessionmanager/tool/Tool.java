package dev.sessionmanager.tool;

import dev.sessionmanager.conversation.Picture;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something an agent can do beside talking. It is used in two ways: by the agent's own router, from
 * a person's words ({@link #asked}), and by a model, with arguments ({@link #use}). Any thread;
 * building one does no I/O.
 */
public interface Tool {

  /** For models and agent files: lower case, digits and underscores. */
  String name();

  /** One or two sentences that tell a model when to use it and what it answers. */
  String description();

  /** JSON Schema of the arguments of {@link #use}: an object with {@code properties}. */
  Map<String, Object> parameters();

  /**
   * Uses it for a model. Arguments come from a model and may be anything: what is wrong with them
   * is an answer too, a sentence by which they can be mended.
   *
   * @param username whose files or data it works on; null for a caller without a login
   */
  Answer use(Map<String, Object> arguments, @Nullable String username);

  /**
   * Uses it for a person who asked in their own words. Empty when the question is not for this
   * tool, as every question is for a tool that only models use.
   */
  default Optional<Answer> asked(Asked asked) {
    return Optional.empty();
  }

  /**
   * What came of it.
   *
   * @param text Markdown in the reader's language; says what is missing where something is
   * @param sure whether a person's words leave no doubt that this tool is meant: it then goes
   *     before the knowledge that has one of their words
   */
  record Answer(String text, @Nullable Picture picture, boolean sure) {

    public Answer(String text, @Nullable Picture picture) {
      this(text, picture, false);
    }

    public static Answer of(String text) {
      return new Answer(text, null);
    }
  }
}
