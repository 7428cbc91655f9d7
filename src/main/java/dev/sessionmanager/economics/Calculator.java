package dev.sessionmanager.economics;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One formula of economics with the names, inputs and texts that it has for people and models. A
 * value: which calculator a sentence is for, {@link CalculatorMatch} finds out.
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
    Formula formula) {

  /** JSON Schema of {@link #use}'s arguments. */
  Map<String, Object> parameters() {
    return Input.schema(inputs);
  }

  /** The answer to a model's arguments. */
  String use(Map<String, Object> arguments) {
    try {
      Arguments given = ArgumentReader.read(inputs, arguments);
      List<Input> missing = given.missing(inputs);
      if (!missing.isEmpty()) {
        String names = missing.stream().map(Input::name).collect(Collectors.joining(", "));
        return "Falta: " + names + ". Los argumentos son: " + names() + ".";
      }
      return calculate(given);
    } catch (Refusal refusal) {
      return refusal.sentence();
    }
  }

  /** The answer to a person whose sentence gave these arguments and left the rest over. */
  String answer(Arguments given, Leftovers left) {
    List<Input> missing = given.missing(inputs);
    if (missing.isEmpty()) {
      return left.isEmpty() ? calculate(given) + dates(left) : ask(given, left);
    }
    String labels = missing.stream().map(Input::label).collect(Collectors.joining(", "));
    String more = left.isEmpty() ? "" : " Y no sé qué lugar tiene " + left.shown() + ".";
    return "**%s**: para calcular falta: %s.%s\n\nPor ejemplo: «%s»."
        .formatted(title, labels, more, example);
  }

  /** Nothing is calculated over the head of something that was not understood. */
  private String ask(Arguments given, Leftovers left) {
    try {
      return "**%s**: no sé qué lugar %s en la cuenta %s. Esto entendí:\n\n%s\n¿Qué es? Si no cuenta, escribilo de nuevo sin eso. Por ejemplo: «%s»."
          .formatted(
              title,
              left.unknown().size() == 1 ? "tiene" : "tienen",
              left.shown(),
              given.shown(inputs),
              example);
    } catch (Refusal refusal) {
      return "**" + title + "**: " + refusal.sentence();
    }
  }

  private static String dates(Leftovers left) {
    return left.dates().isEmpty()
        ? ""
        : "\nSin usar, porque son fechas: " + String.join(", ", left.dates()) + ".\n";
  }

  private String calculate(Arguments given) {
    try {
      given.begin();
      Calculation outcome = formula.of(given);
      List<Input> idle = given.idle(inputs);
      if (!idle.isEmpty()) {
        String labels = idle.stream().map(Input::label).collect(Collectors.joining(", "));
        throw new Refusal(
            "con los otros datos no sé qué lugar tiene en la cuenta: " + labels + ".");
      }
      StringBuilder text = new StringBuilder("**").append(title).append("**\n\n");
      text.append(given.shown(inputs));
      text.append("\nFórmula: `").append(outcome.formula()).append("`\n\n");
      text.append("**").append(outcome.results().getFirst()).append("**");
      outcome.results().stream().skip(1).forEach(r -> text.append("  \n").append(r));
      text.append("\n\n").append(outcome.reading()).append(given.notes()).append('\n');
      if (!outcome.table().isEmpty()) {
        text.append('\n').append(outcome.table());
      }
      return text.toString();
    } catch (Refusal refusal) {
      return "**" + title + "**: " + refusal.sentence();
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
