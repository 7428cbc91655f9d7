package dev.sessionmanager.channel.openai;

import dev.sessionmanager.channel.openai.CompletionBody.FormatBody;
import dev.sessionmanager.channel.openai.CompletionBody.StreamBody;
import dev.sessionmanager.channel.openai.CompletionBody.ToolBody;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.gateway.RequestCaps;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Several;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One {@code POST /v1/chat/completions}, checked.
 *
 * @param model the agent that is to answer, by its name
 * @param context what was said before; the user's message as well where it has further members
 * @param text the user's message; empty where the last word is not theirs, but a tool's result, or
 *     they say nothing
 * @param options the options that models take
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
   * Of a body in which nothing is wrong.
   *
   * @throws Problem CONTEXT_TOO_LONG where all messages together are longer than the settings allow
   */
  static ChatRequest of(CompletionBody body, RequestCaps caps) {
    List<Message> messages =
        Several.Rule.list(body.messages(), MessageBody.class).stream()
            .map(MessageBody::message)
            .toList();
    caps.check(messages.stream().mapToLong(Message::length).sum());
    Message last = messages.getLast();
    String said = last.text();
    boolean usersTurn = last.role() == Role.USER && said != null && !said.isBlank();
    return new ChatRequest(
        (String) body.model(),
        usersTurn && last.extra().isEmpty() ? messages.subList(0, messages.size() - 1) : messages,
        usersTurn && said != null ? said : "",
        options(body),
        Boolean.TRUE.equals(body.stream()),
        body.streamOptions() instanceof StreamBody how && Boolean.TRUE.equals(how.includeUsage()));
  }

  private static AnswerOptions options(CompletionBody body) {
    return new AnswerOptions(
        number(body.temperature()),
        number(body.topP()),
        whole(body.maxTokens()),
        whole(body.maxCompletionTokens()),
        stops(body.stop()),
        body.seed() instanceof Number seed ? Long.valueOf(seed.longValue()) : null,
        number(body.presencePenalty()),
        number(body.frequencyPenalty()),
        Several.Rule.list(body.tools(), ToolBody.class).stream()
            .map(tool -> new ToolSpec(tool.name(), object(tool.wire())))
            .toList(),
        body.toolChoice() instanceof ToolBody choice ? choice.wire() : body.toolChoice(),
        format(body.responseFormat()),
        body.more());
  }

  private static @Nullable Integer whole(@Nullable Object value) {
    return value == null ? null : ((Number) value).intValue();
  }

  private static List<String> stops(@Nullable Object stop) {
    List<String> all =
        stop instanceof String one ? List.of(one) : Several.Rule.list(stop, String.class);
    return all.stream().filter(text -> !text.isEmpty()).toList();
  }

  private static @Nullable Map<String, Object> format(@Nullable Object format) {
    return format instanceof FormatBody wanted && !"text".equals(wanted.type())
        ? object(wanted.wire())
        : null;
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value == null ? null : ((Number) value).doubleValue();
  }

  /** JSON's objects have no other keys than strings. */
  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "ChatRequest[" + model + ", " + (context.size() + 1) + " messages]";
  }
}
