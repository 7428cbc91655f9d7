package dev.sessionmanager.conversation;

import dev.sessionmanager.conversation.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The part of a conversation that a model gets: the system message, the newest whole turns that
 * fit, the question. Stateless.
 */
public final class ContextWindow {

  /**
   * Tokens that a message takes beside its text: its role and its end. OpenAI's cookbook ("How to
   * count tokens with tiktoken") counts 3, Llama 3's template has 5, others a few more.
   */
  private static final int PER_MESSAGE = 8;

  /**
   * A conversation that fits.
   *
   * @param messages in order: system, what is left of the history, question
   * @param leftOutMessages of the history
   * @param leftOutTokens that the messages left out would have taken
   * @param tokens that {@code messages} take
   */
  public record Fitted(
      List<Message> messages, int leftOutMessages, int leftOutTokens, int tokens) {}

  private ContextWindow() {}

  /**
   * Fits a conversation into a window. A turn is a user's message with all messages up to the
   * user's next; a turn is kept whole or left out, and no turn is left out before an older one is.
   * The system message and the question are always kept, even over the budget: whether a model can
   * hold them is for its provider to say.
   *
   * @param history oldest first
   * @param question null where the history already ends with it, as when its last messages are what
   *     the caller's tools answered: then its newest turn is the question
   * @param tokens how many tokens a text takes
   * @param tokenBudget tokens for all of it
   * @param maxMessages of the history, the question not counted
   */
  public static Fitted fit(
      Message system,
      List<Message> history,
      @Nullable Message question,
      ToIntFunction<String> tokens,
      int tokenBudget,
      int maxMessages) {
    int[] costs = history.stream().mapToInt(message -> cost(message, tokens)).toArray();
    int asked = question == null ? startOfTurn(history, history.size()) : history.size();
    int taken = cost(system, tokens) + sum(costs, asked, history.size());
    taken += question == null ? 0 : cost(question, tokens);
    int kept = asked;
    while (kept > 0) {
      int start = startOfTurn(history, kept);
      int cost = sum(costs, start, kept);
      if (cost > tokenBudget - taken || asked - start > maxMessages) {
        break;
      }
      taken += cost;
      kept = start;
    }
    List<Message> messages = new ArrayList<>();
    messages.add(system);
    messages.addAll(history.subList(kept, history.size()));
    if (question != null) {
      messages.add(question);
    }
    return new Fitted(List.copyOf(messages), kept, sum(costs, 0, kept), taken);
  }

  /** Where the turn begins whose last message stands before {@code end}. */
  private static int startOfTurn(List<Message> history, int end) {
    int start = Math.max(0, end - 1);
    while (start > 0 && history.get(start).role() != Role.USER) {
      start--;
    }
    return start;
  }

  private static int cost(Message message, ToIntFunction<String> tokens) {
    int cost = PER_MESSAGE;
    String text = message.text();
    if (text != null) {
      cost += tokens.applyAsInt(text);
    }
    for (ToolCall call : message.toolCalls()) {
      cost += tokens.applyAsInt(call.name()) + tokens.applyAsInt(call.arguments());
    }
    return cost;
  }

  private static int sum(int[] costs, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += costs[i];
    }
    return sum;
  }
}
