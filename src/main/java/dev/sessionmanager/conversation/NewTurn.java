package dev.sessionmanager.conversation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A question that is to be accepted.
 *
 * @param conversationId null for one that stands alone
 * @param owner a user's id, or {@code ""} for trusted callers without a login
 * @param clientId by which its sender would send it again; null when they gave none
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

  /** Without the question, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "NewTurn[" + channel + " to " + agent + ", " + question.length() + " chars]";
  }
}
