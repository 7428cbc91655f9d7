package dev.sessionmanager.channel.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Conversations;
import dev.sessionmanager.conversation.Turns;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.session.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Answers of {@code /chat} as their asker gets them: whole, or piece by piece. Any thread. */
@Component
class ChatReplies {

  private final Conversations conversations;
  private final Turns turns;
  private final EventStream events;

  ChatReplies(Conversations conversations, Turns turns, EventStream events) {
    this.conversations = conversations;
    this.turns = turns;
    this.events = events;
  }

  /** The contract's three, and what belongs to them. */
  record ChatReply(
      @Nullable String reply,
      @JsonProperty("session_id") String sessionId,
      @JsonProperty("message_count") int messageCount,
      @JsonProperty("turn_id") String turnId,
      String agent,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, Object> meta) {}

  /** The answer in the form that the caller accepts; null once it has been streamed. */
  @Nullable ChatReply answer(
      LiveAnswer answering,
      String sessionId,
      @Nullable String accept,
      Caller caller,
      HttpServletResponse response)
      throws IOException {
    if (EventStream.wanted(accept)) {
      stream(answering, 0, sessionId, caller, response);
      return null;
    }
    return reply(answering.await(), answering, sessionId);
  }

  /** Streams an answer from where a reader left it, by the id of the last event that it has. */
  void stream(
      LiveAnswer answering,
      @Nullable String lastEventId,
      String turnId,
      String sessionId,
      Caller caller,
      HttpServletResponse response)
      throws IOException {
    stream(answering, events.offset(lastEventId, turnId), sessionId, caller, response);
  }

  private void stream(
      LiveAnswer answering, int from, String sessionId, Caller caller, HttpServletResponse response)
      throws IOException {
    Map<String, Object> accepted =
        Map.of("turn_id", answering.id(), "session_id", sessionId, "agent", answering.agent());
    events.write(
        response, answering, from, accepted, reply -> reply(reply, answering, sessionId), caller);
  }

  /**
   * The body of a reply; made once the reply is there, because only then it counts as a message.
   */
  private ChatReply reply(Reply reply, LiveAnswer answering, String sessionId) {
    int answered =
        conversations
            .find(answering.owner(), ChatController.CHANNEL, sessionId)
            .map(conversation -> turns.countAnswered(conversation.id()))
            .orElse(0);
    return new ChatReply(
        reply.text(), sessionId, 2 * answered, answering.id(), answering.agent(), reply.meta());
  }
}
