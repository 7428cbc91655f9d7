package dev.sessionmanager.agent;

import dev.sessionmanager.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Every tool there is, by name, and groups of them that go by one. Any thread. */
final class ToolBox {

  private final Map<String, List<Tool>> tools = new LinkedHashMap<>();

  /**
   * @param single tools that go by their own name only
   * @param groups names under which an agent file gets several at once; each of these also goes by
   *     its own
   * @throws IllegalArgumentException where two have one name
   */
  ToolBox(Iterable<? extends Tool> single, Map<String, ? extends List<? extends Tool>> groups) {
    single.forEach(tool -> put(tool.name(), List.of(tool)));
    groups.forEach((name, several) -> {
      put(name, List.copyOf(several));
      several.forEach(tool -> put(tool.name(), List.of(tool)));
    });
  }

  private void put(String name, List<Tool> named) {
    if (tools.put(name, named) != null) {
      throw new IllegalArgumentException("Two tools are named " + name + '.');
    }
  }

  /** Whether there is a tool or a group of this name. */
  boolean has(String name) {
    return tools.containsKey(name);
  }

  /** Those that go by one of these names, in their order. */
  List<Tool> of(List<String> names) {
    Map<String, Tool> chosen = new LinkedHashMap<>();
    for (String name : names) {
      tools.getOrDefault(name, List.of()).forEach(tool -> chosen.putIfAbsent(tool.name(), tool));
    }
    return List.copyOf(chosen.values());
  }
}
