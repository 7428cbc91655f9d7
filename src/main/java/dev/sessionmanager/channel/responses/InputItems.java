package dev.sessionmanager.channel.responses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the items that a client sends: each as it came, with what OpenAI lets a client leave out
 * put in. What no model behind chat completions could be told is refused by name.
 */
final class InputItems {

  static final String MESSAGE = "message";
  static final String CALL = "function_call";
  static final String OUTPUT = "function_call_output";
  static final String CUSTOM_CALL = "custom_tool_call";
  static final String CUSTOM_OUTPUT = "custom_tool_call_output";
  static final String REASONING = "reasoning";
  static final String REFERENCE = "item_reference";

  private final Faults faults;

  /** The item of an id that the client names; null where the client has none of this id. */
  private final Function<String, @Nullable Map<String, Object>> known;

  InputItems(Faults faults, Function<String, @Nullable Map<String, Object>> known) {
    this.faults = faults;
    this.known = known;
  }

  /**
   * Items, or a text that is one message of the user's.
   *
   * @param place the member's name
   */
  List<Map<String, Object>> read(@Nullable Object input, String place) {
    if (input instanceof String text) {
      if (text.isBlank()) {
        faults.add(place, "blank");
      }
      return List.of(message("user", text));
    }
    List<Map<String, Object>> items = new ArrayList<>();
    if (!(input instanceof List<?> list)) {
      faults.add(place, input == null ? "required" : "type");
      return items;
    }
    if (list.isEmpty()) {
      faults.add(place, "required");
    }
    for (int i = 0; i < list.size(); i++) {
      String at = place + '[' + i + ']';
      if (list.get(i) instanceof Map<?, ?> item) {
        items.add(item(Members.cast(item), at));
      } else {
        faults.add(at, "type");
      }
    }
    return items;
  }

  private static Map<String, Object> message(String role, String text) {
    String type = role.equals("assistant") ? "output_text" : "input_text";
    return Members.of("type", MESSAGE, "role", role, "content", List.of(part(type, text)));
  }

  private static Map<String, Object> part(String type, String text) {
    return type.equals("output_text")
        ? Members.of("type", type, "text", text, "annotations", List.of(), "logprobs", List.of())
        : Members.of("type", type, "text", text);
  }

  private Map<String, Object> item(Map<String, Object> item, String at) {
    Object named = item.get("type");
    String type =
        named == null ? (item.containsKey("role") ? MESSAGE : REFERENCE) : named.toString();
    return switch (type) {
      case MESSAGE -> message(item, at);
      case CALL -> all(item, at, "call_id", "name", "arguments");
      case CUSTOM_CALL -> all(item, at, "call_id", "name", "input");
      case OUTPUT, CUSTOM_OUTPUT -> {
        content(item.get("output"), at + ".output");
        yield all(item, at, "call_id");
      }
      case REASONING -> item;
      case REFERENCE -> reference(item, at);
      default -> {
        faults.add(at + ".type", "responses.item");
        yield item;
      }
    };
  }

  private Map<String, Object> all(Map<String, Object> item, String at, String... names) {
    for (String name : names) {
      Object value = item.get(name);
      if (value == null || (value.equals("") && name.equals("call_id"))) {
        faults.add(at + '.' + name, "required");
      } else if (!(value instanceof String)) {
        faults.add(at + '.' + name, "type");
      }
    }
    return item;
  }

  private Map<String, Object> reference(Map<String, Object> item, String at) {
    String id = Members.text(item, "id");
    Map<String, Object> found = id == null ? null : known.apply(id);
    if (found == null) {
      faults.add(at + ".id", id == null ? "required" : "responses.no_item");
      return item;
    }
    return found;
  }

  private Map<String, Object> message(Map<String, Object> item, String at) {
    String role = Members.said(item, "role");
    if (!role.matches("user|assistant|system|developer")) {
      faults.add(at + ".role", role.isEmpty() ? "required" : "responses.role");
    }
    Map<String, Object> read = new LinkedHashMap<>(item);
    read.put("type", MESSAGE);
    Object content = item.get("content");
    content(content, at + ".content");
    if (content instanceof String text) {
      read.put("content", message(role, text).get("content"));
    }
    return read;
  }

  /** A text, or parts that are texts. */
  private void content(@Nullable Object content, String at) {
    if (content instanceof String) {
      return;
    }
    if (!(content instanceof List<?> parts)) {
      faults.add(at, content == null ? "required" : "type");
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      String place = at + '[' + i + ']';
      if (!(parts.get(i) instanceof Map<?, ?> map)) {
        faults.add(place, "type");
        continue;
      }
      Map<String, Object> part = Members.cast(map);
      switch (Members.said(part, "type")) {
        case "input_text", "output_text", "text" -> all(part, place, "text");
        case "refusal" -> all(part, place, "refusal");
        case "" -> faults.add(place + ".type", "required");
        default -> faults.add(place + ".type", "openai.text_only");
      }
    }
  }
}
