package dev.sessionmanager.tool;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Every tool there is, by the names that agent files use: each tool by its own name, and groups of
 * tools by one name more. A group is made when one of its tools is first needed. Any thread.
 */
public final class ToolRegistry {

  private final Map<String, List<Tool>> singles = new LinkedHashMap<>();
  private final Map<String, Supplier<List<Tool>>> groups;
  private volatile @Nullable Map<String, List<Tool>> all;

  /**
   * Registers tools under their own names.
   *
   * @param single tools that belong to no group
   * @param groups tools by the name of their group: an agent file that names it gets all of them
   * @throws IllegalArgumentException where two tools or groups have one name
   */
  public ToolRegistry(Iterable<? extends Tool> single, Map<String, Supplier<List<Tool>>> groups) {
    single.forEach(tool -> put(singles, tool.name(), List.of(tool)));
    this.groups = groups;
  }

  private static void put(Map<String, List<Tool>> tools, String name, List<Tool> named) {
    if (tools.put(name, named) != null) {
      throw new IllegalArgumentException("Two tools are named " + name + '.');
    }
  }

  /** Whether a tool or a group has this name. */
  public boolean has(String name) {
    return singles.containsKey(name) || groups.containsKey(name) || all().containsKey(name);
  }

  /**
   * The tools of these names and groups, each once, in the order of the names.
   *
   * @throws IllegalArgumentException where two tools or groups have one name
   */
  public List<Tool> of(List<String> names) {
    Map<String, List<Tool>> tools = singles.keySet().containsAll(names) ? singles : all();
    Map<String, Tool> chosen = new LinkedHashMap<>();
    for (String name : names) {
      tools.getOrDefault(name, List.of()).forEach(tool -> chosen.putIfAbsent(tool.name(), tool));
    }
    return List.copyOf(chosen.values());
  }

  private Map<String, List<Tool>> all() {
    Map<String, List<Tool>> known = all;
    if (known == null) { // two threads may both make it: the same
      known = new LinkedHashMap<>(singles);
      for (Map.Entry<String, Supplier<List<Tool>>> group : groups.entrySet()) {
        List<Tool> tools = group.getValue().get();
        put(known, group.getKey(), tools);
        for (Tool tool : tools) {
          put(known, tool.name(), List.of(tool));
        }
      }
      all = known;
    }
    return known;
  }
}
