package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Tool;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One formula of economics as a tool. From a person's words it answers when the words name it, no
 * other calculator fits better ({@link CalculatorMatch}) and they carry its numbers; a question for
 * its meaning is left to others.
 *
 * @param title as the answer begins: "Interés compuesto"
 * @param description for models
 * @param phrases by which people call it
 * @param example a sentence that it answers
 */
record Calculator(
    String name,
    String title,
    String description,
    List<Phrase> phrases,
    List<Input> inputs,
    String example,
    Function<Arguments, Calculation> formula)
    implements Tool {

  @Override
  public Map<String, Object> parameters() {
    Map<String, Object> properties = new LinkedHashMap<>();
    inputs.forEach(input -> properties.put(input.name(), input.schema()));
    List<String> required =
        inputs.stream()
            .filter(input -> input.required() && input.unless() == null)
            .map(Input::name)
            .toList();
    return Map.of(
        "type",
        "object",
        "properties",
        properties,
        "required",
        required,
        "additionalProperties",
        false);
  }

  @Override
  public Answer use(Map<String, Object> arguments, @Nullable String username) {
    try {
      Arguments given = ArgumentReader.read(inputs, arguments);
      List<Input> missing = given.missing(inputs);
      if (!missing.isEmpty()) {
        String names = missing.stream().map(Input::name).collect(Collectors.joining(", "));
        return Answer.of("Falta: " + names + ". Los argumentos son: " + names() + ".");
      }
      return calculate(given);
    } catch (Refusal refusal) {
      return Answer.of(refusal.sentence());
    }
  }

  @Override
  public Optional<Answer> asked(String text, @Nullable String username) {
    if (text.length() > Sentence.MAX_LENGTH) {
      return Optional.empty();
    }
    return Recent.of(text)
        .choice()
        .filter(choice -> choice.calculator().name.equals(name))
        .map(choice -> answer(choice.filling().given));
  }

  private Answer answer(Arguments given) {
    List<Input> missing = given.missing(inputs);
    if (missing.isEmpty()) {
      return calculate(given);
    }
    String labels = missing.stream().map(Input::label).collect(Collectors.joining(", "));
    return Answer.of(
        "**"
            + title
            + "**: para calcular falta: "
            + labels
            + ".\n\nPor ejemplo: «"
            + example
            + "».");
  }

  private Answer calculate(Arguments given) {
    try {
      Calculation outcome = formula.apply(given);
      StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
      text.append(given.shown(inputs));
      text.append("\nFórmula: `").append(outcome.formula()).append("`\n\n");
      text.append("**").append(outcome.results().getFirst()).append("**");
      outcome.results().stream().skip(1).forEach(r -> text.append("  \n").append(r));
      text.append("\n\n").append(outcome.reading()).append('\n');
      if (!outcome.table().isEmpty()) {
        text.append('\n').append(outcome.table());
      }
      return Answer.of(text.toString());
    } catch (Refusal refusal) {
      return Answer.of("**" + title + "**: " + refusal.sentence());
    }
  }

  private String names() {
    return inputs.stream().map(Input::name).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return "Calculator[" + name + "]";
  }
}
