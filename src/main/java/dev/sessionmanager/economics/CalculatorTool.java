package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Asked;
import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A calculator as a tool. It answers a person whose sentence names the calculator and carries its
 * numbers, where none of the other calculators fits better; a question for the meaning of a formula
 * is left to other tools and the knowledge.
 *
 * @param all every calculator that a sentence could be for, this one among them
 */
record CalculatorTool(Calculator calculator, List<Calculator> all) implements Tool {

  /** Which calculator a question is for; the same for the tools of all calculators. */
  private record Routed(Optional<CalculatorMatch> match) {}

  @Override
  public String name() {
    return calculator.name();
  }

  @Override
  public String description() {
    return calculator.description();
  }

  @Override
  public Map<String, Object> parameters() {
    return calculator.parameters();
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    return Answer.of(calculator.use(arguments));
  }

  @Override
  public Optional<Answer> asked(Asked asked) {
    return asked
        .read(Routed.class, question -> new Routed(FollowUp.read(question, all)))
        .match()
        .filter(match -> match.calculator().name().equals(name()))
        .map(match -> {
          String text = calculator.answer(match.filling().given, match.left());
          boolean whole = match.missing().isEmpty(); // its numbers are all there
          return new Answer(English.answer(asked, text), null, whole);
        });
  }
}
