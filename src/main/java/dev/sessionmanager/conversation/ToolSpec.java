package dev.sessionmanager.conversation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A tool that a model may ask for.
 *
 * @param name by which the model asks
 * @param wire OpenAI's object of it, whole: of a caller's tool as the caller sent it, so that no
 *     word of its schema is lost
 */
public record ToolSpec(String name, Map<String, Object> wire) {

  /**
   * A function of our own.
   *
   * @param parameters a JSON Schema of its arguments: an object of maps, lists, strings and numbers
   */
  public static ToolSpec function(String name, String description, Map<String, Object> parameters) {
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    function.put("description", description);
    function.put("parameters", parameters);
    return new ToolSpec(name, Map.of("type", "function", "function", function));
  }
}
