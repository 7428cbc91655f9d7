package dev.sessionmanager.browser;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the browser gives to a screen reader: its own tree, in the order in which it is read. */
record AccessibilityTree(List<Node> nodes) {

  /**
   * One thing that is read.
   *
   * @param states like busy, live, level, expanded, pressed; those that are
   */
  record Node(String role, String name, Map<String, String> states) {

    boolean isBusy() {
      return List.of("true", "1").contains(states.getOrDefault("busy", "false"));
    }

    boolean is(String wantedRole, String wantedName) {
      return role.equals(wantedRole) && name.equals(wantedName);
    }
  }

  static AccessibilityTree of(Page page) {
    CDPSession inside = page.context().newCDPSession(page);
    JsonArray all = inside.send("Accessibility.getFullAXTree").getAsJsonArray("nodes");
    inside.detach();
    Map<String, JsonObject> byId = new HashMap<>();
    for (JsonElement node : all) {
      byId.put(text(node.getAsJsonObject(), "nodeId"), node.getAsJsonObject());
    }
    List<Node> nodes = new ArrayList<>();
    read(all.get(0).getAsJsonObject(), byId, nodes);
    return new AccessibilityTree(nodes);
  }

  private static void read(JsonObject node, Map<String, JsonObject> byId, List<Node> into) {
    if (!node.get("ignored").getAsBoolean()) {
      Map<String, String> states = new HashMap<>();
      if (node.has("properties")) {
        for (JsonElement one : node.getAsJsonArray("properties")) {
          JsonObject property = one.getAsJsonObject();
          JsonElement value = property.getAsJsonObject("value").get("value");
          if (value != null && value.isJsonPrimitive()) {
            states.put(text(property, "name"), value.getAsString());
          }
        }
      }
      into.add(new Node(value(node, "role"), value(node, "name"), states));
    }
    if (node.has("childIds")) {
      for (JsonElement id : node.getAsJsonArray("childIds")) {
        JsonObject child = byId.get(id.getAsString());
        if (child != null) {
          read(child, byId, into);
        }
      }
    }
  }

  private static String text(JsonObject node, String name) {
    return Objects.requireNonNull(node.get(name), name).getAsString();
  }

  private static String value(JsonObject node, String name) {
    JsonObject value = node.getAsJsonObject(name);
    JsonElement text = value == null ? null : value.get("value");
    return text == null ? "" : text.getAsString();
  }

  /** Those of a role, in the order in which they are read. */
  List<Node> all(String role) {
    return nodes.stream().filter(node -> node.role().equals(role)).toList();
  }

  /** The texts of a role, as they are named. */
  List<String> names(String role) {
    return all(role).stream().map(Node::name).toList();
  }
}
