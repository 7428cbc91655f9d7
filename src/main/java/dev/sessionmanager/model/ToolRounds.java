package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model and its tools in rounds: the model is asked, the tools that it asks for are used, it is
 * asked again with what they said, until it asks for none or has done so often enough. For one
 * answer, on one thread.
 */
public final class ToolRounds {

  private static final Logger log = LoggerFactory.getLogger(ToolRounds.class);

  /** Tools of one round; a model that asks for more gets no answer to the rest. */
  private static final int CALLS_MAX = 8;

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final @Nullable String username;
  private final int resultMaxChars;
  private final BiConsumer<Tool, Tool.Answer> used;

  /**
   * @param username whose files or data the tools work on; null for a caller without a login
   * @param resultMaxChars of a tool's answer that the model gets to see
   * @param used is told of each tool that has answered, with the whole answer
   */
  public ToolRounds(
      List<Tool> tools,
      @Nullable String username,
      int resultMaxChars,
      BiConsumer<Tool, Tool.Answer> used) {
    tools.forEach(tool -> this.tools.put(tool.name(), tool));
    this.username = username;
    this.resultMaxChars = resultMaxChars;
    this.used = used;
  }

  /**
   * Has a model answer.
   *
   * @param max rounds in which the model may ask for tools
   * @param model what asks it; gets the conversation so far, and the options with the tools
   * @return the model's last answer
   * @throws Problem why there is none, STOPPING where the thread was interrupted
   */
  public Completion run(
      List<Message> messages,
      AnswerOptions options,
      int max,
      BiFunction<List<Message>, AnswerOptions, Completion> model) {
    List<Message> talk = new ArrayList<>(messages);
    for (int round = 0; ; round++) {
      if (Thread.currentThread().isInterrupted()) {
        throw new Problem(Kind.STOPPING);
      }
      boolean last = round >= max;
      AnswerOptions offered = options.withTools(last ? List.of() : specs());
      Completion made = model.apply(List.copyOf(talk), offered);
      if (last || made.toolCalls().isEmpty()) {
        return made;
      }
      List<ToolCall> calls = made.toolCalls().stream().limit(CALLS_MAX).toList();
      talk.add(Message.calls(made.text(), calls));
      calls.forEach(call -> talk.add(Message.result(call.id(), use(call))));
    }
  }

  private List<ToolSpec> specs() {
    return tools.values().stream()
        .map(tool -> new ToolSpec(tool.name(), tool.description(), tool.parameters()))
        .toList();
  }

  /** What a tool says to the model; what goes wrong is said to it too, so that it can do better. */
  private String use(ToolCall call) {
    Tool tool = tools.get(call.name());
    if (tool == null) {
      return "Error: there is no tool of this name. There are: " + tools.keySet();
    }
    Map<String, Object> arguments =
        call.arguments().isBlank() ? Map.of() : Json.object(call.arguments());
    if (arguments == null) {
      return "Error: the arguments are not a JSON object.";
    }
    try {
      Tool.Answer answer = tool.use(arguments, username);
      used.accept(tool, answer);
      String text = answer.text();
      return text.length() <= resultMaxChars ? text : text.substring(0, resultMaxChars) + "…";
    } catch (RuntimeException broken) {
      log.warn("The tool {} failed", tool.name(), broken);
      return "Error: the tool failed.";
    }
  }
}
