package dev.sessionmanager.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sessionmanager.conversation.AnswerOptions;
import dev.sessionmanager.conversation.Message;
import dev.sessionmanager.conversation.ToolCall;
import dev.sessionmanager.conversation.Usage;
import dev.sessionmanager.problem.Problem;
import dev.sessionmanager.problem.Problem.Kind;
import dev.sessionmanager.tool.Tool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The loop of a model and its tools, whoever uses it. */
class ToolRoundsTest {

  private final List<List<Message>> asked = new ArrayList<>();
  private final List<AnswerOptions> offered = new ArrayList<>();
  private final List<String> used = new ArrayList<>();

  @Test
  void tellsTheModelThatAToolFailedAndGoesOn() {
    Completion made = run(4, "{}", "{\"fail\": true}", "not JSON");
    assertThat(made.text()).isEqualTo("done");
    assertThat(asked.getLast())
        .extracting(Message::text)
        .containsExactly(
            "go",
            null,
            "read for u…",
            null,
            "Error: the tool failed.",
            null,
            "Error: the arguments are not a JSON object.");
    assertThat(used).containsExactly("read for user_1");
  }

  @Test
  void offersNoToolsWhereTheModelMayNotAskForThem() {
    Completion made = run(0, "{}");
    assertThat(made.toolCalls()).hasSize(1);
    assertThat(offered).singleElement().isEqualTo(AnswerOptions.DEFAULTS);
    assertThat(used).isEmpty();
  }

  @Test
  void asksNothingForAThreadThatIsInterrupted() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> run(4, "{}"))
          .isInstanceOfSatisfying(
              Problem.class, problem -> assertThat(problem.kind()).isEqualTo(Kind.STOPPING));
      assertThat(asked).isEmpty();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  /**
   * Has a model ask for the tool once with each of these arguments, and then say that it is done.
   */
  private Completion run(int max, String... arguments) {
    return new ToolRounds(List.of(new Reader()), "user_1", 10, use -> note(use))
        .run(
            List.of(Message.user("go")),
            AnswerOptions.DEFAULTS,
            max,
            (talk, options) -> {
              asked.add(talk);
              offered.add(options);
              boolean done = asked.size() > arguments.length;
              List<ToolCall> calls =
                  done
                      ? List.of()
                      : List.of(new ToolCall("id", "read", arguments[asked.size() - 1]));
              return new Completion(
                  done ? "done" : null, calls, "stop", new Usage("m", "p", 1, 1, 1), List.of());
            });
  }

  private void note(ToolRounds.Use use) {
    Tool.Answer answer = use.answer();
    if (answer != null) {
      used.add(answer.text().strip());
    }
  }

  private static final class Reader implements Tool {
    @Override
    public String name() {
      return "read";
    }

    @Override
    public String description() {
      return "Reads.";
    }

    @Override
    public Map<String, Object> parameters() {
      return Map.of("type", "object");
    }

    @Override
    public Answer use(Map<String, Object> arguments, @Nullable String username) {
      if (arguments.containsKey("fail")) {
        throw new IllegalStateException("secret");
      }
      return Answer.of("read for " + username);
    }
  }
}
