package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Items as the messages of chat completions: what an assistant thought, said and asked of tools one
 * after the other is one message. One thread, once.
 */
final class ItemMessages {

  /** The member of ours with what a call's provider wants to see again. */
  static final String EXTRA = "provider_extra";

  private final ClientTools tools;
  private final List<Message> messages = new ArrayList<>();

  /** What the assistant says, as far as it has come. */
  private @Nullable String said;

  private final List<ToolCall> calls = new ArrayList<>();
  private final Map<String, Object> thought = new LinkedHashMap<>();

  private ItemMessages(ClientTools tools) {
    this.tools = tools;
  }

  /**
   * @param tools by whose names the model knows the calls
   */
  static List<Message> of(List<Map<String, Object>> items, ClientTools tools) {
    ItemMessages all = new ItemMessages(tools);
    items.forEach(all::add);
    all.close();
    return all.messages;
  }

  private void add(Map<String, Object> item) {
    switch (Members.said(item, "type")) {
      case InputItems.REASONING -> {
        if (said != null || !calls.isEmpty()) {
          close();
        }
        Thought.of(item)
            .ifPresent(one -> thought.merge(one.name(), one.text(), (a, b) -> a + "\n" + b));
      }
      case InputItems.CALL, InputItems.CUSTOM_CALL -> calls.add(call(item));
      case InputItems.OUTPUT, InputItems.CUSTOM_OUTPUT -> {
        close();
        messages.add(Message.result(Members.said(item, "call_id"), text(item.get("output"))));
      }
      default -> message(item);
    }
  }

  private void message(Map<String, Object> item) {
    String text = text(item.get("content"));
    String role = Members.said(item, "role");
    if (role.equals("assistant")) {
      if (said != null || !calls.isEmpty()) {
        close();
      }
      said = text;
      return;
    }
    close();
    // Many servers know no developer; OpenAI's take what the system says for what a developer says.
    messages.add(role.equals("user") ? Message.user(text) : Message.system(text));
  }

  private ToolCall call(Map<String, Object> item) {
    return new ToolCall(
        Members.said(item, "call_id"),
        tools.wireName(Members.text(item, "namespace"), Members.said(item, "name")),
        item.containsKey("input")
            ? ClientTools.arguments(Members.said(item, "input"))
            : Members.said(item, "arguments"),
        Members.object(item, EXTRA));
  }

  private void close() {
    if (said != null || !calls.isEmpty()) {
      messages.add(
          new Message(Role.ASSISTANT, said, List.copyOf(calls), null, Map.copyOf(thought)));
    }
    said = null;
    calls.clear();
    thought.clear();
  }

  /** About how many chars of an item a model gets. */
  static long chars(Map<String, Object> item) {
    return switch (Members.said(item, "type")) {
      case InputItems.REASONING -> Thought.of(item).map(one -> one.text().length()).orElse(0);
      case InputItems.CALL -> Members.said(item, "arguments").length();
      case InputItems.CUSTOM_CALL -> Members.said(item, "input").length();
      case InputItems.OUTPUT, InputItems.CUSTOM_OUTPUT -> text(item.get("output")).length();
      default -> text(item.get("content")).length();
    };
  }

  /** A text, or parts that were checked, joined by line ends. */
  static String text(@Nullable Object content) {
    if (content instanceof List<?> parts) {
      return parts.stream()
          .map(part -> Members.cast(part))
          .map(part -> Members.said(part, "refusal".equals(part.get("type")) ? "refusal" : "text"))
          .collect(Collectors.joining("\n"));
    }
    return content instanceof String text ? text : "";
  }
}
