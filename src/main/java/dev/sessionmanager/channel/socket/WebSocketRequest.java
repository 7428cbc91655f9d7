package dev.sessionmanager.channel.socket;

import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.session.Session;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A client's frame of the JSON protocol. Members that its type does not need are passed over.
 *
 * @param id by which the client knows it again: of a message also the dedupe key
 * @param eventId {@code <turn>:<chars>}: the last that was read
 * @param fromChars how many characters of the answer were read, in place of it
 */
record WebSocketRequest(
    Type type,
    @Nullable String id,
    @Nullable String agent,
    @Nullable String conversation,
    @Nullable String text,
    @Nullable String token,
    @Nullable Long turnId,
    @Nullable String eventId,
    @Nullable Long fromChars) {

  enum Type {
    AUTH,
    MESSAGE,
    RESUME,
    STOP,
    PING
  }

  /** Characters of the names and ids in a request: as many as over HTTP. */
  private static final int NAME_MAX = 200;

  /** The form of a client's id for a message: room for a UUID or a hash. */
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");

  static WebSocketRequest of(JsonNode frame) {
    if (!frame.isObject()) {
      throw new Problem(Kind.MALFORMED);
    }
    String id = string(frame, "id");
    if (id != null && !ID.matcher(id).matches()) {
      throw Problem.fields(Map.of("id", "message_id"));
    }
    return new WebSocketRequest(
        type(string(frame, "type")),
        id,
        string(frame, "agent"),
        string(frame, "conversation"),
        string(frame, "text"),
        string(frame, "token"),
        number(frame, "turn_id"),
        string(frame, "event_id"),
        number(frame, "from"));
  }

  private static Type type(@Nullable String name) {
    if (name == null) {
      throw Problem.fields(Map.of("type", "required"));
    }
    for (Type type : Type.values()) {
      if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
        return type;
      }
    }
    throw Problem.fields(Map.of("type", "type"));
  }

  private static @Nullable String string(JsonNode frame, String name) {
    JsonNode value = frame.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString()) {
      throw Problem.fields(Map.of(name, "type"));
    }
    return value.asString();
  }

  private static @Nullable Long number(JsonNode frame, String name) {
    JsonNode value = frame.path(name);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw Problem.fields(Map.of(name, "type"));
    }
    return value.asLong();
  }

  String need(String name, @Nullable String value) {
    if (value == null) {
      throw Problem.fields(Map.of(name, "required"));
    }
    return value;
  }

  long needTurn() {
    if (turnId == null) {
      throw Problem.fields(Map.of("turn_id", "required"));
    }
    return turnId;
  }

  String text(int most) {
    String given = need("text", text);
    if (given.isBlank()) {
      throw Problem.fields(Map.of("text", "blank"));
    }
    if (given.length() > most) {
      throw Problem.fields(Map.of("text", "too_long"), most);
    }
    return given;
  }

  String conversation(String otherwise) {
    if (conversation == null) {
      return otherwise;
    }
    if (conversation.isBlank()) {
      throw Problem.fields(Map.of("conversation", "blank"));
    }
    if (conversation.length() > NAME_MAX) {
      throw Problem.fields(Map.of("conversation", "too_long"), NAME_MAX);
    }
    return conversation;
  }

  /**
   * The id by which the log knows a message again. Guests share one log, so that their ids are kept
   * apart by their conversations.
   */
  @Nullable String messageId(Session session, String conversation) {
    return id == null || !session.guest() ? id : conversation + '/' + id;
  }

  /** How much of the answer the client has already, in characters. */
  int from() {
    if (fromChars != null) {
      return Math.clamp(fromChars, 0, Integer.MAX_VALUE);
    }
    if (eventId == null) {
      return 0;
    }
    String[] parts = eventId.split(":", -1);
    try {
      if (parts.length == 2 && Long.parseLong(parts[0]) == needTurn()) {
        return Math.max(0, Integer.parseInt(parts[1]));
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw Problem.fields(Map.of("event_id", "event_id"));
  }
}
