package dev.sessionmanager.economics;

import java.util.List;
import java.util.Map;

/**
 * The one argument of a calculator that reads a sentence by itself. Immutable; any thread.
 *
 * @param name as a model gives it
 * @param about what a model should know, with an example
 */
record TextInput(String name, String about) {

  /** JSON Schema of an object with this argument alone. */
  Map<String, Object> schema() {
    return Input.object(
        Map.of(name, Map.of("type", "string", "description", about)), List.of(name));
  }

  /** What a model gave; empty where it gave none, or no text. */
  String of(Map<String, Object> arguments) {
    return arguments.get(name) instanceof String text ? text : "";
  }
}
