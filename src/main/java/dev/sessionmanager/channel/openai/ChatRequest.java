package dev.sessionmanager.channel.openai;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One {@code POST /v1/chat/completions}, checked.
 *
 * @param model the agent that is to answer, by its name
 * @param context what was said before
 * @param text the user's message; empty where the last word is not theirs, but a tool's result
 * @param options see {@link Options}
 * @param includeUsage whether a stream ends with what it took
 */
record ChatRequest(
    String model,
    List<Message> context,
    String text,
    AnswerOptions options,
    boolean stream,
    boolean includeUsage) {

  /**
   * Reads a body, as JSON made it.
   *
   * @throws dev.sessionmanager.problem.Problem INVALID, with everything that is wrong
   */
  static ChatRequest read(Map<String, Object> body, OpenAiSettings settings) {
    Fields fields = new Fields();
    String model = fields.name("model", body.get("model"));
    List<Message> messages =
        ChatMessages.read(fields, body.get("messages"), settings.maxMessages());
    AnswerOptions options = Options.read(fields, body);
    boolean stream = Boolean.TRUE.equals(fields.flag("stream", body.get("stream")));
    Map<?, ?> how = fields.object("stream_options", body.get("stream_options"));
    Object usage = how == null ? null : how.get("include_usage");
    boolean includeUsage = Boolean.TRUE.equals(fields.flag("stream_options.include_usage", usage));
    boolean usersTurn = !messages.isEmpty() && messages.getLast().role() == Role.USER;
    String text = usersTurn ? Objects.requireNonNullElse(messages.getLast().text(), "") : "";
    if (usersTurn && text.isBlank() && fields.right()) {
      fields.refuse("messages[" + (messages.size() - 1) + "].content", "blank");
    }
    fields.throwIfWrong();
    List<Message> context =
        usersTurn ? List.copyOf(messages.subList(0, messages.size() - 1)) : messages;
    return new ChatRequest(model, context, text, options, stream, includeUsage);
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "ChatRequest[" + model + ", " + (context.size() + 1) + " messages]";
  }
}
