package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.ContextWindow;
import dev.sessionmanager.conversation.ContextWindow.Fitted;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.ModelOptions;
import dev.sessionmanager.model.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told for one answer: the system prompt with the passages that fit the question,
 * as much of the conversation as its window holds, and how to answer.
 *
 * @param meta for the answer: {@code sources} that the model was given, {@code left_out} of the
 *     conversation; empty where there is neither
 */
record Briefing(List<Message> messages, ModelOptions options, Map<String, Object> meta) {

  /**
   * @param passages best first
   */
  static Briefing of(
      Means means, AgentFile file, Model model, Prompt prompt, List<Passage> passages) {
    ToIntFunction<String> tokens = text -> means.models().tokens(model.name(), text);
    int budget = least(file.inputTokenBudget(), model.inputBudget());
    int left = budget - tokens.applyAsInt(file.prompt()) - tokens.applyAsInt(prompt.text());
    List<Passage> shown = fitting(passages, tokens, left / 2);
    Integer messages = file.historyMaxMessages();
    Fitted fitted =
        ContextWindow.fit(
            Message.system(system(means, file, prompt, shown)),
            prompt.history().get(),
            prompt.text().isBlank() ? null : Message.user(prompt.text()),
            tokens,
            budget,
            messages == null ? model.historyMax() : Math.max(0, messages - 1));
    Map<String, Object> meta = new LinkedHashMap<>();
    if (!shown.isEmpty()) {
      meta.put("sources", sources(shown));
    }
    if (fitted.leftOutMessages() > 0) {
      meta.put(
          "left_out",
          Map.of("messages", fitted.leftOutMessages(), "tokens", fitted.leftOutTokens()));
    }
    return new Briefing(fitted.messages(), options(means, file, prompt), meta);
  }

  /** How sources stand in an answer's meta. */
  static List<Map<String, String>> sources(List<Passage> passages) {
    return passages.stream()
        .map(p -> Map.of("id", p.id(), "title", p.title(), "source", p.source()))
        .toList();
  }

  /** The best passages, as many as take no more room than this: the rest is the history's. */
  private static List<Passage> fitting(
      List<Passage> passages, ToIntFunction<String> tokens, int room) {
    List<Passage> fitting = new ArrayList<>();
    int left = room;
    for (Passage passage : passages) {
      left -= tokens.applyAsInt(passage.text());
      if (left < 0) {
        break;
      }
      fitting.add(passage);
    }
    return fitting;
  }

  private static String system(Means means, AgentFile file, Prompt prompt, List<Passage> passages) {
    if (passages.isEmpty()) {
      return file.prompt();
    }
    StringBuilder system = new StringBuilder(file.prompt());
    system.append("\n\n").append(means.sentence(file, prompt, "agent.passages"));
    for (Passage passage : passages) {
      system.append("\n\n## ").append(passage.title()).append(" (").append(passage.source());
      system.append(")\n").append(passage.text().strip());
    }
    return system.toString();
  }

  /** The caller's wishes within the file's bounds; the tools are the agent's own. */
  private static ModelOptions options(Means means, AgentFile file, Prompt prompt) {
    ModelOptions wished = RequestOptions.of(prompt.options());
    Integer maxTokens = wished.maxTokens();
    List<ToolSpec> tools =
        means.tools().of(file.tools()).stream()
            .map(tool -> new ToolSpec(tool.name(), tool.description(), tool.parameters()))
            .toList();
    return new ModelOptions(
        wished.temperature() == null ? file.temperature() : wished.temperature(),
        wished.topP(),
        maxTokens == null ? file.maxTokens() : Integer.valueOf(least(file.maxTokens(), maxTokens)),
        wished.stop(),
        wished.seed(),
        wished.presencePenalty(),
        wished.frequencyPenalty(),
        tools,
        null,
        wished.responseFormat());
  }

  private static int least(@Nullable Integer one, int other) {
    return one == null ? other : Math.min(one, other);
  }
}
