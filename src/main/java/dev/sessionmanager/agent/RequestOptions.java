package dev.sessionmanager.agent;

import dev.sessionmanager.model.ModelOptions;
import dev.sessionmanager.model.ToolSpec;
import dev.sessionmanager.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a caller wants a model to answer, under the names of OpenAI's chat completions.
 *
 * @see <a href="https://platform.openai.com/docs/api-reference/chat/create">OpenAI's reference</a>
 */
final class RequestOptions {

  private final Map<String, Object> options;

  private RequestOptions(Map<String, Object> options) {
    this.options = options;
  }

  /**
   * Reads them; what is not named here is left out.
   *
   * @throws Problem INVALID where one is of the wrong type
   */
  static ModelOptions of(Map<String, Object> options) {
    return options.isEmpty() ? ModelOptions.DEFAULTS : new RequestOptions(options).read();
  }

  private ModelOptions read() {
    Integer maxTokens = whole("max_completion_tokens");
    List<ToolSpec> tools = tools();
    String choice = null;
    if (options.get("tool_choice") instanceof Map<?, ?> one) {
      // One tool and no other: the same as that tool alone, and that it must be used.
      String name = text(object("tool_choice", one.get("function")), "tool_choice", "name");
      tools = tools.stream().filter(tool -> tool.name().equals(name)).toList();
      choice = "required";
    } else if (options.get("tool_choice") != null) {
      choice = of("tool_choice", String.class, options.get("tool_choice"));
    }
    return new ModelOptions(
        number("temperature"),
        number("top_p"),
        maxTokens == null ? whole("max_tokens") : maxTokens,
        stop(),
        whole("seed"),
        number("presence_penalty"),
        number("frequency_penalty"),
        tools,
        choice,
        options.get("response_format") == null
            ? null
            : object("response_format", options.get("response_format")));
  }

  private @Nullable Double number(String name) {
    Object value = options.get(name);
    return value == null ? null : of(name, Number.class, value).doubleValue();
  }

  private @Nullable Integer whole(String name) {
    Object value = options.get(name);
    if (value == null) {
      return null;
    }
    double number = of(name, Number.class, value).doubleValue();
    if (number != Math.rint(number) || Math.abs(number) > Integer.MAX_VALUE) {
      throw wrong(name);
    }
    return (int) number;
  }

  private List<String> stop() {
    return switch (options.get("stop")) {
      case null -> List.of();
      case String one -> List.of(one);
      case List<?> several -> several.stream().map(stop -> of("stop", String.class, stop)).toList();
      default -> throw wrong("stop");
    };
  }

  private List<ToolSpec> tools() {
    if (options.get("tools") == null) {
      return List.of();
    }
    List<ToolSpec> tools = new ArrayList<>();
    for (Object tool : of("tools", List.class, options.get("tools"))) {
      Map<String, Object> function =
          object("tools", object("tools", tool).getOrDefault("function", tool));
      Object parameters = function.get("parameters");
      Object description = function.get("description");
      tools.add(
          new ToolSpec(
              text(function, "tools", "name"),
              description == null ? "" : of("tools", String.class, description),
              parameters == null
                  ? Map.of("type", "object", "properties", Map.of())
                  : object("tools", parameters)));
    }
    return List.copyOf(tools);
  }

  private static String text(Map<String, Object> in, String option, String key) {
    return of(option, String.class, in.get(key));
  }

  /** JSON's objects have no other keys than strings. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(String option, @Nullable Object value) {
    return of(option, Map.class, value);
  }

  private static <T> T of(String option, Class<T> type, @Nullable Object value) {
    if (!type.isInstance(value)) {
      throw wrong(option);
    }
    return type.cast(value);
  }

  private static Problem wrong(String option) {
    return Problem.fields(Map.of(option, "type"));
  }
}
