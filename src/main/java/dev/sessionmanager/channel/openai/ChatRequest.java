package dev.sessionmanager.channel.openai;

import dev.sessionmanager.channel.openai.CompletionBody.FormatBody;
import dev.sessionmanager.channel.openai.CompletionBody.FunctionBody;
import dev.sessionmanager.channel.openai.CompletionBody.StreamBody;
import dev.sessionmanager.channel.openai.CompletionBody.ToolBody;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.problem.FieldCheck;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.problem.Text;
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

  /** Characters of a token, about, whichever model is asked; fewer in code and in other scripts. */
  private static final int CHARS_PER_TOKEN = 3;

  private static final Map<String, Object> NO_PARAMETERS =
      Map.of("type", "object", "properties", Map.of());

  /** What the user says. */
  record LastWord(@Text String content) {}

  /**
   * Of a body in which nothing is wrong. An answer longer than the settings allow is asked for as
   * long as they allow.
   *
   * @throws Problem INVALID where the user's last message says nothing, CONTEXT_TOO_LONG where all
   *     messages together are longer than the settings allow
   */
  static ChatRequest of(CompletionBody body, OpenAiSettings settings, FieldCheck fields) {
    List<Message> messages =
        Several.Rule.list(body.messages(), MessageBody.class).stream()
            .map(MessageBody::message)
            .toList();
    long chars = messages.stream().mapToLong(ChatRequest::length).sum();
    if (chars > (long) settings.maxInputTokens() * CHARS_PER_TOKEN) {
      throw new Problem(Kind.CONTEXT_TOO_LONG).setting("openai.max-input-tokens");
    }
    boolean usersTurn = messages.getLast().role() == Role.USER;
    String text = usersTurn ? Objects.requireNonNullElse(messages.getLast().text(), "") : "";
    if (usersTurn) {
      fields.check("messages[" + (messages.size() - 1) + "].", new LastWord(text));
    }
    return new ChatRequest(
        (String) body.model(),
        usersTurn ? messages.subList(0, messages.size() - 1) : messages,
        text,
        options(body, settings.maxTokens()),
        Boolean.TRUE.equals(body.stream()),
        body.streamOptions() instanceof StreamBody how && Boolean.TRUE.equals(how.includeUsage()));
  }

  private static long length(Message message) {
    String text = message.text();
    return (text == null ? 0 : text.length())
        + message.toolCalls().stream().mapToLong(call -> call.arguments().length()).sum();
  }

  private static AnswerOptions options(CompletionBody body, int allowed) {
    Integer most = whole(body.maxCompletionTokens());
    Integer wanted = most == null ? whole(body.maxTokens()) : most;
    List<ToolSpec> tools =
        Several.Rule.list(body.tools(), ToolBody.class).stream()
            .map(tool -> spec(tool.wanted()))
            .toList();
    // One tool that must be used: the same as that tool alone, and that one is required.
    FunctionBody only = body.toolChoice() instanceof ToolBody one ? one.wanted() : null;
    return new AnswerOptions(
        number(body.temperature()),
        number(body.topP()),
        wanted == null ? null : Integer.valueOf(Math.min(wanted, allowed)),
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
