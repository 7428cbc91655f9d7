package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.Usage;
import org.jspecify.annotations.Nullable;

/**
 * What a model made of the beginning of a conversation that its window does not hold any more.
 *
 * @param messages how many of the messages, from the oldest on, it is about
 * @param usage what making it took; null for one that was made before
 */
public record Summary(String text, int messages, @Nullable Usage usage) {

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Summary[" + text.length() + " chars of " + messages + " messages]";
  }
}
