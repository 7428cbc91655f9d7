package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.Picture;
import dev.sessionmanager.conversation.Piece;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.model.Completion;
import dev.sessionmanager.model.ModelRequest;
import dev.sessionmanager.model.ToolRounds;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.HashMap;
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
  static final int RESULT_MAX = 4000;

  private final AgentServices means;
  private final AgentFile file;
  private final Prompt prompt;
  private final Consumer<Piece> reader;
  private final HumanTool human;

  private final StringBuilder said = new StringBuilder();
  private final List<Picture> pictures = new ArrayList<>();
  private final Set<String> used = new LinkedHashSet<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private int callsBefore;
  private boolean roundSpoke;
  private @Nullable Usage usage;

  ModelTalk(AgentServices means, AgentFile file, Prompt prompt, Consumer<Piece> reader) {
    this.means = means;
    this.file = file;
    this.prompt = prompt;
    this.reader = reader;
    this.human = new HumanTool(means, file, prompt);
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
    ToolRounds rounds = new ToolRounds(tools(), prompt.username(), RESULT_MAX, this::note);
    long start = System.nanoTime();
    return reply(
        rounds.run(
            messages,
            options,
            file.toolRoundsMax(),
            (talk, offered) -> ask(models, talk, offered, start)));
  }

  private List<Tool> tools() {
    List<Tool> tools = new ArrayList<>(means.tools().of(file.tools()));
    if (file.human()) {
      tools.add(human);
    }
    return tools;
  }

  private void note(ToolRounds.Use use) {
    int call = calls.getOrDefault(use.call().id(), callsBefore);
    Tool.Answer answer = use.answer();
    if (answer == null) {
      reader.accept(new Piece.ToolRefused(call, use.said()));
      return;
    }
    used.add(use.call().name());
    reader.accept(new Piece.ToolDone(call, use.said()));
    if (answer.picture() != null) {
      pictures.add(answer.picture());
      reader.accept(Piece.Shown.of(answer.picture()));
    }
  }

  private Completion ask(
      List<String> models, List<Message> talk, AnswerOptions options, long start) {
    boolean silent = !spoke();
    long before = (System.nanoTime() - start) / 1_000_000;
    roundSpoke = false;
    callsBefore = calls.size();
    Consumer<Piece> pieces = prompt.streamed() ? this::hear : null;
    Completion made =
        means.models().complete(ModelRequest.of(models, talk, options, pieces, prompt.traceId()));
    String text = made.text();
    if (pieces == null) {
      made.pieces().forEach(this::hear);
    } else if (!roundSpoke && text != null) {
      say(new Piece.Text(text));
    }
    usage = sum(usage, made.usage(), silent ? before + made.usage().firstTokenMillis() : -1);
    return made;
  }

  /** The tools that the model wishes for are the agent's own. */
  private void hear(Piece piece) {
    switch (piece) {
      case Piece.Text _, Piece.Refusal _ -> say((Piece.Words) piece);
      case Piece.ToolBegun(int call, String id, String name, boolean _, Map<String, Object> _) -> {
        calls.put(id, callsBefore + call);
        reader.accept(new Piece.ToolBegun(callsBefore + call, id, name, false, Map.of()));
      }
      case Piece.ToolArguments(int call, String text) ->
          reader.accept(new Piece.ToolArguments(callsBefore + call, text));
      case Piece.Extra _ -> {} // of the wire of models, which agents do not speak
      default -> reader.accept(piece);
    }
  }

  private void say(Piece.Words piece) {
    if (piece.text().isEmpty()) {
      return;
    }
    if (!roundSpoke && spoke()) {
      give(new Piece.Text("\n\n"));
    }
    roundSpoke = true;
    give(piece);
  }

  private void give(Piece.Words piece) {
    said.append(piece.text());
    reader.accept(piece);
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
        give(new Piece.Text((spoke() ? "\n\n" : "") + picture.markdown()));
      }
    }
    Map<String, Object> wish = human.wish();
    if (said.toString().isBlank() && wish != null) {
      give(new Piece.Text(human.sentence()));
    }
    if (said.toString().isBlank()) {
      throw new Problem(Kind.MODEL_SILENT);
    }
    Map<String, Object> meta = new LinkedHashMap<>(Map.of("by", "model"));
    String finish = made.toolCalls().isEmpty() ? made.finishReason() : Reply.STOP;
    if (finish.equals(Reply.LENGTH)) {
      meta.put(Reply.FINISH_REASON, finish);
    }
    if (!used.isEmpty()) {
      meta.put("tools", List.copyOf(used));
    }
    if (wish != null) {
      meta.put("mark", "human");
      meta.putAll(wish);
    }
    return new Reply(
        said.toString(),
        Map.of(),
        List.of(),
        finish,
        usage,
        meta,
        List.copyOf(pictures),
        List.of());
  }
}
