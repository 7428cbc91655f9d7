package dev.sessionmanager.channel.anthropic;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.gateway.Reply;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer as Anthropic's wire has it, whole or as events. Members that are always there on
 * Anthropic's side are there on ours, null where we have nothing to say; {@code session_manager} is
 * an addition of ours, with what {@link Reply#meta()} tells.
 *
 * @param id {@code msg_} and 32 hex digits
 * @param model as it was asked for
 */
record MessageWire(String id, String model) {

  static MessageWire fresh(String model) {
    return new MessageWire("msg_" + UUID.randomUUID().toString().replace("-", ""), model);
  }

  /** A block of an answer's content; as its stream begins, without what is still to come. */
  sealed interface Block {

    String type();

    record Text(String type, String text) implements Block {

      Text(String text) {
        this("text", text);
      }
    }

    /**
     * What the model thought.
     *
     * @param signature what the model's server calls such thoughts; clients send it back
     */
    record Thinking(String type, String thinking, String signature) implements Block {

      Thinking(String thinking, String signature) {
        this("thinking", thinking, signature);
      }
    }

    record Sealed(String type, String data) implements Block {

      Sealed(String data) {
        this("redacted_thinking", data);
      }
    }

    record Use(String type, String id, String name, Object input) implements Block {

      Use(String id, String name, Object input) {
        this("tool_use", id, name, input);
      }
    }
  }

  /** A piece of a block. */
  @JsonInclude(Include.NON_NULL)
  record Delta(
      String type,
      @Nullable String text,
      @Nullable String thinking,
      @Nullable String signature,
      @JsonProperty("partial_json") @Nullable String json) {

    static Delta text(String text) {
      return new Delta("text_delta", text, null, null, null);
    }

    static Delta thinking(String thinking) {
      return new Delta("thinking_delta", null, thinking, null, null);
    }

    static Delta signature(String signature) {
      return new Delta("signature_delta", null, null, signature, null);
    }

    static Delta json(String json) {
      return new Delta("input_json_delta", null, null, null, json);
    }
  }

  /**
   * Tokens; those of the input that the provider had read before are counted apart from the others.
   */
  record Usage(
      @JsonProperty("input_tokens") int input,
      @JsonProperty("cache_creation_input_tokens") int cacheWritten,
      @JsonProperty("cache_read_input_tokens") int cacheRead,
      @JsonProperty("output_tokens") int output) {

    /** Before the provider has said what it took. */
    static Usage expected(int input) {
      return new Usage(input, 0, 0, 0);
    }

    /**
     * @param expected tokens of the input, where the provider does not say
     */
    static Usage of(Reply reply, IntSupplier expected) {
      dev.sessionmanager.conversation.Usage took = reply.usage();
      if (took == null || took.inputTokens() == 0) {
        return new Usage(expected.getAsInt(), 0, 0, took == null ? 0 : took.outputTokens());
      }
      int cached =
          took.details().get("prompt_tokens_details") instanceof Map<?, ?> details
                  && details.get("cached_tokens") instanceof Number tokens
              ? Math.clamp(tokens.longValue(), 0, took.inputTokens())
              : 0;
      return new Usage(took.inputTokens() - cached, 0, cached, took.outputTokens());
    }
  }

  /** Why an answer has ended. */
  static String stopReason(Reply reply) {
    return switch (reply.finishReason()) {
      case "length" -> "max_tokens";
      case "content_filter" -> "refusal";
      // Some servers say "stop" although they want a tool used.
      default ->
          !reply.toolCalls().isEmpty()
              ? "tool_use"
              : reply.refusal() != null ? "refusal" : "end_turn";
    };
  }

  Map<String, @Nullable Object> whole(List<Block> content, Reply reply, Usage usage) {
    Map<String, @Nullable Object> message = message(content, stopReason(reply), usage);
    if (!reply.meta().isEmpty()) {
      message.put("session_manager", reply.meta());
    }
    return message;
  }

  Map<String, @Nullable Object> begin(Usage usage) {
    return event("message_start", "message", message(List.of(), null, usage));
  }

  private Map<String, @Nullable Object> message(
      List<Block> content, @Nullable String stopReason, Usage usage) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("type", "message");
    message.put("role", "assistant");
    message.put("model", model);
    message.put("content", content);
    message.put("stop_reason", stopReason);
    message.put("stop_sequence", null);
    message.put("usage", usage);
    return message;
  }

  static Map<String, @Nullable Object> end(Reply reply, Usage usage) {
    Map<String, @Nullable Object> delta = new LinkedHashMap<>();
    delta.put("stop_reason", stopReason(reply));
    delta.put("stop_sequence", null);
    Map<String, @Nullable Object> event = event("message_delta", "delta", delta);
    event.put("usage", usage);
    if (!reply.meta().isEmpty()) {
      event.put("session_manager", reply.meta());
    }
    return event;
  }

  /** An event; its name is its type. */
  static Map<String, @Nullable Object> event(String type, String member, Object value) {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    event.put("type", type);
    event.put(member, value);
    return event;
  }
}
