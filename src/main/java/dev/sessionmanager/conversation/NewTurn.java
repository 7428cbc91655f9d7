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
 * @param request what else was asked, as its channel's own JSON, where the sender may ask for the
 *     turn again by its id: see {@link TurnRequests}; null where not, and in a turn as the log
 *     gives it
 * @param versionOf the first version of the turn that this one is a further version of; null where
 *     it is none
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
    Instant acceptedAt,
    @Nullable String request,
    @Nullable Long versionOf) {

  /** A turn that is no further version of another. */
  public NewTurn(
      @Nullable String conversationId,
      String owner,
      @Nullable String sessionId,
      String channel,
      String agent,
      @Nullable String clientId,
      String question,
      String language,
      String traceId,
      Instant acceptedAt,
      @Nullable String request) {
    this(
        conversationId,
        owner,
        sessionId,
        channel,
        agent,
        clientId,
        question,
        language,
        traceId,
        acceptedAt,
        request,
        null);
  }

  /** A turn that was asked nothing beside its question, and is no further version. */
  public NewTurn(
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
    this(
        conversationId,
        owner,
        sessionId,
        channel,
        agent,
        clientId,
        question,
        language,
        traceId,
        acceptedAt,
        null);
  }

  /** Whether its sender, or its conversation, could ask for the answer again. */
  public boolean lasting() {
    return conversationId != null || clientId != null || request != null;
  }

  /** The same turn with another question and request. */
  public NewTurn with(String otherQuestion, @Nullable String otherRequest) {
    return new NewTurn(
        conversationId,
        owner,
        sessionId,
        channel,
        agent,
        clientId,
        otherQuestion,
        language,
        traceId,
        acceptedAt,
        otherRequest,
        versionOf);
  }

  /** The same turn, of whose question the log keeps nothing. */
  public NewTurn withoutQuestion() {
    return with("…", request);
  }

  /** Without the question, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "NewTurn[" + channel + " to " + agent + ", " + question.length() + " chars]";
  }
}
