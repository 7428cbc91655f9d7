package dev.sessionmanager.channel.openai;

import dev.sessionmanager.channel.openai.CompletionBody.FormatBody;
import dev.sessionmanager.channel.openai.CompletionBody.FunctionBody;
import dev.sessionmanager.channel.openai.CompletionBody.StreamBody;
import dev.sessionmanager.channel.openai.CompletionBody.ToolBody;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.problem.Problem;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One {@code POST /v1/chat/completions}, checked.
 *
 * @param model the agent that is to answer, by its name
 * @param context what was said before
 * @param text the user's message; empty where the last word is not theirs, but a tool's result
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

  private static final Map<String, Object> NO_PARAMETERS =
      Map.of("type", "object", "properties", Map.of());

  /**
   * Of a body in which nothing is wrong.
   *
   * @throws Problem INVALID where the user's last message says nothing
   */
  static ChatRequest of(CompletionBody body) {
    List<Message> messages =
        Several.Rule.list(body.messages(), MessageBody.class).stream()
            .map(MessageBody::message)
            .toList();
    boolean usersTurn = messages.getLast().role() == Role.USER;
    String text = usersTurn ? Objects.requireNonNullElse(messages.getLast().text(), "") : "";
    if (usersTurn && text.isBlank()) {
      throw Problem.fields(Map.of("messages[" + (messages.size() - 1) + "].content", "blank"));
    }
    return new ChatRequest(
        (String) body.model(),
        usersTurn ? messages.subList(0, messages.size() - 1) : messages,
        text,
        options(body),
        Boolean.TRUE.equals(body.stream()),
        body.streamOptions() instanceof StreamBody how && Boolean.TRUE.equals(how.includeUsage()));
  }

  private static AnswerOptions options(CompletionBody body) {
    Integer most = whole(body.maxCompletionTokens());
    List<ToolSpec> tools =
        Several.Rule.list(body.tools(), ToolBody.class).stream()
            .map(tool -> spec(tool.wanted()))
            .toList();
    // One tool that must be used: the same as that tool alone, and that one is required.
    FunctionBody only = body.toolChoice() instanceof ToolBody one ? one.wanted() : null;
    return new AnswerOptions(
        number(body.temperature()),
        number(body.topP()),
        most == null ? whole(body.maxTokens()) : most,
        stops(body.stop()),
        whole(body.seed()),
        number(body.presencePenalty()),
        number(body.frequencyPenalty()),
        only == null ? tools : tools.stream().filter(t -> t.name().equals(only.name())).toList(),
        only == null ? (String) body.toolChoice() : "required",
        format(body.responseFormat()));
  }

  private static List<String> stops(@Nullable Object stop) {
    return stop instanceof String one ? List.of(one) : Several.Rule.list(stop, String.class);
  }

  private static ToolSpec spec(FunctionBody function) {
    Object description = function.description();
    Object parameters = function.parameters();
    return new ToolSpec(
        (String) Objects.requireNonNull(function.name()),
        description == null ? "" : (String) description,
        parameters == null ? NO_PARAMETERS : object(parameters));
  }

  private static @Nullable Map<String, Object> format(@Nullable Object format) {
    return format instanceof FormatBody wanted && !"text".equals(wanted.type())
        ? object(wanted.wire())
        : null;
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value == null ? null : ((Number) value).doubleValue();
  }

  private static @Nullable Integer whole(@Nullable Object value) {
    return value == null ? null : ((Number) value).intValue();
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
