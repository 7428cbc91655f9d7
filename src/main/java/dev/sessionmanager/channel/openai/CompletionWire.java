package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An answer as OpenAI's wire has it, whole or in chunks. Members that are always there on OpenAI's
 * side are there on ours, null where we have nothing to say; {@code session_manager} is an addition
 * of ours, with what {@link Reply#meta()} tells.
 *
 * @param id {@code chatcmpl-} and 32 hex digits
 * @param created seconds since 1970
 * @param model as it was asked for
 */
record CompletionWire(String id, long created, String model) {

  static CompletionWire fresh(long created, String model) {
    String id = "chatcmpl-" + UUID.randomUUID().toString().replace("-", "");
    return new CompletionWire(id, created, model);
  }

  /** Tokens; zeros where no model was asked; and what else the model's provider says of them. */
  static Map<String, Object> usage(Reply reply) {
    Usage took = reply.usage();
    Map<String, Object> usage = new LinkedHashMap<>();
    usage.put("prompt_tokens", took == null ? 0 : took.inputTokens());
    usage.put("completion_tokens", took == null ? 0 : took.outputTokens());
    usage.put("total_tokens", took == null ? 0 : took.inputTokens() + took.outputTokens());
    if (took != null) {
      took.details().forEach(usage::putIfAbsent);
    }
    return usage;
  }

  record Function(String name, String arguments) {}

  /** A wish for a tool; in a chunk it has its number as well. */
  static Map<String, Object> call(ToolCall call) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("id", call.id());
    wire.put("type", "function");
    wire.put("function", new Function(call.name(), call.arguments()));
    call.extra().forEach(wire::putIfAbsent);
    return wire;
  }

  record Choice(
      int index,
      Map<String, @Nullable Object> message,
      @Nullable Object logprobs,
      @JsonProperty("finish_reason") String finishReason) {}

  record Completion(
      String id,
      String object,
      long created,
      String model,
      List<Choice> choices,
      Map<String, Object> usage,
      @JsonProperty("system_fingerprint") @Nullable String fingerprint,
      @JsonInclude(Include.NON_EMPTY) @JsonProperty("session_manager") Map<String, Object> meta) {}

  /**
   * @param delta what is new: members of a message
   */
  record ChunkChoice(
      int index,
      Map<String, ?> delta,
      @Nullable Object logprobs,
      @JsonProperty("finish_reason") @Nullable String finishReason) {}

  /** The whole answer at once. */
  Completion whole(Reply reply) {
    return new Completion(
        id,
        "chat.completion",
        created,
        model,
        List.of(new Choice(0, message(reply), null, reply.finishReason())),
        usage(reply),
        null,
        reply.meta());
  }

  private static Map<String, @Nullable Object> message(Reply reply) {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", reply.content());
    message.put("refusal", reply.refusal());
    for (Piece piece : reply.pieces()) {
      switch (piece) {
        case Piece.Reasoning(String text, String name) ->
            message.merge(name, text, (before, more) -> "" + before + more);
        case Piece.Extra(Map<String, Object> members) ->
            members.forEach((name, value) -> message.merge(name, value, CompletionWire::joined));
        default -> {}
      }
    }
    if (!reply.toolCalls().isEmpty()) {
      message.put("tool_calls", reply.toolCalls().stream().map(CompletionWire::call).toList());
    }
    return message;
  }

  /** Lists that came in pieces are one; of anything else the last holds. */
  private static Object joined(Object before, Object more) {
    if (before instanceof List<?> first && more instanceof List<?> second) {
      List<Object> all = new ArrayList<>(first);
      all.addAll(second);
      return all;
    }
    return more;
  }

  /**
   * One chunk of a stream.
   *
   * @param choices one, or none in the chunk that tells the usage
   * @param tellsUsage whether the stream ends with what it took; every chunk has the member then
   */
  Map<String, @Nullable Object> chunk(
      List<ChunkChoice> choices, boolean tellsUsage, @Nullable Map<String, Object> usage) {
    Map<String, @Nullable Object> chunk = new LinkedHashMap<>();
    chunk.put("id", id);
    chunk.put("object", "chat.completion.chunk");
    chunk.put("created", created);
    chunk.put("model", model);
    chunk.put("system_fingerprint", null);
    chunk.put("choices", choices);
    if (tellsUsage) {
      chunk.put("usage", usage);
    }
    return chunk;
  }
}
