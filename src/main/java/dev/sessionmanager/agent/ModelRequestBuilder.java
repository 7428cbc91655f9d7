package dev.sessionmanager.agent;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.ContextWindow;
import dev.sessionmanager.conversation.ContextWindow.Fitted;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.gateway.Prompt;
import dev.sessionmanager.gateway.Reply;
import dev.sessionmanager.gateway.Summary;
import dev.sessionmanager.knowledge.Passage;
import dev.sessionmanager.model.Model;
import dev.sessionmanager.model.ToolRounds;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a model is told for one answer: the system prompt with the passages that fit the question,
 * as much of the conversation as its window holds, a summary of what it does not hold, and how to
 * answer.
 *
 * @param passages that the model is given
 * @param meta for the answer: {@code left_out} of the conversation; empty where nothing is
 */
record ModelRequestBuilder(
    List<Message> messages,
    AnswerOptions options,
    List<Passage> passages,
    Map<String, Object> meta) {

  /**
   * Share for sure passages of the tokens that prompt and question leave; a short turn fits beside.
   */
  private static final double SURE_SHARE = 0.75;

  /** Share for the summary of these tokens, with its heading; it is made for less. */
  static final double SUMMARY_SHARE = 0.5;

  /** Share of the tokens of a request that are left free for what tools will answer, at most. */
  private static final double RESULT_SHARE = 0.25;

  /**
   * Sure passages come before the conversation, up to their share of the tokens; other passages
   * take what the conversation leaves: a follow-up question, which fits any passage a little, must
   * not push out the turns that it follows. The summary goes along only where something is left
   * out.
   *
   * @param passages best first
   */
  static ModelRequestBuilder of(
      AgentServices means, AgentFile file, Model model, Prompt prompt, List<Passage> passages) {
    ToIntFunction<String> tokens = text -> means.models().tokens(model.name(), text);
    AnswerOptions options = options(file, prompt);
    int budget = budget(means, file, model.name(), options.tokensMax());
    Integer messages = file.historyMaxMessages();
    int most = messages == null ? model.historyMax() : Math.max(0, messages - 1);
    String heading = "\n\n" + means.sentence(file, prompt, "agent.passages");
    int room = budget - tokens.applyAsInt(file.prompt() + heading + prompt.text());
    List<Passage> sure = passages.stream().filter(Passage::sure).toList();
    List<Passage> shown = new ArrayList<>(fitting(sure, tokens, (int) (room * SURE_SHARE)));
    List<Message> talk = prompt.conversation();
    String told = file.prompt();
    Fitted fitted =
        ContextWindow.fit(system(told, heading, shown), talk, null, tokens, budget, most);
    Summary summary = fitted.leftOutMessages() == 0 ? null : prompt.summary().get();
    if (summary != null) {
      String early = means.sentence(file, prompt, "agent.summary", summary.text());
      told += "\n\n" + cut(early, tokens, (int) (room * SUMMARY_SHARE));
      fitted = ContextWindow.fit(system(told, heading, shown), talk, null, tokens, budget, most);
    }
    int spare = budget - fitted.tokens() - (shown.isEmpty() ? tokens.applyAsInt(heading) : 0);
    List<Passage> others = passages.stream().filter(passage -> !passage.sure()).toList();
    shown.addAll(fitting(others, tokens, spare));
    List<Message> all = new ArrayList<>(fitted.messages());
    all.set(0, system(told, heading, shown));
    return new ModelRequestBuilder(
        List.copyOf(all), options, List.copyOf(shown), meta(fitted, summary));
  }

  /**
   * Tokens that a request of an agent may hold: what its model's window has room for beside the
   * answer, the tools that are offered and one of their answers, and no more than its file says.
   *
   * @param answer tokens of the answer at most; null where nobody says
   */
  static int budget(AgentServices means, AgentFile file, String model, @Nullable Integer answer) {
    int room = means.models().inputBudget(model, answer, file.contextWindow());
    List<Tool> tools = means.tools().of(file.tools());
    if (!tools.isEmpty()) {
      int result = ModelTalk.RESULT_MAX / 3; // of the fewest characters a token
      room -= means.models().tokens("", ToolRounds.offered(tools));
      room -= Math.min(result, (int) (room * RESULT_SHARE));
    }
    return least(file.inputTokenBudget(), Math.max(1, room));
  }

  /** The beginning of a text that takes so many tokens at most; all of it where it does. */
  private static String cut(String text, ToIntFunction<String> tokens, int most) {
    int cost = tokens.applyAsInt(text);
    return cost <= most
        ? text
        : text.substring(0, (int) ((double) text.length() * Math.max(0, most) / cost));
  }

  private static Map<String, Object> meta(Fitted fitted, @Nullable Summary summary) {
    Map<String, Object> meta = new LinkedHashMap<>();
    int out = fitted.leftOutMessages();
    if (out > 0) {
      Map<String, Object> left = new LinkedHashMap<>();
      left.put("messages", out);
      left.put("tokens", fitted.leftOutTokens());
      if (summary != null) {
        left.put("summarised", Math.min(out, summary.messages()));
      }
      meta.put(Reply.LEFT_OUT, left);
    }
    return meta;
  }

  /** An answer with what its reader is told of how it came about. */
  Reply sourced(Reply answer, String question) {
    Map<String, Object> all = new LinkedHashMap<>(answer.meta());
    String text = answer.text() == null ? "" : answer.text();
    List<Passage> used = UsedPassages.of(text, question, passages);
    if (!used.isEmpty()) {
      all.put("sources", sources(used));
    }
    all.putAll(meta);
    return answer.withMeta(all);
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

  private static Message system(String told, String heading, List<Passage> passages) {
    if (passages.isEmpty()) {
      return Message.system(told);
    }
    StringBuilder system = new StringBuilder(told).append(heading);
    passages.forEach(passage -> system.append(section(passage)));
    return Message.system(system.toString());
  }

  private static String section(Passage passage) {
    return "\n\n## " + passage.title() + " (" + passage.source() + ")\n" + passage.text().strip();
  }

  /** The caller's wishes within the file's bounds, without the caller's tools. */
  private static AnswerOptions options(AgentFile file, Prompt prompt) {
    AnswerOptions wished = prompt.options();
    Integer most = wished.tokensMax();
    return wished
        .withTools(List.of())
        .within(
            wished.temperature() == null ? file.temperature() : wished.temperature(),
            most == null ? file.maxTokens() : Integer.valueOf(least(file.maxTokens(), most)));
  }

  private static int least(@Nullable Integer one, int other) {
    return one == null ? other : Math.min(one, other);
  }
}
