package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.problem.Several;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The messages of a request as OpenAI's wire, which models speak, has them. */
record SentMessageReader(JsonMapper json) {

  /**
   * Claude Code puts a line about itself before its system prompt that is another one in each
   * request, so that no server could keep what it has read of the prompt.
   */
  private static final Pattern ABOUT_THE_CLIENT =
      Pattern.compile("(?m)^x-anthropic-billing-header:.*(\\R|\\z)");

  /** What models' servers call the thoughts that they gave, by which they take them again. */
  private static final Set<String> THOUGHTS = Set.of("reasoning_content", "reasoning", "thinking");

  List<Message> of(MessagesBody body) {
    List<Message> all = new ArrayList<>();
    told(all, body.system());
    for (TurnBody turn : Several.Rule.list(body.messages(), TurnBody.class)) {
      switch (String.valueOf(turn.role())) {
        case "assistant" -> answered(all, BlockBody.of(turn.content()));
        case "user" -> asked(all, turn.content());
        default -> told(all, turn.content());
      }
    }
    return all;
  }

  private static void told(List<Message> all, @Nullable Object content) {
    String text = ABOUT_THE_CLIENT.matcher(BlockBody.text(content)).replaceAll("");
    if (!text.isEmpty()) {
      all.add(Message.system(text));
    }
  }

  private static void asked(List<Message> all, @Nullable Object content) {
    for (BlockBody block : BlockBody.of(content)) {
      if (block instanceof BlockBody.Result result) {
        all.add(answeredAt(all), result(result));
      }
    }
    String text = BlockBody.text(content);
    if (!text.isEmpty()) {
      all.add(Message.user(text));
    }
  }

  /**
   * Where a tool's result belongs: before what the user says beside it, because models' servers
   * want all results right behind the wish for them. Clients also send them in several messages.
   */
  private static int answeredAt(List<Message> all) {
    int at = all.size();
    while (at > 0
        && all.get(at - 1).role() != Role.ASSISTANT
        && all.get(at - 1).role() != Role.TOOL) {
      at--;
    }
    return at == 0 ? all.size() : at;
  }

  /** Models' servers have no member that says that a tool failed: its words must. */
  private static Message result(BlockBody.Result result) {
    String text = BlockBody.text(result.content());
    return Message.result(
        (String) Objects.requireNonNull(result.id()),
        !Boolean.TRUE.equals(result.failed()) ? text : text.isEmpty() ? "Error" : "Error: " + text);
  }

  private void answered(List<Message> all, List<BlockBody> blocks) {
    StringBuilder text = new StringBuilder();
    List<ToolCall> calls = new ArrayList<>();
    Map<String, Object> extra = new LinkedHashMap<>();
    Map<String, Object> next = Map.of();
    for (BlockBody block : blocks) {
      switch (block) {
        case BlockBody.Words(String said) ->
            text.append(text.isEmpty() || said.isEmpty() ? "" : "\n").append(said);
        case BlockBody.Thought(String thought, String name) when THOUGHTS.contains(name) ->
            extra.merge(name, thought, (one, other) -> one + "\n" + other);
        case BlockBody.Sealed sealed -> {
          Carried carried = Carried.of(sealed.data(), json);
          if (carried != null) {
            extra.putAll(carried.message());
            next = carried.call();
          }
        }
        case BlockBody.Use use -> {
          calls.add(call(use, next));
          next = Map.of();
        }
        default -> {}
      }
    }
    if (!text.isEmpty() || !calls.isEmpty()) {
      all.add(
          new Message(
              Role.ASSISTANT,
              text.isEmpty() && !calls.isEmpty() ? null : text.toString(),
              List.copyOf(calls),
              null,
              extra));
    }
  }

  private ToolCall call(BlockBody.Use use, Map<String, Object> extra) {
    return new ToolCall(
        (String) Objects.requireNonNull(use.id()),
        (String) Objects.requireNonNull(use.name()),
        json.writeValueAsString(use.input()),
        extra);
  }
}
