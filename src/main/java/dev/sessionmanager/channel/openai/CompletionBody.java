package dev.sessionmanager.channel.openai;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Null;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/chat/completions}, each member as it came and within the range that
 * OpenAI's reference states, in the order in which what is wrong is shown. What would change the
 * answer and cannot be had is refused.
 *
 * @param more what else the request says, which a model gets as it came
 */
record CompletionBody(
    @JsonMember(value = String.class, required = true, filled = true) Object model,
    @Valid @Several(required = true, maxSetting = "openai.max-messages") Object messages,
    @JsonMember(value = Number.class, min = 0, max = 2, otherwise = "openai.up_to_2")
        @Nullable Object temperature,
    @JsonProperty("top_p")
        @JsonMember(value = Number.class, min = 0, max = 1, otherwise = "openai.up_to_1")
        @Nullable Object topP,
    @JsonProperty("presence_penalty")
        @JsonMember(value = Number.class, min = -2, max = 2, otherwise = "openai.penalty")
        @Nullable Object presencePenalty,
    @JsonProperty("frequency_penalty")
        @JsonMember(value = Number.class, min = -2, max = 2, otherwise = "openai.penalty")
        @Nullable Object frequencyPenalty,
    @JsonProperty("max_tokens")
        @JsonMember(value = Number.class, whole = true, min = 1, otherwise = "openai.positive")
        @Nullable Object maxTokens,
    @JsonProperty("max_completion_tokens")
        @JsonMember(value = Number.class, whole = true, min = 1, otherwise = "openai.positive")
        @Nullable Object maxCompletionTokens,
    @JsonMember(value = Long.class, message = "openai.whole") @Nullable Object seed,
    @Stops @Nullable Object stop,
    @Valid @Several(max = 128) @Nullable Object tools,
    @JsonProperty("tool_choice")
        @Valid
        @JsonMember(
            value = String.class,
            or = ToolBody.class,
            matching = "none|auto|required",
            otherwise = "openai.tool_choice")
        @Nullable Object toolChoice,
    @JsonProperty("response_format") @Valid @JsonMember(FormatBody.class)
        @Nullable Object responseFormat,
    @JsonMember(value = Number.class, whole = true, min = 1, max = 1, otherwise = "openai.one")
        @Nullable Object n,
    @JsonMember(value = Boolean.class, matching = "false", otherwise = UNSUPPORTED)
        @Nullable Object logprobs,
    @JsonMember(
            value = List.class,
            matching = "\\[(text(, text)*)?]",
            otherwise = "openai.text_only")
        @Nullable Object modalities,
    @Null(message = UNSUPPORTED) @Nullable Object audio,
    @Null(message = UNSUPPORTED) @Nullable Object functions,
    @JsonProperty("function_call") @Null(message = UNSUPPORTED) @Nullable Object functionCall,
    @JsonProperty("top_logprobs")
        @JsonMember(value = Number.class, min = 0, max = 0, otherwise = UNSUPPORTED)
        @Nullable Object topLogprobs,
    @JsonMember(Boolean.class) @Nullable Object stream,
    @JsonProperty("stream_options") @Valid @JsonMember(StreamBody.class)
        @Nullable Object streamOptions,
    @JsonAnySetter Map<String, Object> more) {

  private static final String UNSUPPORTED = "openai.unsupported";

  /**
   * What is an object becomes a body of its own, so that its members are checked; a null among
   * tools is none.
   */
  CompletionBody {
    messages = Several.Rule.each(messages, MessageBody::of);
    if (tools instanceof List<?> list) {
      tools = Several.Rule.each(list.stream().filter(Objects::nonNull).toList(), ToolBody::of);
    }
    if (toolChoice instanceof Map<?, ?> one) {
      toolChoice = ToolBody.choice(one);
    }
    if (responseFormat instanceof Map<?, ?> format) {
      responseFormat = FormatBody.of(format);
    }
    if (streamOptions instanceof Map<?, ?> how) {
      streamOptions = new StreamBody(how.get("include_usage"));
    }
    more = more == null ? Map.of() : more;
  }

  record StreamBody(
      @JsonProperty("include_usage") @JsonMember(Boolean.class) @Nullable Object includeUsage) {}

  /**
   * A tool, or the wish for one: a function with a name that models accept.
   *
   * @param wire what is handed on
   */
  record ToolBody(
      @JsonMember(
              value = String.class,
              message = "openai.function",
              required = true,
              missing = "openai.function",
              matching = "function",
              otherwise = "openai.function")
          @Nullable Object type,
      @Valid @JsonMember(value = FunctionBody.class, required = true) @Nullable Object function,
      Map<?, ?> wire) {

    /** What is no function is not looked into. */
    static @Nullable ToolBody of(@Nullable Object wire) {
      if (!(wire instanceof Map<?, ?> tool)) {
        return null;
      }
      Object type = tool.get("type");
      Object function = tool.get("function");
      if (!"function".equals(type)) {
        function = FunctionBody.NONE;
      } else if (function instanceof Map<?, ?> one) {
        function = new FunctionBody(one.get("name"), one.get("description"), one.get("parameters"));
      }
      return new ToolBody(type, function, tool);
    }

    /** What must be used: a tool, or one of those allowed, which the model's server looks at. */
    static @Nullable ToolBody choice(Map<?, ?> choice) {
      return "allowed_tools".equals(choice.get("type"))
          ? new ToolBody("function", FunctionBody.NONE, choice)
          : of(choice);
    }

    String name() {
      FunctionBody wanted = (FunctionBody) Objects.requireNonNull(function);
      return (String) Objects.requireNonNull(wanted.name());
    }
  }

  record FunctionBody(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "[A-Za-z0-9_-]{1,64}",
              otherwise = "openai.tool_name")
          @Nullable Object name,
      @JsonMember(String.class) @Nullable Object description,
      @JsonMember(Map.class) @Nullable Object parameters) {

    private static final FunctionBody NONE = new FunctionBody("none", null, null);
  }

  /**
   * @param wire what is handed on
   */
  record FormatBody(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "text|json_object|json_schema",
              otherwise = "openai.format")
          @Nullable Object type,
      @JsonProperty("json_schema") @Valid @JsonMember(value = SchemaBody.class, required = true)
          @Nullable Object schema,
      Map<?, ?> wire) {

    /** The schema is looked at where the type says that there is one. */
    static FormatBody of(Map<?, ?> format) {
      Object schema = format.get("json_schema");
      if (!"json_schema".equals(format.get("type"))) {
        schema = SchemaBody.NONE;
      } else if (schema instanceof Map<?, ?> one) {
        schema = new SchemaBody(one.get("name"), one.get("schema"));
      }
      return new FormatBody(format.get("type"), schema, format);
    }
  }

  record SchemaBody(
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object name,
      @JsonMember(Map.class) @Nullable Object schema) {

    private static final SchemaBody NONE = new SchemaBody("none", null);
  }
}
