package dev.sessionmanager.channel.openai;

import java.util.LinkedHashMap;
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

  private static final int STOPS_MAX = 4;
  private static final int TOOLS_MAX = 128;
  private static final Pattern TOOL_NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Set<String> TOOL_CHOICES = Set.of("none", "auto", "required");
  private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");

  /** Wishes that no agent here fulfils, where they are there at all. */
  private static final List<String> UNSUPPORTED =
      List.of("audio", "functions", "function_call", "top_logprobs", "web_search_options");

  private final Fields fields;
  private final Map<?, ?> body;
  private final Map<String, Object> options = new LinkedHashMap<>();

  private Options(Fields fields, Map<?, ?> body) {
    this.fields = fields;
    this.body = body;
  }

  /** Under OpenAI's names, in the types that JSON has; empty for most requests. */
  static Map<String, Object> read(Fields fields, Map<?, ?> body) {
    return new Options(fields, body).read();
  }

  private Map<String, Object> read() {
    number("temperature", 0, 2, "openai.up_to_2");
    number("top_p", 0, 1, "openai.up_to_1");
    number("presence_penalty", -2, 2, "openai.penalty");
    number("frequency_penalty", -2, 2, "openai.penalty");
    whole("max_tokens", 1, "openai.positive");
    whole("max_completion_tokens", 1, "openai.positive");
    whole("seed", Integer.MIN_VALUE, "openai.whole");
    stop();
    tools();
    toolChoice();
    responseFormat();
    refuseUnsupported();
    return options;
  }

  private void keep(String name, @Nullable Object value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private void number(String name, double min, double max, String why) {
    keep(name, fields.number(name, body.get(name), min, max, why));
  }

  private void whole(String name, int min, String why) {
    keep(name, fields.whole(name, body.get(name), min, why));
  }

  private void stop() {
    Object stop = body.get("stop");
    List<?> stops = stop instanceof String one ? List.of(one) : fields.list("stop", stop);
    if (stops == null || stops.isEmpty()) {
      return;
    }
    if (stops.size() > STOPS_MAX) {
      fields.tooMany("stop", STOPS_MAX);
    }
    stops.forEach(each -> fields.name("stop", each));
    options.put("stop", stops);
  }

  private void tools() {
    List<?> tools = fields.list("tools", body.get("tools"));
    if (tools == null || tools.isEmpty()) {
      return;
    }
    if (tools.size() > TOOLS_MAX) {
      fields.tooMany("tools", TOOLS_MAX);
      return;
    }
    for (int i = 0; i < tools.size(); i++) {
      String field = "tools[" + i + ']';
      Map<?, ?> tool = fields.object(field, tools.get(i));
      Map<?, ?> function = tool == null ? null : function(field, tool);
      if (function != null) {
        fields.text(field + ".function.description", function.get("description"));
        fields.object(field + ".function.parameters", function.get("parameters"));
      }
    }
    options.put("tools", tools);
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

  private void toolChoice() {
    Object choice = body.get("tool_choice");
    if (choice instanceof Map<?, ?> one) {
      function("tool_choice", one);
    } else if (choice != null && !TOOL_CHOICES.contains(fields.text("tool_choice", choice))) {
      fields.refuse("tool_choice", "openai.tool_choice");
    }
    keep("tool_choice", choice);
  }

  private void responseFormat() {
    Map<?, ?> format = fields.object("response_format", body.get("response_format"));
    if (format == null) {
      return;
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
    if (!type.equals("text")) {
      options.put("response_format", format);
    }
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
