package dev.sessionmanager.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question that is to be written to the log.
 *
 * @param conversationId null for a question that stands alone
 * @param owner a user's id, or the path of a guest or customer: see {@link Reach}
 * @param clientId the id by which the sender would send the question again; null when not given
 * @param language of the reader: a BCP 47 tag
 * @param traceId 32 hex digits
 */
public record NewTurn(
    @Nullable String conversationId,
    String owner,
    @Nullable String sessionId,
    String channel,
    String agent,
    @Nullable String clientId,
    String question,
    String language,
    String traceId,
    Instant acceptedAt) {

  /** The same turn, of whose question the log keeps nothing. */
  public NewTurn withoutQuestion() {
    return new NewTurn(
        conversationId,
        owner,
        sessionId,
        channel,
        agent,
        clientId,
        "…",
        language,
        traceId,
        acceptedAt);
  }

  /** Without the question, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "NewTurn[" + channel + " to " + agent + ", " + question.length() + " chars]";
  }
}
