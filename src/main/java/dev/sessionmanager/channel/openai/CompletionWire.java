package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.conversation.ToolCall;
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

  /** Tokens; zeros where no model was asked. */
  record Usage(
      @JsonProperty("prompt_tokens") int prompt,
      @JsonProperty("completion_tokens") int completion,
      @JsonProperty("total_tokens") int total) {

    static Usage of(Reply reply) {
      dev.sessionmanager.conversation.Usage took = reply.usage();
      return took == null
          ? new Usage(0, 0, 0)
          : new Usage(
              took.inputTokens(), took.outputTokens(), took.inputTokens() + took.outputTokens());
    }
  }

  record Function(String name, String arguments) {}

  /**
   * @param index only in a chunk
   */
  record Call(
      @JsonInclude(Include.NON_NULL) @Nullable Integer index,
      String id,
      String type,
      Function function) {

    static List<Call> of(List<ToolCall> calls, boolean numbered) {
      List<Call> wire = new ArrayList<>(calls.size());
      for (ToolCall call : calls) {
        wire.add(
            new Call(
                numbered ? wire.size() : null,
                call.id(),
                "function",
                new Function(call.name(), call.arguments())));
      }
      return wire;
    }
  }

  record Said(
      String role,
      @Nullable String content,
      @Nullable String refusal,
      @JsonInclude(Include.NON_EMPTY) @JsonProperty("tool_calls") List<Call> toolCalls) {}

  record Choice(
      int index,
      Said message,
      @Nullable Object logprobs,
      @JsonProperty("finish_reason") String finishReason) {}

  record Completion(
      String id,
      String object,
      long created,
      String model,
      List<Choice> choices,
      Usage usage,
      @JsonProperty("system_fingerprint") @Nullable String fingerprint,
      @JsonInclude(Include.NON_EMPTY) @JsonProperty("session_manager") Map<String, Object> meta) {}

  @JsonInclude(Include.NON_NULL)
  record Delta(
      @Nullable String role,
      @Nullable String content,
      @JsonProperty("tool_calls") @Nullable List<Call> toolCalls) {}

  record ChunkChoice(
      int index,
      Delta delta,
      @Nullable Object logprobs,
      @JsonProperty("finish_reason") @Nullable String finishReason) {}

  /** The whole answer at once. */
  Completion whole(Reply reply) {
    List<Call> calls = Call.of(reply.toolCalls(), false);
    Said said = new Said("assistant", reply.text(), null, calls);
    return new Completion(
        id,
        "chat.completion",
        created,
        model,
        List.of(new Choice(0, said, null, reply.finishReason())),
        Usage.of(reply),
        null,
        reply.meta());
  }

  /**
   * One chunk of a stream.
   *
   * @param choices one, or none in the chunk that tells the usage
   * @param tellsUsage whether the stream ends with what it took; every chunk has the member then
   */
  Map<String, @Nullable Object> chunk(
      List<ChunkChoice> choices, boolean tellsUsage, @Nullable Usage usage) {
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
