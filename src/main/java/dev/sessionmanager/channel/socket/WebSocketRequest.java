package dev.sessionmanager.channel.socket;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.LiveAnswer;
import dev.sessionmanager.gateway.MessageSettings;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Text;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A client's frame of the JSON protocol, whose members have the right types: {@link
 * WebSocketFrame}. What its type needs is checked when its turn has come, by the group of that
 * name; members that its type does not need are passed over.
 *
 * @param id by which the client knows it again: of a message also the dedupe key
 * @param eventId {@code <turn>:<chars>}: the last that was read
 * @param fromChars how many characters of the answer were read, in place of it
 */
record WebSocketRequest(
    Type type,
    @Nullable String id,
    @Nullable String agent,
    @Text(maxSetting = MessageSettings.MAX_CHARS, groups = Message.class) @Nullable String text,
    @Text(required = false, max = NAME_MAX, groups = Message.class) @Nullable String conversation,
    @JsonMember(value = String.class, required = true, groups = Auth.class) @Nullable String token,
    @JsonProperty("turn_id")
        @JsonMember(value = String.class, required = true, groups = Answer.class)
        @Nullable String turnId,
    @JsonProperty("event_id") @Nullable String eventId,
    @JsonProperty("from") @Nullable Long fromChars) {

  enum Type {
    @JsonProperty("auth")
    AUTH,
    @JsonProperty("message")
    MESSAGE,
    @JsonProperty("resume")
    RESUME,
    @JsonProperty("stop")
    STOP,
    @JsonProperty("ping")
    PING
  }

  interface Auth {}

  interface Message {}

  /** What is about an answer: to go on with it, to stop it. */
  interface Answer {}

  private static final int NAME_MAX = 200;

  /** How much of the answer the client has already, in characters. */
  int from() {
    if (fromChars != null) {
      return Math.clamp(fromChars, 0, Integer.MAX_VALUE);
    }
    int read = eventId == null ? 0 : turnId == null ? -1 : LiveAnswer.read(eventId, turnId);
    if (read < 0) {
      throw Problem.fields(Map.of("event_id", "event_id"));
    }
    return read;
  }
}
