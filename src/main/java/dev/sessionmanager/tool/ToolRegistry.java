package dev.sessionmanager.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every tool there is, by the names that agent files use: each tool by its own name, and groups of
 * tools by one name more. Immutable; any thread.
 */
public final class ToolRegistry {

  private final Map<String, List<Tool>> tools = new LinkedHashMap<>();

  /**
   * Registers every tool under its own name.
   *
   * @param single tools that belong to no group
   * @param groups tools by the name of their group: an agent file that names it gets all of them
   * @throws IllegalArgumentException where two tools or groups have one name
   */
  public ToolRegistry(
      Iterable<? extends Tool> single, Map<String, ? extends List<? extends Tool>> groups) {
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

  /** Whether a tool or a group has this name. */
  public boolean has(String name) {
    return tools.containsKey(name);
  }

  /** The tools of these names and groups, each once, in the order of the names. */
  public List<Tool> of(List<String> names) {
    Map<String, Tool> chosen = new LinkedHashMap<>();
    for (String name : names) {
      tools.getOrDefault(name, List.of()).forEach(tool -> chosen.putIfAbsent(tool.name(), tool));
    }
    return List.copyOf(chosen.values());
  }
}
