package dev.sessionmanager.channel.responses;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Null;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The members of a {@code POST /v1/responses} that are no items and no tools, each as it came and
 * within the range that OpenAI's reference states, in the order in which what is wrong is shown.
 * What would change the answer and cannot be had is refused.
 */
record ResponseBody(
    @JsonMember(value = String.class, required = true, filled = true) @Nullable Object model,
    @JsonMember(String.class) @Nullable Object instructions,
    @JsonMember(value = Number.class, min = 0, max = 2, otherwise = "openai.up_to_2")
        @Nullable Object temperature,
    @JsonProperty("top_p")
        @JsonMember(value = Number.class, min = 0, max = 1, otherwise = "openai.up_to_1")
        @Nullable Object topP,
    @JsonProperty("max_output_tokens")
        @JsonMember(value = Number.class, whole = true, min = 1, otherwise = "openai.positive")
        @Nullable Object maxOutputTokens,
    @JsonMember(List.class) @Nullable Object tools,
    @JsonProperty("parallel_tool_calls") @JsonMember(Boolean.class)
        @Nullable Object parallelToolCalls,
    @JsonMember(Map.class) @Nullable Object text,
    @JsonProperty("text.format") @Valid @Nullable Format format,
    @JsonMember(Map.class) @Nullable Object reasoning,
    @JsonMember(Boolean.class) @Nullable Object store,
    @JsonMember(Boolean.class) @Nullable Object background,
    @JsonMember(Boolean.class) @Nullable Object stream,
    @JsonProperty("previous_response_id") @JsonMember(String.class)
        @Nullable Object previousResponseId,
    @JsonMember(value = String.class, or = Map.class) @Nullable Object conversation,
    @Metadata @Nullable Object metadata,
    @JsonMember(
            value = String.class,
            matching = "auto|disabled",
            otherwise = "responses.truncation")
        @Nullable Object truncation,
    @JsonMember(List.class) @Nullable Object include,
    @JsonProperty("top_logprobs")
        @JsonMember(value = Number.class, min = 0, max = 0, otherwise = UNSUPPORTED)
        @Nullable Object topLogprobs,
    @Null(message = UNSUPPORTED) @Nullable Object prompt,
    @Null(message = UNSUPPORTED) @Nullable Object moderation,
    @JsonProperty("context_management") @Null(message = UNSUPPORTED)
        @Nullable Object contextManagement) {

  private static final String UNSUPPORTED = "openai.unsupported";

  static ResponseBody of(Map<String, Object> wire) {
    Map<String, Object> text = Members.object(wire, "text");
    return new ResponseBody(
        wire.get("model"),
        wire.get("instructions"),
        wire.get("temperature"),
        wire.get("top_p"),
        wire.get("max_output_tokens"),
        wire.get("tools"),
        wire.get("parallel_tool_calls"),
        wire.get("text"),
        text.get("format") == null ? null : Format.of(Members.object(text, "format")),
        wire.get("reasoning"),
        wire.get("store"),
        wire.get("background"),
        wire.get("stream"),
        wire.get("previous_response_id"),
        wire.get("conversation"),
        wire.get("metadata"),
        wire.get("truncation"),
        wire.get("include"),
        wire.get("top_logprobs"),
        wire.get("prompt"),
        wire.get("moderation"),
        wire.get("context_management"));
  }

  /** The form of the answer; a schema's name and itself stand where the type says so. */
  record Format(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "text|json_object|json_schema",
              otherwise = "openai.format")
          @Nullable Object type,
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object name,
      @JsonMember(value = Map.class, required = true) @Nullable Object schema) {

    static Format of(Map<String, Object> format) {
      Object type = format.get("type");
      return "json_schema".equals(type)
          ? new Format(type, format.get("name"), format.get("schema"))
          : new Format(type, "none", Map.of());
    }
  }
}
