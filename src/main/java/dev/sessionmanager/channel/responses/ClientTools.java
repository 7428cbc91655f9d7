package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The tools of a client as a model behind chat completions takes them: functions. A custom tool,
 * whose input is any text, becomes a function of one text; the functions of a namespace get its
 * name before theirs. Both come back as what the client knows. A search by OpenAI, which Codex
 * offers to every model, is left out where the model may do without, and so stands in no response;
 * every other tool that OpenAI itself runs is refused by name.
 *
 * @param specs as the model gets them
 * @param byName what the client calls them, by the name that the model knows
 * @param shown of those that the model gets, as a response shows them
 * @param choice which of them is to be used, as chat completions say it
 */
record ClientTools(
    List<ToolSpec> specs,
    Map<String, Named> byName,
    List<Map<String, Object>> shown,
    @Nullable Object choice) {

  private static final JsonMapper JSON = new JsonMapper();

  private static final String FUNCTION = "function";
  private static final String CUSTOM = "custom";
  private static final String NAMESPACE = "namespace";

  /** What OpenAI takes for a name. */
  private static final String NAME = "[A-Za-z0-9_-]{1,128}";

  /** What chat completions know of a function. */
  private static final Set<String> OF_A_FUNCTION =
      Set.of("name", "description", "parameters", "strict");

  private static final int MAX = 128;

  /** The one member of a custom tool's arguments. */
  private static final String INPUT = "input";

  static final ClientTools NONE = new ClientTools(List.of(), Map.of(), List.of(), null);

  /**
   * A tool as the client knows it.
   *
   * @param custom whether its input is any text
   */
  record Named(boolean custom, @Nullable String namespace, String name) {}

  /** Of a request's {@code tools} and {@code tool_choice}. */
  static ClientTools of(Map<String, Object> request, Faults faults) {
    List<?> tools = Members.list(request, "tools");
    if (tools.size() > MAX) {
      faults.add("tools", "responses.too_many_tools");
      return NONE;
    }
    Reading reading = new Reading(faults);
    for (int i = 0; i < tools.size(); i++) {
      reading.tool(tools.get(i), "tools[" + i + ']', null);
    }
    Object choice = reading.choice(request.get("tool_choice"), "tool_choice");
    return new ClientTools(reading.chosen(), reading.byName, reading.shown, choice);
  }

  /** The name by which the model knows a tool of the client's. */
  String wireName(@Nullable String namespace, String name) {
    return namespace == null ? name : namespace + "__" + name;
  }

  /** What the client calls the tool that the model names; a function of this name where none is. */
  Named named(String wireName) {
    return byName.getOrDefault(wireName, new Named(false, null, wireName));
  }

  /** A custom tool's input as arguments. */
  static String arguments(String input) {
    return JSON.writeValueAsString(Map.of(INPUT, input));
  }

  /** The input in a custom tool's arguments; what is no such object is the input itself. */
  static String input(String arguments) {
    try {
      return JSON.readValue(arguments, Map.class).get(INPUT) instanceof String input
          ? input
          : arguments;
    } catch (JacksonException noObject) {
      return arguments;
    }
  }

  /** One reading of a request's tools. */
  private static final class Reading {
    private final Faults faults;
    private final Map<String, ToolSpec> specs = new LinkedHashMap<>();
    private final Map<String, Named> byName = new LinkedHashMap<>();
    private final List<Map<String, Object>> shown = new ArrayList<>();
    private @Nullable List<String> allowed;

    Reading(Faults faults) {
      this.faults = faults;
    }

    void tool(@Nullable Object wire, String at, @Nullable String namespace) {
      if (!(wire instanceof Map<?, ?> map)) {
        faults.add(at, "type");
        return;
      }
      Map<String, Object> tool = Members.cast(map);
      String type = Members.said(tool, "type");
      switch (type) {
        case FUNCTION, CUSTOM -> {
          spec(tool, at, namespace, type.equals(CUSTOM));
          if (namespace == null) {
            shown.add(type.equals(CUSTOM) ? tool : whole(tool));
          }
        }
        case NAMESPACE -> namespace(tool, at, namespace);
        // What Codex offers to every model.
        case "web_search", "web_search_2025_08_26", "web_search_preview", "image_generation" -> {}
        default -> faults.add(at + ".type", "responses.tool");
      }
    }

    private void namespace(Map<String, Object> tool, String at, @Nullable String outer) {
      String name = name(tool, at);
      if (outer != null) {
        faults.add(at + ".type", "responses.tool");
        return;
      }
      List<?> inner = Members.list(tool, "tools");
      for (int i = 0; i < inner.size() && specs.size() < MAX; i++) {
        tool(inner.get(i), at + ".tools[" + i + ']', name);
      }
      shown.add(tool);
    }

    private String name(Map<String, Object> tool, String at) {
      Object name = tool.get("name");
      if (!(name instanceof String text) || !text.matches(NAME)) {
        faults.add(at + ".name", name == null ? "required" : "openai.tool_name");
        return "";
      }
      return text;
    }

    private void spec(
        Map<String, Object> tool, String at, @Nullable String namespace, boolean custom) {
      String name = name(tool, at);
      if (!custom
          && tool.get("parameters") != null
          && !(tool.get("parameters") instanceof Map<?, ?>)) {
        faults.add(at + ".parameters", "type");
        return;
      }
      String wire = NONE.wireName(namespace, name);
      Map<String, Object> function = custom ? customFunction(tool) : new LinkedHashMap<>(tool);
      function.keySet().retainAll(OF_A_FUNCTION); // what else there is, is for OpenAI's own hands
      function.values().removeIf(Objects::isNull);
      function.put("name", wire);
      byName.put(wire, new Named(custom, namespace, name));
      specs.put(wire, new ToolSpec(wire, Members.of("type", FUNCTION, FUNCTION, function)));
    }

    /** The form that the input must have, which no chat completion enforces, is told in words. */
    private static Map<String, Object> customFunction(Map<String, Object> tool) {
      Map<String, Object> format = Members.object(tool, "format");
      String form =
          "grammar".equals(format.get("type"))
              ? "It must match this grammar (%s):\n%s"
                  .formatted(Members.said(format, "syntax"), Members.said(format, "definition"))
              : "Any text.";
      Map<String, Object> function = new LinkedHashMap<>();
      function.put("name", "");
      function.put("description", Members.said(tool, "description"));
      function.put(
          "parameters",
          Members.of(
              "type",
              "object",
              "properties",
              Map.of(INPUT, Members.of("type", "string", "description", form)),
              "required",
              List.of(INPUT),
              "additionalProperties",
              false));
      return function;
    }

    /** OpenAI always tells these two of a function. */
    private static Map<String, Object> whole(Map<String, Object> function) {
      Map<String, Object> whole =
          new LinkedHashMap<>(Members.of("parameters", null, "strict", null));
      whole.putAll(function);
      return whole;
    }

    @Nullable Object choice(@Nullable Object wire, String at) {
      return switch (wire) {
        case null -> null;
        case String text when text.matches("none|auto") -> specs.isEmpty() ? null : text;
        case String text when text.equals("required") -> {
          if (specs.isEmpty()) {
            faults.add(at, "responses.tool_choice");
          }
          yield text;
        }
        case Map<?, ?> map -> one(Members.cast(map), at);
        default -> {
          faults.add(at, "responses.tool_choice");
          yield null;
        }
      };
    }

    private @Nullable Object one(Map<String, Object> choice, String at) {
      String type = Members.said(choice, "type");
      if (type.equals("allowed_tools")) {
        allowed =
            Members.list(choice, "tools").stream()
                .filter(Map.class::isInstance)
                .map(tool -> wire(Members.cast(tool)))
                .toList();
        return choice(choice.get("mode"), at + ".mode");
      }
      String name = wire(choice);
      if (!type.equals(FUNCTION) && !type.equals(CUSTOM)) {
        faults.add(at + ".type", "responses.tool");
      } else if (!specs.containsKey(name)) {
        faults.add(at, "responses.tool_choice");
      }
      return Members.of("type", FUNCTION, FUNCTION, Members.of("name", name));
    }

    private static String wire(Map<String, Object> tool) {
      return NONE.wireName(Members.text(tool, "namespace"), Members.said(tool, "name"));
    }

    List<ToolSpec> chosen() {
      return specs.values().stream()
          .filter(spec -> allowed == null || allowed.contains(spec.name()))
          .toList();
    }
  }
}
