package dev.sessionmanager.channel.anthropic;

import dev.sessionmanager.channel.anthropic.MessagesBody.ChoiceBody;
import dev.sessionmanager.channel.anthropic.MessagesBody.FormatBody;
import dev.sessionmanager.channel.anthropic.MessagesBody.MetadataBody;
import dev.sessionmanager.channel.anthropic.MessagesBody.OutputBody;
import dev.sessionmanager.channel.anthropic.MessagesBody.StopBody;
import dev.sessionmanager.channel.anthropic.MessagesBody.ToolBody;
import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Message.Role;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Several;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request of Anthropic's wire in the house's terms.
 *
 * @param model the agent that is to answer, by its name
 * @param context what was said before
 * @param text the user's message; empty where the last word is not theirs: a tool's result, or the
 *     beginning of the answer
 * @param options the options that models take
 * @param thinks whether the client reads what the model thinks
 */
record MessagesRequest(
    String model,
    List<Message> context,
    String text,
    AnswerOptions options,
    boolean thinks,
    boolean stream) {

  /** What OpenAI's servers take as the name of a user, in chars. */
  private static final int USER_MAX = 64;

  /**
   * Of a body in which nothing is wrong.
   *
   * @throws Problem INVALID where the user's last message says nothing, or the tool to be used is
   *     none of those that the request brings
   */
  static MessagesRequest of(MessagesBody body, JsonMapper json) {
    List<Message> messages = new SentMessageReader(json).of(body);
    List<TurnBody> turns = Several.Rule.list(body.messages(), TurnBody.class);
    Role last = messages.isEmpty() ? Role.SYSTEM : messages.getLast().role();
    String text = last == Role.USER ? Objects.requireNonNull(messages.getLast().text()) : "";
    boolean silent = last == Role.USER ? text.isBlank() : last != Role.TOOL;
    if (silent && "user".equals(turns.getLast().role())) {
      throw Problem.fields(Map.of("messages[" + (turns.size() - 1) + "].content", "blank"));
    }
    return new MessagesRequest(
        (String) body.model(),
        text.isEmpty() ? messages : messages.subList(0, messages.size() - 1),
        text,
        options(body),
        body.thinks(),
        Boolean.TRUE.equals(body.stream()));
  }

  /** Characters of all that the model is to read. */
  long length() {
    return text.length() + context.stream().mapToLong(Message::length).sum();
  }

  private static AnswerOptions options(MessagesBody body) {
    List<ToolSpec> tools =
        Several.Rule.list(body.tools(), ToolBody.class).stream()
            .map(MessagesRequest::spec)
            .toList();
    Map<String, Object> more = new LinkedHashMap<>();
    if (body.topK() != null) {
      more.put("top_k", body.topK());
    }
    if (body.metadata() instanceof MetadataBody(String user) && !user.isEmpty()) {
      // Tells users apart as well as a name that servers refuse for its length.
      more.put("user", user.length() > USER_MAX ? DigestUtils.sha256Hex(user) : user);
    }
    Object choice = null;
    if (body.toolChoice() instanceof ChoiceBody wanted && !tools.isEmpty()) {
      choice = choice(wanted, tools);
      if (Boolean.TRUE.equals(wanted.oneAtOnce())) {
        more.put("parallel_tool_calls", false);
      }
    }
    return new AnswerOptions(
        number(body.temperature()),
        number(body.topP()),
        body.maxTokens() instanceof Number most ? most.intValue() : null,
        null,
        Several.Rule.list(body.stopSequences(), StopBody.class).stream()
            .map(StopBody::text)
            .filter(stop -> !stop.isEmpty())
            .toList(),
        null,
        null,
        null,
        tools,
        choice,
        format(body),
        more);
  }

  /** The same tool as an object of OpenAI's. */
  private static ToolSpec spec(ToolBody tool) {
    String name = (String) Objects.requireNonNull(tool.name());
    Map<String, Object> function = new LinkedHashMap<>();
    function.put("name", name);
    if (tool.description() != null) {
      function.put("description", tool.description());
    }
    function.put("parameters", Objects.requireNonNull(tool.schema()));
    if (tool.strict() != null) {
      function.put("strict", tool.strict());
    }
    return new ToolSpec(name, Map.of("type", "function", "function", function));
  }

  private static Object choice(ChoiceBody wanted, List<ToolSpec> tools) {
    String type = (String) Objects.requireNonNull(wanted.type());
    if (!type.equals("tool")) {
      return type.equals("any") ? "required" : type;
    }
    String name = (String) Objects.requireNonNull(wanted.name());
    if (tools.stream().noneMatch(tool -> tool.name().equals(name))) {
      throw Problem.fields(Map.of("tool_choice.name", "anthropic.no_such_tool"));
    }
    return Map.of("type", "function", "function", Map.of("name", name));
  }

  /** Claude's SDK sends the schema of structured output under one name or the other. */
  private static @Nullable Map<String, Object> format(MessagesBody body) {
    Object wanted =
        body.outputConfig() instanceof OutputBody config && config.format() != null
            ? config.format()
            : body.outputFormat();
    if (!(wanted instanceof FormatBody format)) {
      return null;
    }
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("name", "answer");
    schema.put("schema", Objects.requireNonNull(format.schema()));
    schema.put("strict", true);
    return Map.of("type", "json_schema", "json_schema", schema);
  }

  private static @Nullable Double number(@Nullable Object value) {
    return value == null ? null : ((Number) value).doubleValue();
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "MessagesRequest[" + model + ", " + (context.size() + 1) + " messages]";
  }
}
