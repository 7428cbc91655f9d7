package dev.sessionmanager.channel.socket;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import org.jspecify.annotations.Nullable;

/** The members of a client's frame as they came, in the order in which they are checked. */
record WebSocketFrame(
    @JsonMember(value = String.class, matching = ID, otherwise = "message_id") @Nullable Object id,
    @JsonMember(value = String.class, required = true, matching = TYPES) @Nullable Object type,
    @JsonMember(String.class) @Nullable Object agent,
    @JsonMember(String.class) @Nullable Object conversation,
    @JsonMember(String.class) @Nullable Object text,
    @JsonMember(String.class) @Nullable Object token,
    @JsonProperty("turn_id") @JsonMember(String.class) @Nullable Object turnId,
    @JsonProperty("event_id") @JsonMember(String.class) @Nullable Object eventId,
    @JsonMember(Long.class) @Nullable Object from) {

  /** As long as anybody's UUID or hash. */
  private static final String ID = "[\\x21-\\x7e]{1,200}";

  private static final String TYPES = "auth|message|resume|stop|ping";
}
