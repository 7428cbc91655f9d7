package dev.sessionmanager.economics;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a calculator wants to know.
 *
 * @param name as a model gives it
 * @param label with its article, in Spanish: "el capital"
 * @param cues words beside a number that say it is this one
 * @param follows the name of the input whose number stands right before this one's: "de 10 a 12"
 * @param unless the name of an optional input that stands in for this one
 * @param named whether it is only a number beside one of its words, never one that is left
 */
record Input(
    String name,
    String label,
    InputKind kind,
    List<Phrase> cues,
    boolean required,
    @Nullable String follows,
    @Nullable String unless,
    boolean named) {

  /** Numbers in a list of flows or in a series. */
  static final int MAX_FLOWS = 600;

  /** What a model should know beside the label: a sentence after a space, or nothing. */
  String about() {
    return required ? kind.about : kind.about + " Opcional.";
  }

  /** Without the article and what is in brackets, with a capital: "Capital". */
  String title() {
    String bare = label.replaceFirst("^(el|la|los|las) ", "").replaceFirst(" \\(.*\\)$", "");
    return Character.toUpperCase(bare.charAt(0)) + bare.substring(1);
  }

  /** JSON Schema of an object with these inputs. */
  static Map<String, Object> schema(List<Input> inputs) {
    Map<String, Object> properties = new LinkedHashMap<>();
    inputs.forEach(input -> properties.put(input.name, input.schema()));
    List<String> required =
        inputs.stream()
            .filter(input -> input.required && input.unless == null)
            .map(Input::name)
            .toList();
    return object(properties, required);
  }

  /** JSON Schema of an object with these properties and no others. */
  static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        required,
        "additionalProperties",
        false);
  }

  /** JSON Schema of this one. */
  Map<String, Object> schema() {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("type", kind.type);
    if (kind == InputKind.FLOWS) {
      schema.put("items", Map.of("type", "number"));
      schema.put("maxItems", MAX_FLOWS);
    }
    schema.put("description", title() + "." + about());
    return schema;
  }
}
