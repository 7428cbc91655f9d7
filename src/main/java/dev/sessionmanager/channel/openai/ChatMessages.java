package dev.sessionmanager.channel.openai;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The messages of a request, as OpenAI's wire has them, made ours. Texts only: no pictures. */
final class ChatMessages {

  private final Fields fields;

  private ChatMessages(Fields fields) {
    this.fields = fields;
  }

  /** All of them, in order; from 1 to max. */
  static List<Message> read(Fields fields, @Nullable Object value, int max) {
    List<?> wire = fields.list("messages", value);
    if (wire == null || wire.isEmpty()) {
      fields.refuse("messages", "required");
      return List.of();
    }
    if (wire.size() > max) {
      fields.tooMany("messages", max);
      return List.of();
    }
    ChatMessages reader = new ChatMessages(fields);
    List<Message> messages = new ArrayList<>(wire.size());
    for (int i = 0; i < wire.size(); i++) {
      String field = "messages[" + i + ']';
      if (wire.get(i) instanceof Map<?, ?> message) {
        messages.add(reader.message(field, message));
      } else {
        fields.refuse(field, "type");
      }
    }
    return messages;
  }

  private Message message(String field, Map<?, ?> wire) {
    String role = fields.name(field + ".role", wire.get("role"));
    String content = field + ".content";
    return switch (role) {
      case "system", "developer" -> Message.system(required(content, wire.get("content")));
      case "user" -> Message.user(required(content, wire.get("content")));
      case "assistant" -> assistant(field, wire);
      case "tool" ->
          Message.result(
              fields.name(field + ".tool_call_id", wire.get("tool_call_id")),
              required(content, wire.get("content")));
      default -> {
        fields.refuse(field + ".role", "openai.role");
        yield Message.user("");
      }
    };
  }

  private Message assistant(String field, Map<?, ?> wire) {
    String text = content(field + ".content", wire.get("content"));
    List<ToolCall> calls = calls(field + ".tool_calls", wire.get("tool_calls"));
    if (text == null) {
      text = fields.text(field + ".refusal", wire.get("refusal"));
    }
    if (text == null && calls.isEmpty() && fields.right()) {
      fields.refuse(field + ".content", "required");
    }
    return Message.calls(text, calls);
  }

  private List<ToolCall> calls(String field, @Nullable Object value) {
    List<?> wire = fields.list(field, value);
    List<ToolCall> calls = new ArrayList<>();
    for (int i = 0; wire != null && i < wire.size(); i++) {
      String at = field + '[' + i + ']';
      Map<?, ?> call = fields.object(at, wire.get(i));
      Map<?, ?> function =
          call == null ? null : fields.object(at + ".function", call.get("function"));
      if (call == null || function == null) {
        fields.refuse(at + ".function", "required");
        continue;
      }
      String arguments = fields.text(at + ".function.arguments", function.get("arguments"));
      calls.add(
          new ToolCall(
              fields.name(at + ".id", call.get("id")),
              fields.name(at + ".function.name", function.get("name")),
              arguments == null ? "{}" : arguments));
    }
    return calls;
  }

  private String required(String field, @Nullable Object value) {
    String text = content(field, value);
    if (text == null) {
      fields.refuse(field, "required");
      return "";
    }
    return text;
  }

  /** A text, or parts that are texts, joined by line ends. */
  private @Nullable String content(String field, @Nullable Object value) {
    if (!(value instanceof List<?> parts)) {
      return fields.text(field, value);
    }
    List<String> texts = new ArrayList<>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      String at = field + '[' + i + ']';
      Map<?, ?> part = fields.object(at, parts.get(i));
      String type = part == null ? "" : fields.name(at + ".type", part.get("type"));
      switch (type) {
        case "text" -> texts.add(fields.name(at + ".text", part == null ? null : part.get(type)));
        case "refusal" ->
            texts.add(fields.name(at + ".refusal", part == null ? null : part.get(type)));
        case "" -> fields.refuse(at, "type");
        default -> fields.refuse(at + ".type", "openai.text_only");
      }
    }
    return texts.isEmpty() ? null : String.join("\n", texts);
  }
}
