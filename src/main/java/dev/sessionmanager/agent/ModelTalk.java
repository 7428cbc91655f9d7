package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.ToolRounds;
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

/**
 * One answer of a model that may use tools. What the model says beside its wishes for tools is part
 * of the answer, because it has been streamed by then. One thread, one answer.
 */
final class ModelTalk {

  /** Characters of a tool's answer that the model gets to see; about a thousand tokens. */
  private static final int RESULT_MAX = 4000;

  private final AgentServices means;
  private final AgentFile file;
  private final Prompt prompt;
  private final Consumer<String> chunk;

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
    ToolRounds rounds =
        new ToolRounds(means.tools().of(file.tools()), prompt.username(), RESULT_MAX, this::note);
    long start = System.nanoTime();
    return reply(
        rounds.run(
            messages,
            options,
            file.toolRoundsMax(),
            (talk, offered) -> ask(models, talk, offered, start)));
  }

  private void note(Tool tool, Tool.Answer answer) {
    used.add(tool.name());
    if (answer.picture() != null) {
      pictures.add(answer.picture());
    }
  }

  private Completion ask(
      List<String> models, List<Message> talk, AnswerOptions options, long start) {
    boolean silent = !spoke();
    long before = (System.nanoTime() - start) / 1_000_000;
    roundSpoke = false;
    Completion made =
        means
            .models()
            .complete(
                models, talk, options, prompt.streamed() ? this::say : null, prompt.traceId());
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
