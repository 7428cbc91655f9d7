package dev.sessionmanager.channel.anthropic;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.sessionmanager.problem.JsonMember;
import dev.sessionmanager.problem.Several;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Null;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /v1/messages} and of {@code /v1/messages/count_tokens}, each member as it
 * came and within the range that Anthropic's reference states, in the order in which what is wrong
 * is shown. What would change the answer and cannot be had is refused; what else a request says
 * ({@code cache_control}, {@code context_management}, {@code service_tier}, how hard to think) is
 * left out.
 */
@SuppressWarnings("MultipleNullnessAnnotations") // absent until it is checked
record MessagesBody(
    @JsonMember(value = String.class, required = true, filled = true) Object model,
    @Valid @Several(required = true, maxSetting = "anthropic.max-messages") Object messages,
    @JsonProperty("max_tokens")
        @NotNull(message = "required", groups = Answered.class)
        @JsonMember(value = Number.class, whole = true, min = 1, otherwise = "openai.positive")
        @Nullable Object maxTokens,
    @Valid @Several(orText = true) @Nullable Object system,
    @JsonMember(value = Number.class, min = 0, max = 1, otherwise = "openai.up_to_1")
        @Nullable Object temperature,
    @JsonProperty("top_p")
        @JsonMember(value = Number.class, min = 0, max = 1, otherwise = "openai.up_to_1")
        @Nullable Object topP,
    @JsonProperty("top_k")
        @JsonMember(value = Number.class, whole = true, min = 0, otherwise = "openai.whole")
        @Nullable Object topK,
    @JsonProperty("stop_sequences") @Valid @Several @Nullable Object stopSequences,
    @Valid @Several(maxSetting = "anthropic.max-tools") @Nullable Object tools,
    @JsonProperty("tool_choice") @Valid @JsonMember(ChoiceBody.class) @Nullable Object toolChoice,
    @Valid @JsonMember(MetadataBody.class) @Nullable Object metadata,
    @Valid @JsonMember(ThinkingBody.class) @Nullable Object thinking,
    @JsonProperty("output_config") @Valid @JsonMember(OutputBody.class)
        @Nullable Object outputConfig,
    @JsonProperty("output_format") @Valid @JsonMember(FormatBody.class)
        @Nullable Object outputFormat,
    @JsonProperty("mcp_servers")
        @JsonMember(value = List.class, matching = "\\[]", otherwise = UNSUPPORTED)
        @Nullable Object mcpServers,
    @Null(message = UNSUPPORTED) @Nullable Object container,
    @JsonMember(Boolean.class) @Nullable Object stream) {

  private static final String UNSUPPORTED = "openai.unsupported";

  /** What only a request for an answer must have. */
  interface Answered {}

  /** What is an object becomes a body of its own, so that its members are checked. */
  MessagesBody {
    messages = Several.Rule.each(messages, TurnBody::of);
    system = Several.Rule.each(system, BlockBody::told);
    stopSequences = Several.Rule.each(stopSequences, StopBody::of);
    tools = Several.Rule.each(tools, ToolBody::of);
    toolChoice = toolChoice instanceof Map<?, ?> one ? ChoiceBody.of(one) : toolChoice;
    metadata =
        metadata instanceof Map<?, ?> about ? new MetadataBody(about.get("user_id")) : metadata;
    thinking = thinking instanceof Map<?, ?> how ? new ThinkingBody(how.get("type")) : thinking;
    outputConfig =
        outputConfig instanceof Map<?, ?> how
            ? new OutputBody(FormatBody.read(how.get("format")))
            : outputConfig;
    outputFormat = FormatBody.read(outputFormat);
  }

  /** Whether the client reads what the model thinks; one that does not ask for it is not ready. */
  boolean thinks() {
    return thinking instanceof ThinkingBody how
        && how.type() != null
        && !"disabled".equals(how.type());
  }

  record StopBody(String text) {

    /** Null where it is no text. */
    static @Nullable StopBody of(@Nullable Object wire) {
      return wire instanceof String text ? new StopBody(text) : null;
    }
  }

  record MetadataBody(@JsonProperty("user_id") @JsonMember(String.class) @Nullable Object userId) {}

  record ThinkingBody(
      @JsonMember(
              value = String.class,
              required = true,
              matching = "enabled|disabled|adaptive",
              otherwise = "anthropic.thinking")
          @Nullable Object type) {}

  record OutputBody(@Valid @JsonMember(FormatBody.class) @Nullable Object format) {}

  record FormatBody(
      @JsonMember(
              value = String.class,
              required = true,
              matching = "json_schema",
              otherwise = "anthropic.format")
          @Nullable Object type,
      @JsonMember(value = Map.class, required = true) @Nullable Object schema) {

    static @Nullable Object read(@Nullable Object wire) {
      return wire instanceof Map<?, ?> format
          ? new FormatBody(format.get("type"), format.get("schema"))
          : wire;
    }
  }

  /**
   * A tool of the client's. Those that Anthropic's servers know by their type alone, like {@code
   * web_search_20250305}, cannot be had.
   */
  record ToolBody(
      @JsonMember(value = String.class, matching = "custom", otherwise = "anthropic.tool")
          @Nullable Object type,
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "[A-Za-z0-9_-]{1,128}",
              otherwise = "anthropic.tool_name")
          @Nullable Object name,
      @JsonMember(String.class) @Nullable Object description,
      @JsonProperty("input_schema") @JsonMember(value = Map.class, required = true)
          @Nullable Object schema,
      @JsonMember(Boolean.class) @Nullable Object strict) {

    /** One of another type is not looked into. */
    static @Nullable ToolBody of(@Nullable Object wire) {
      if (!(wire instanceof Map<?, ?> tool)) {
        return null;
      }
      Object type = tool.get("type");
      return type == null || "custom".equals(type)
          ? new ToolBody(
              type,
              tool.get("name"),
              tool.get("description"),
              tool.get("input_schema"),
              tool.get("strict"))
          : new ToolBody(type, "none", null, Map.of(), null);
    }
  }

  record ChoiceBody(
      @JsonMember(
              value = String.class,
              required = true,
              filled = true,
              matching = "auto|any|tool|none",
              otherwise = "anthropic.tool_choice")
          @Nullable Object type,
      @JsonMember(value = String.class, required = true, filled = true) @Nullable Object name,
      @JsonProperty("disable_parallel_tool_use") @JsonMember(Boolean.class)
          @Nullable Object oneAtOnce) {

    /** Only a choice of one tool has a name. */
    static ChoiceBody of(Map<?, ?> choice) {
      Object type = choice.get("type");
      return new ChoiceBody(
          type,
          "tool".equals(type) ? choice.get("name") : "none",
          choice.get("disable_parallel_tool_use"));
    }
  }
}
