package dev.sessionmanager.channel.openai;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.ToolSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a request wants its answer made: the options that models take, within the ranges that
 * OpenAI's reference states. What would change the answer and cannot be had is refused; the rest of
 * what a request says is left out.
 */
final class Options {

  /** Texts that end an answer: OpenAI's own bound. */
  private static final int STOPS_MAX = 4;

  /** Tools of a request: OpenAI's own bound. */
  private static final int TOOLS_MAX = 128;

  private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Map<String, Object> NO_PARAMETERS =
      Map.of("type", "object", "properties", Map.of());
  private static final Set<String> TOOL_CHOICES = Set.of("none", "auto", "required");
  private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");

  /** Wishes that no agent here fulfils, where they are there at all. */
  private static final List<String> UNSUPPORTED =
      List.of("audio", "functions", "function_call", "top_logprobs", "web_search_options");

  private final Fields fields;
  private final Map<?, ?> body;

  private Options(Fields fields, Map<?, ?> body) {
    this.fields = fields;
    this.body = body;
  }

  /** Reads the options; where one is wrong, the fields know, and what is returned is no use. */
  static AnswerOptions read(Fields fields, Map<?, ?> body) {
    return new Options(fields, body).read();
  }

  /** In the order in which refusals are shown. */
  private AnswerOptions read() {
    Double temperature = number("temperature", 0, 2, "openai.up_to_2");
    Double topP = number("top_p", 0, 1, "openai.up_to_1");
    Double presencePenalty = number("presence_penalty", -2, 2, "openai.penalty");
    Double frequencyPenalty = number("frequency_penalty", -2, 2, "openai.penalty");
    Integer maxTokens = whole("max_tokens", 1, "openai.positive");
    Integer maxCompletionTokens = whole("max_completion_tokens", 1, "openai.positive");
    Integer seed = whole("seed", Integer.MIN_VALUE, "openai.whole");
    List<String> stop = stop();
    List<ToolSpec> tools = tools();
    String only = onlyTool();
    String choice = only == null ? toolChoice() : "required";
    Map<String, Object> responseFormat = responseFormat();
    refuseUnsupported();
    return new AnswerOptions(
        temperature,
        topP,
        maxCompletionTokens == null ? maxTokens : maxCompletionTokens,
        stop,
        seed,
        presencePenalty,
        frequencyPenalty,
        only == null ? tools : tools.stream().filter(t -> t.name().equals(only)).toList(),
        choice,
        responseFormat);
  }

  private @Nullable Double number(String name, double min, double max, String why) {
    return fields.number(name, body.get(name), min, max, why);
  }

  private @Nullable Integer whole(String name, int min, String why) {
    return fields.whole(name, body.get(name), min, why);
  }

  private List<String> stop() {
    Object stop = body.get("stop");
    List<?> stops = stop instanceof String one ? List.of(one) : fields.list("stop", stop);
    if (stops == null) {
      return List.of();
    }
    if (stops.size() > STOPS_MAX) {
      fields.tooMany("stop", STOPS_MAX);
    }
    return stops.stream().map(each -> fields.name("stop", each)).toList();
  }

  private List<ToolSpec> tools() {
    List<?> tools = fields.list("tools", body.get("tools"));
    if (tools == null) {
      return List.of();
    }
    if (tools.size() > TOOLS_MAX) {
      fields.tooMany("tools", TOOLS_MAX);
      return List.of();
    }
    List<ToolSpec> specs = new ArrayList<>();
    for (int i = 0; i < tools.size(); i++) {
      String field = "tools[" + i + ']';
      Map<?, ?> tool = fields.object(field, tools.get(i));
      Map<?, ?> function = tool == null ? null : function(field, tool);
      if (function != null) {
        specs.add(spec(field + ".function", function));
      }
    }
    return List.copyOf(specs);
  }

  private ToolSpec spec(String field, Map<?, ?> function) {
    String description = fields.text(field + ".description", function.get("description"));
    Map<String, Object> parameters = object(field + ".parameters", function.get("parameters"));
    return new ToolSpec(
        fields.name(field + ".name", function.get("name")),
        description == null ? "" : description,
        parameters == null ? NO_PARAMETERS : parameters);
  }

  /** The function of a tool, or of a wish for one, with a name that models accept. */
  private @Nullable Map<?, ?> function(String field, Map<?, ?> tool) {
    if (!"function".equals(tool.get("type"))) {
      fields.refuse(field + ".type", "openai.function");
      return null;
    }
    Map<?, ?> function = fields.object(field + ".function", tool.get("function"));
    if (function == null) {
      fields.refuse(field + ".function", "required");
      return null;
    }
    String name = fields.name(field + ".function.name", function.get("name"));
    if (!TOOL_NAME.matcher(name).matches()) {
      fields.refuse(field + ".function.name", "openai.tool_name");
    }
    return function;
  }

  /** The one tool that must be used: the same as that tool alone, and that one is required. */
  private @Nullable String onlyTool() {
    if (!(body.get("tool_choice") instanceof Map<?, ?> one)) {
      return null;
    }
    Map<?, ?> function = function("tool_choice", one);
    return function == null ? "" : fields.name("tool_choice.function.name", function.get("name"));
  }

  private @Nullable String toolChoice() {
    String choice = fields.text("tool_choice", body.get("tool_choice"));
    if (choice != null && !TOOL_CHOICES.contains(choice)) {
      fields.refuse("tool_choice", "openai.tool_choice");
    }
    return choice;
  }

  private @Nullable Map<String, Object> responseFormat() {
    Map<String, Object> format = object("response_format", body.get("response_format"));
    if (format == null) {
      return null;
    }
    String type = fields.name("response_format.type", format.get("type"));
    if (!FORMATS.contains(type)) {
      fields.refuse("response_format.type", "openai.format");
    }
    if (type.equals("json_schema")) {
      Map<?, ?> schema = fields.object("response_format.json_schema", format.get("json_schema"));
      if (schema == null) {
        fields.refuse("response_format.json_schema", "required");
      } else {
        fields.name("response_format.json_schema.name", schema.get("name"));
        fields.object("response_format.json_schema.schema", schema.get("schema"));
      }
    }
    return type.equals("text") ? null : format;
  }

  /** JSON's objects have no other keys than strings. */
  @SuppressWarnings("unchecked")
  private @Nullable Map<String, Object> object(String field, @Nullable Object value) {
    return (Map<String, Object>) fields.object(field, value);
  }

  private void refuseUnsupported() {
    Integer choices = fields.whole("n", body.get("n"), 1, "openai.one");
    if (choices != null && choices != 1) {
      fields.refuse("n", "openai.one");
    }
    if (Boolean.TRUE.equals(fields.flag("logprobs", body.get("logprobs")))) {
      fields.refuse("logprobs", "openai.unsupported");
    }
    List<?> modalities = fields.list("modalities", body.get("modalities"));
    if (modalities != null && modalities.stream().anyMatch(m -> !"text".equals(m))) {
      fields.refuse("modalities", "openai.text_only");
    }
    Map<?, ?> bias = fields.object("logit_bias", body.get("logit_bias"));
    if (bias != null && !bias.isEmpty()) {
      fields.refuse("logit_bias", "openai.unsupported");
    }
    UNSUPPORTED.stream()
        .filter(name -> body.get(name) != null)
        .forEach(name -> fields.refuse(name, "openai.unsupported"));
  }
}
