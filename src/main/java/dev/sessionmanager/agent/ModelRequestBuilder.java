package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.ContextWindow;
import dev.sessionmanager.conversation.ContextWindow.Fitted;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.model.Model;
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
record ModelRequestBuilder(
    List<Message> messages, AnswerOptions options, Map<String, Object> meta) {

  /**
   * Share for sure passages of the tokens that prompt and question leave; a short turn fits beside.
   */
  private static final double SURE_SHARE = 0.75;

  /**
   * Sure passages come before the conversation, up to their share of the tokens; other passages
   * take what the conversation leaves: a follow-up question, which fits any passage a little, must
   * not push out the turns that it follows.
   *
   * @param passages best first
   */
  static ModelRequestBuilder of(
      AgentServices means, AgentFile file, Model model, Prompt prompt, List<Passage> passages) {
    ToIntFunction<String> tokens = text -> means.models().tokens(model.name(), text);
    String heading = "\n\n" + means.sentence(file, prompt, "agent.passages");
    int budget = least(file.inputTokenBudget(), model.inputBudget());
    int room = budget - tokens.applyAsInt(file.prompt() + heading + prompt.text());
    List<Passage> sure = passages.stream().filter(Passage::sure).toList();
    List<Passage> shown = new ArrayList<>(fitting(sure, tokens, (int) (room * SURE_SHARE)));
    Integer messages = file.historyMaxMessages();
    Fitted fitted =
        ContextWindow.fit(
            system(file, heading, shown),
            prompt.history().get(),
            prompt.text().isBlank() ? null : Message.user(prompt.text()),
            tokens,
            budget,
            messages == null ? model.historyMax() : Math.max(0, messages - 1));
    int spare = budget - fitted.tokens() - (shown.isEmpty() ? tokens.applyAsInt(heading) : 0);
    List<Passage> others = passages.stream().filter(passage -> !passage.sure()).toList();
    shown.addAll(fitting(others, tokens, spare));
    List<Message> all = new ArrayList<>(fitted.messages());
    all.set(0, system(file, heading, shown));
    return new ModelRequestBuilder(List.copyOf(all), options(file, prompt), meta(shown, fitted));
  }

  private static Map<String, Object> meta(List<Passage> shown, Fitted fitted) {
    Map<String, Object> meta = new LinkedHashMap<>();
    if (!shown.isEmpty()) {
      meta.put("sources", sources(shown));
    }
    if (fitted.leftOutMessages() > 0) {
      meta.put(
          "left_out",
          Map.of("messages", fitted.leftOutMessages(), "tokens", fitted.leftOutTokens()));
    }
    return meta;
  }

  /** How sources stand in an answer's meta. */
  static List<Map<String, String>> sources(List<Passage> passages) {
    return passages.stream()
        .map(p -> Map.of("id", p.id(), "title", p.title(), "source", p.source()))
        .toList();
  }

  /** As many passages as fit into this many tokens, the better passages first. */
  private static List<Passage> fitting(
      List<Passage> passages, ToIntFunction<String> tokens, int room) {
    List<Passage> fitting = new ArrayList<>();
    int left = room;
    for (Passage passage : passages) {
      int cost = tokens.applyAsInt(section(passage));
      if (cost <= left) {
        fitting.add(passage);
        left -= cost;
      }
    }
    return fitting;
  }

  private static Message system(AgentFile file, String heading, List<Passage> passages) {
    if (passages.isEmpty()) {
      return Message.system(file.prompt());
    }
    StringBuilder system = new StringBuilder(file.prompt()).append(heading);
    passages.forEach(passage -> system.append(section(passage)));
    return Message.system(system.toString());
  }

  private static String section(Passage passage) {
    return "\n\n## " + passage.title() + " (" + passage.source() + ")\n" + passage.text().strip();
  }

  /** The caller's wishes within the file's bounds, without the caller's tools. */
  private static AnswerOptions options(AgentFile file, Prompt prompt) {
    AnswerOptions wished = prompt.options();
    Integer maxTokens = wished.maxTokens();
    return new AnswerOptions(
        wished.temperature() == null ? file.temperature() : wished.temperature(),
        wished.topP(),
        maxTokens == null ? file.maxTokens() : Integer.valueOf(least(file.maxTokens(), maxTokens)),
        wished.stop(),
        wished.seed(),
        wished.presencePenalty(),
        wished.frequencyPenalty(),
        List.of(),
        null,
        wished.responseFormat());
  }

  private static int least(@Nullable Integer one, int other) {
    return one == null ? other : Math.min(one, other);
  }
}
