package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Piece;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a model is to answer.
 *
 * @param names models in order of preference: the next is asked when one fails before its first
 *     piece; empty for the default
 * @param pieces takes the pieces of the answer in order, as they come; null for a caller who wants
 *     none: then the answer is fetched whole, which costs less
 * @param requestId goes to the provider as {@code X-Request-ID}
 * @param asSent whether the model gets what stands in the options and nothing else, and its answer
 *     is bounded by silence and not by length; else the limits of agents hold: {@code
 *     LLM_MAX_TOKENS}, {@code LLM_TEMPERATURE}, {@code LLM_TIMEOUT_SECONDS}
 */
public record ModelRequest(
    List<String> names,
    List<Message> messages,
    AnswerOptions options,
    @Nullable Consumer<Piece> pieces,
    String requestId,
    boolean asSent) {

  /** Of an agent, within the limits of agents. */
  public static ModelRequest of(
      List<String> names,
      List<Message> messages,
      AnswerOptions options,
      @Nullable Consumer<Piece> pieces,
      String requestId) {
    return new ModelRequest(names, messages, options, pieces, requestId, false);
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "ModelRequest[" + names + ", " + messages.size() + " messages]";
  }
}
