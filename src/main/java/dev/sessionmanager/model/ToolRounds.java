package dev.sessionmanager.model;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.ToolSpec;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
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

  /**
   * A tool that the model wished for.
   *
   * @param answer the tool's, whole; null where it was not used, or failed
   * @param said what the model was told
   */
  public record Use(ToolCall call, Tool.@Nullable Answer answer, String said) {}

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final @Nullable String username;
  private final int resultMaxChars;
  private final Consumer<Use> used;

  /**
   * @param username whose files or data the tools work on; null for a caller without a login
   * @param resultMaxChars of a tool's answer that the model gets to see
   * @param used is told of each wish, fulfilled or not
   */
  public ToolRounds(
      List<Tool> tools, @Nullable String username, int resultMaxChars, Consumer<Use> used) {
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
      AnswerOptions offered = options.withTools(last ? List.of() : specs(tools.values()));
      Completion made = model.apply(List.copyOf(talk), offered);
      if (last || made.toolCalls().isEmpty()) {
        return made;
      }
      List<ToolCall> calls = made.toolCalls().stream().limit(CALLS_MAX).toList();
      talk.add(Message.calls(made.text(), calls).with(made.again()));
      calls.forEach(call -> talk.add(Message.result(call.id(), use(call))));
    }
  }

  /** What a model reads of tools that it is offered, whether it uses them or not, as a text. */
  public static String offered(Collection<Tool> tools) {
    return tools.isEmpty() ? "" : Json.text(specs(tools).stream().map(ToolSpec::wire).toList());
  }

  private static List<ToolSpec> specs(Collection<Tool> tools) {
    return tools.stream()
        .map(tool -> ToolSpec.function(tool.name(), tool.description(), tool.parameters()))
        .toList();
  }

  /** What a tool says to the model; what goes wrong is said to it too, so that it can do better. */
  private String use(ToolCall call) {
    Tool.Answer answer = null;
    String said;
    Tool tool = tools.get(call.name());
    Map<String, Object> arguments =
        call.arguments().isBlank() ? Map.of() : Json.object(call.arguments());
    if (tool == null) {
      said = "Error: there is no tool of this name. There are: " + tools.keySet();
    } else if (arguments == null) {
      said = "Error: the arguments are not a JSON object.";
    } else {
      try {
        answer = tool.use(arguments, username);
        String text = answer.text();
        said = text.length() <= resultMaxChars ? text : text.substring(0, resultMaxChars) + "…";
      } catch (RuntimeException broken) {
        log.warn("The tool {} failed", tool.name(), broken);
        said = "Error: the tool failed.";
      }
    }
    used.accept(new Use(call, answer, said));
    return said;
  }
}
