package dev.sessionmanager.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sessionmanager.conversation.ContextWindow.Fitted;
import dev.sessionmanager.conversation.Message.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class ContextWindowTest {

  private static final ToIntFunction<String> CHARS = String::length;
  private static final Message SYSTEM = Message.system("You help.");
  private static final Message QUESTION = Message.user("And then?");

  /** What a message takes beside its text. */
  private static final int EACH = 8;

  private static final int ALONE = 9 + EACH + 9 + EACH;

  @Test
  void takesAllOfAShortConversation() {
    List<Message> history = turns(3);
    Fitted fitted = ContextWindow.fit(SYSTEM, history, QUESTION, CHARS, 10_000, 100);
    assertThat(fitted.messages()).startsWith(SYSTEM).endsWith(QUESTION).containsAll(history);
    assertThat(fitted.leftOutMessages()).isZero();
    assertThat(fitted.leftOutTokens()).isZero();
  }

  @Test
  void leavesOutTheOldestTurnsAndSaysHowMuch() {
    List<Message> history = turns(3);
    int perTurn = 2 * (2 + EACH);
    Fitted fitted = ContextWindow.fit(SYSTEM, history, QUESTION, CHARS, ALONE + 2 * perTurn, 100);
    assertThat(fitted.messages().subList(1, 5)).isEqualTo(history.subList(2, 6));
    assertThat(fitted.leftOutMessages()).isEqualTo(2);
    assertThat(fitted.leftOutTokens()).isEqualTo(perTurn);
    assertThat(fitted.tokens()).isEqualTo(ALONE + 2 * perTurn);
  }

  @Test
  void leavesOutAWholeTurnForOneTokenTooMany() {
    int perTurn = 2 * (2 + EACH);
    Fitted fitted =
        ContextWindow.fit(SYSTEM, turns(3), QUESTION, CHARS, ALONE + 2 * perTurn - 1, 100);
    assertThat(fitted.leftOutMessages()).isEqualTo(4);
  }

  @Test
  void takesNoHalfTurnForTheCountEither() {
    Fitted fitted = ContextWindow.fit(SYSTEM, turns(3), QUESTION, CHARS, 10_000, 3);
    assertThat(fitted.messages()).hasSize(1 + 2 + 1);
  }

  @Test
  void doesNotSkipALongTurnForAnOlderShortOne() {
    List<Message> history =
        List.of(
            Message.user("a"), Message.assistant("b"),
            Message.user("x".repeat(500)), Message.assistant("y"));
    Fitted fitted = ContextWindow.fit(SYSTEM, history, QUESTION, CHARS, 200, 100);
    assertThat(fitted.messages()).containsExactly(SYSTEM, QUESTION);
    assertThat(fitted.leftOutMessages()).isEqualTo(4);
  }

  @Test
  void letsSystemAndQuestionGoEvenOverTheBudget() {
    Fitted fitted = ContextWindow.fit(SYSTEM, turns(1), QUESTION, CHARS, 1, 100);
    assertThat(fitted.messages()).containsExactly(SYSTEM, QUESTION);
    assertThat(fitted.tokens()).isEqualTo(ALONE);
  }

  @Test
  void countsWhatToolCallsTake() {
    ToolCall call = new ToolCall("1", "van", "{\"tasa\": 10}");
    List<Message> history =
        List.of(Message.user("u"), Message.calls(null, List.of(call)), Message.result("1", "42"));
    Fitted fitted = ContextWindow.fit(SYSTEM, history, QUESTION, CHARS, 10_000, 100);
    assertThat(fitted.tokens()).isEqualTo(ALONE + 1 + 3 + 12 + 2 + 3 * EACH);
  }

  @Test
  void takesTheNewestTurnForTheQuestionWhereThereIsNone() {
    ToolCall call = new ToolCall("1", "van", "{}");
    List<Message> asked =
        List.of(Message.user("u"), Message.calls(null, List.of(call)), Message.result("1", "42"));
    List<Message> history = new ArrayList<>(turns(2));
    history.addAll(asked);
    Fitted fitted = ContextWindow.fit(SYSTEM, history, null, CHARS, 1, 0);
    assertThat(fitted.messages().subList(1, 4)).isEqualTo(asked);
    assertThat(fitted.leftOutMessages()).isEqualTo(4);
    assertThat(ContextWindow.fit(SYSTEM, history, null, CHARS, 10_000, 2).messages())
        .hasSize(1 + 2 + 3);
  }

  @Test
  void fitsAConversationOfNothing() {
    assertThat(ContextWindow.fit(SYSTEM, List.of(), null, CHARS, 10, 10).messages())
        .containsExactly(SYSTEM);
  }

  /** Many conversations of any shape: what always holds, and that more would not have fitted. */
  @RepeatedTest(20)
  void alwaysTakesTheNewestWholeTurnsThatFit(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 500; i++) {
      List<Message> history = conversation(random);
      int budget = random.nextInt(400);
      int max = random.nextInt(20);
      Fitted fitted = ContextWindow.fit(SYSTEM, history, QUESTION, CHARS, budget, max);

      List<Message> kept = fitted.messages().subList(1, fitted.messages().size() - 1);
      int from = history.size() - kept.size();
      assertThat(fitted.messages().getFirst()).isSameAs(SYSTEM);
      assertThat(fitted.messages().getLast()).isSameAs(QUESTION);
      assertThat(kept).isEqualTo(history.subList(from, history.size()));
      assertThat(kept.size()).isLessThanOrEqualTo(max);
      assertThat(fitted.leftOutMessages()).isEqualTo(from);
      assertThat(fitted.tokens()).isEqualTo(ALONE + cost(kept));
      assertThat(fitted.leftOutTokens()).isEqualTo(cost(history.subList(0, from)));
      if (!kept.isEmpty()) {
        assertThat(fitted.tokens()).isLessThanOrEqualTo(budget);
        assertThat(from == 0 || kept.getFirst().role() == Role.USER).isTrue();
      }
      if (from > 0) {
        int start =
            IntStream.iterate(from - 1, at -> at - 1)
                .filter(at -> at == 0 || history.get(at).role() == Role.USER)
                .findFirst()
                .orElseThrow();
        List<Message> more = history.subList(start, history.size());
        assertThat(more.size() > max || ALONE + cost(more) > budget).isTrue();
      }
    }
  }

  private static int cost(List<Message> messages) {
    return messages.stream()
        .mapToInt(message -> {
          String text = message.text();
          return EACH + (text == null ? 0 : text.length());
        })
        .sum();
  }

  private static List<Message> turns(int count) {
    List<Message> turns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      turns.add(Message.user("q" + i));
      turns.add(Message.assistant("a" + i));
    }
    return turns;
  }

  private static List<Message> conversation(Random random) {
    return IntStream.range(0, random.nextInt(30))
        .mapToObj(i -> {
          String text = "t".repeat(random.nextInt(40));
          return switch (random.nextInt(5)) {
            case 0 -> Message.system(text);
            case 1, 2 -> Message.user(text);
            case 3 -> Message.assistant(text);
            default -> Message.result("id", text);
          };
        })
        .toList();
  }

  @Test
  void countsWhatTheNewestTurnTakesWhereToolsAnsweredLast() {
    ToolCall call = new ToolCall("1", "van", "{}");
    List<Message> asked =
        List.of(Message.user("u"), Message.calls(null, List.of(call)), Message.result("1", "42"));
    List<Message> history = new ArrayList<>(turns(2));
    history.addAll(asked);
    int newest = 1 + EACH + 3 + 2 + EACH + 2 + EACH;
    int perTurn = 2 * (2 + EACH);
    int alone = 9 + EACH + newest;
    assertThat(ContextWindow.fit(SYSTEM, history, null, CHARS, alone, 100).tokens())
        .isEqualTo(alone);
    Fitted one = ContextWindow.fit(SYSTEM, history, null, CHARS, alone + perTurn, 100);
    assertThat(one.tokens()).isEqualTo(alone + perTurn);
    assertThat(one.leftOutMessages()).isEqualTo(2);
    Fitted none = ContextWindow.fit(SYSTEM, history, null, CHARS, alone + perTurn - 1, 100);
    assertThat(none.tokens()).isEqualTo(alone);
    assertThat(none.leftOutTokens()).isEqualTo(2 * perTurn);
  }
}
