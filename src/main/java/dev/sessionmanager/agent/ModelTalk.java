package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * One answer of a model: it is asked, the tools that it asks for are used, it is asked again with
 * what they said, until it asks for none or has done so often enough. What it says beside its
 * wishes is part of the answer, because it has been streamed by then. One thread, one answer.
 */
final class ModelTalk {

  private static final Logger log = LoggerFactory.getLogger(ModelTalk.class);

  /** Tools of one round; a model that asks for more gets no answer to the rest. */
  private static final int CALLS_MAX = 8;

  /** Characters of a tool's answer that the model gets to see; about a thousand tokens. */
  private static final int RESULT_MAX = 4000;

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private final AgentServices means;
  private final AgentFile file;
  private final Prompt prompt;
  private final Consumer<String> chunk;

  private final Map<String, Tool> tools = new LinkedHashMap<>();
  private final StringBuilder said = new StringBuilder();
  private final List<Picture> pictures = new ArrayList<>();
  private final Set<String> used = new LinkedHashSet<>();
  private boolean roundSpoke;
  private @Nullable Usage usage;

  ModelTalk(AgentServices means, AgentFile file, Prompt prompt, Consumer<String> chunk) {
    this.means = means;
    this.file = file;
    this.prompt = prompt;
    this.chunk = chunk;
    means.tools().of(file.tools()).forEach(tool -> tools.put(tool.name(), tool));
  }

  /** Whether a piece of the answer has been given away. */
  boolean spoke() {
    return !said.isEmpty();
  }

  /**
   * Has the model answer.
   *
   * @param models names that are connected; empty for the default
   * @throws Problem when there is no answer
   */
  Reply run(List<String> models, List<Message> messages, AnswerOptions options) {
    List<Message> talk = new ArrayList<>(messages);
    long start = System.nanoTime();
    for (int round = 0; ; round++) {
      boolean last = round >= file.toolRoundsMax();
      Completion made = ask(models, talk, last ? withoutTools(options) : options, start);
      if (last || made.toolCalls().isEmpty()) {
        return reply(made);
      }
      List<ToolCall> calls = made.toolCalls().stream().limit(CALLS_MAX).toList();
      talk.add(Message.calls(made.text(), calls));
      for (ToolCall call : calls) {
        talk.add(Message.result(call.id(), use(call)));
      }
    }
  }

  private Completion ask(
      List<String> models, List<Message> talk, AnswerOptions options, long start) {
    if (Thread.currentThread().isInterrupted()) {
      throw new Problem(Kind.STOPPING);
    }
    boolean silent = !spoke();
    long before = (System.nanoTime() - start) / 1_000_000;
    roundSpoke = false;
    List<Message> asked = List.copyOf(talk);
    Completion made =
        prompt.streamed()
            ? means.models().complete(models, asked, options, this::say, prompt.traceId())
            : means.models().complete(models, asked, options, prompt.traceId());
    String text = made.text();
    if (!roundSpoke && text != null) {
      say(text);
    }
    usage = sum(usage, made.usage(), silent ? before + made.usage().firstTokenMillis() : -1);
    return made;
  }

  private void say(String piece) {
    if (piece.isEmpty()) {
      return;
    }
    if (!roundSpoke && spoke()) {
      give("\n\n");
    }
    roundSpoke = true;
    give(piece);
  }

  private void give(String piece) {
    said.append(piece);
    chunk.accept(piece);
  }

  private static Usage sum(@Nullable Usage before, Usage now, long firstTokenMillis) {
    return before == null
        ? now
        : new Usage(
            now.model(),
            now.provider(),
            before.inputTokens() + now.inputTokens(),
            before.outputTokens() + now.outputTokens(),
            firstTokenMillis < 0 ? before.firstTokenMillis() : firstTokenMillis);
  }

  private static AnswerOptions withoutTools(AnswerOptions options) {
    return new AnswerOptions(
        options.temperature(),
        options.topP(),
        options.maxTokens(),
        options.stop(),
        options.seed(),
        options.presencePenalty(),
        options.frequencyPenalty(),
        List.of(),
        null,
        options.responseFormat());
  }

  /** What a tool says to the model; what goes wrong is said to it too, so that it can do better. */
  private String use(ToolCall call) {
    Tool tool = tools.get(call.name());
    if (tool == null) {
      return "Error: there is no tool of this name. There are: " + tools.keySet();
    }
    Map<String, Object> arguments;
    try {
      arguments = call.arguments().isBlank() ? Map.of() : JSON.readValue(call.arguments(), OBJECT);
    } catch (JacksonException e) {
      arguments = null;
    }
    if (arguments == null) {
      return "Error: the arguments are not a JSON object.";
    }
    try {
      Tool.Answer answer = tool.use(arguments, prompt.username());
      used.add(tool.name());
      if (answer.picture() != null) {
        pictures.add(answer.picture());
      }
      String text = answer.text();
      return text.length() <= RESULT_MAX ? text : text.substring(0, RESULT_MAX) + "…";
    } catch (RuntimeException broken) {
      log.warn("The tool {} failed for {}", tool.name(), file.name(), broken);
      return "Error: the tool failed.";
    }
  }

  private Reply reply(Completion made) {
    for (Picture picture : pictures) {
      if (said.indexOf(picture.id()) < 0) {
        give((spoke() ? "\n\n" : "") + picture.markdown());
      }
    }
    if (said.toString().isBlank()) {
      throw new Problem(Kind.MODEL_SILENT);
    }
    Map<String, Object> meta = new LinkedHashMap<>(Map.of("by", "model"));
    if (!used.isEmpty()) {
      meta.put("tools", List.copyOf(used));
    }
    return new Reply(
        said.toString(),
        Map.of(),
        List.of(),
        made.toolCalls().isEmpty() ? made.finishReason() : Reply.STOP,
        usage,
        meta,
        List.copyOf(pictures));
  }
}
