package dev.sessionmanager.channel.responses;

import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.Problem;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.util.function.SingletonSupplier;

/** What an agent gets of a request: the user's last message, and what was said before it. */
final class Context {

  private Context() {}

  /** The user's message; empty where the last word is not theirs, but a tool's result. */
  static String text(ResponseRequest request) {
    Message last = last(ItemMessages.of(request.input(), request.tools()));
    return last != null && last.role() == Role.USER
        ? Objects.requireNonNullElse(last.text(), "")
        : "";
  }

  private static @Nullable Message last(List<Message> messages) {
    return messages.isEmpty() ? null : messages.getLast();
  }

  /**
   * Everything before the user's message: the instructions, which no later response inherits, the
   * earlier items, those of the request.
   *
   * @param before earlier items, oldest first
   * @throws Problem CONTEXT_TOO_LONG where all together are more than the settings allow, and the
   *     request does not want the oldest left out
   */
  static List<Message> messages(
      ResponseRequest request, List<Map<String, Object>> before, int maxItems, RequestCaps caps) {
    List<Map<String, Object>> all = new ArrayList<>(before);
    all.addAll(request.input());
    String instructions = request.instructions();
    long chars = all.stream().mapToLong(ItemMessages::chars).sum();
    chars += instructions == null ? 0 : instructions.length();
    int from = 0;
    while (all.size() - from > maxItems || caps.tooLong(chars)) {
      if (!request.truncates() || from == before.size()) {
        throw RequestCaps.tooLong();
      }
      chars -= ItemMessages.chars(all.get(from++));
    }
    while (from > 0 && from < before.size() && !"user".equals(all.get(from).get("role"))) {
      from++; // what is left begins with a question: a tool's result needs its call before it
    }
    List<Message> messages = new ArrayList<>();
    if (instructions != null && !instructions.isEmpty()) {
      messages.add(Message.system(instructions));
    }
    messages.addAll(ItemMessages.of(all.subList(from, all.size()), request.tools()));
    Message last = last(messages);
    if (last != null && last.role() == Role.USER) {
      messages.removeLast();
    }
    return messages;
  }

  /**
   * Messages that are found out once somebody reads them: what stands before a message in its
   * conversation is known when its turn has come, and not when it is sent.
   */
  static final class Late extends AbstractList<Message> {
    private final SingletonSupplier<List<Message>> messages;

    Late(Supplier<List<Message>> messages) {
      this.messages = SingletonSupplier.of(messages);
    }

    @Override
    public Message get(int index) {
      return messages.obtain().get(index);
    }

    @Override
    public int size() {
      return messages.obtain().size();
    }
  }
}
