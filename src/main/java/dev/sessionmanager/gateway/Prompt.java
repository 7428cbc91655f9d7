package dev.sessionmanager.gateway;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What an agent is asked.
 *
 * @param text the message as it was written
 * @param history earlier messages of the conversation, oldest first: whole turns only, and no more
 *     than the largest window could hold; the agent cuts the history to its model's window
 * @param username of the user who asks; null for a trusted caller without a login
 * @param credentials made only when the agent asks for them, because a token costs a signature;
 *     gives null for a caller without a login
 * @param language of the reader, where the text itself does not tell
 * @param options how a model is to answer, checked by the channel; the defaults for most
 * @param streamed whether a reader follows the pieces; where none does, fetching a model's answer
 *     whole costs less
 * @param traceId 32 hex digits
 */
public record Prompt(
    String text,
    Supplier<List<Message>> history,
    @Nullable String username,
    Supplier<@Nullable Credentials> credentials,
    Locale language,
    AnswerOptions options,
    boolean streamed,
    String traceId) {

  /** Without the text, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "Prompt[" + text.length() + " chars, trace " + traceId + ']';
  }
}
