package dev.sessionmanager.channel.anthropic;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model's server wants to see again with the result of a tool, and Anthropic's wire has no
 * member for: DeepSeek's {@code reasoning_content} where the client does not show it, Gemini's
 * {@code extra_content} with its {@code thought_signature}. It travels as the data of a {@code
 * redacted_thinking} block before the tool's use, which clients send back as it came.
 *
 * @param message members of the assistant's message
 * @param call members of the tool call that follows
 */
record Carried(Map<String, Object> message, Map<String, Object> call) {

  private static final String OURS = "sm1.";

  Carried {
    message = message == null ? Map.of() : message; // the client can have changed it
    call = call == null ? Map.of() : call;
  }

  boolean isEmpty() {
    return message.isEmpty() && call.isEmpty();
  }

  String data(JsonMapper json) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("message", message);
    members.put("call", call);
    return OURS
        + Base64.getUrlEncoder().withoutPadding().encodeToString(json.writeValueAsBytes(members));
  }

  /** Null for data that is not ours. */
  static @Nullable Carried of(@Nullable Object data, JsonMapper json) {
    if (!(data instanceof String text) || !text.startsWith(OURS)) {
      return null;
    }
    try {
      byte[] members =
          Base64.getUrlDecoder()
              .decode(text.substring(OURS.length()).getBytes(StandardCharsets.US_ASCII));
      return json.readValue(members, Carried.class);
    } catch (IllegalArgumentException | JacksonException broken) {
      return null;
    }
  }
}
