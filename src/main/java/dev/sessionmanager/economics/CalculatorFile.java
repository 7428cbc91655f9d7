package dev.sessionmanager.economics;

import dev.sessionmanager.text.WordFile;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What {@code economics/calculators.yaml} says of calculators and charts; read when first used. */
final class CalculatorFile {

  private static final WordFile FILE = WordFile.read("economics/calculators.yaml");

  private CalculatorFile() {}

  /**
   * All calculators, in the order of the file.
   *
   * @param formulas by the calculators' names
   */
  static List<Calculator> calculators(Map<String, Formula> formulas) {
    return FILE.part("calculators").parts().entrySet().stream()
        .map(entry -> calculator(entry.getKey(), entry.getValue(), formulas))
        .toList();
  }

  private static Calculator calculator(String name, WordFile words, Map<String, Formula> formulas) {
    return new Calculator(
        name,
        words.text("title"),
        words.text("about"),
        Phrase.list(words.entries("names")),
        inputs(words),
        words.text("example"),
        Objects.requireNonNull(formulas.get(name), name));
  }

  /** What is said of charts. */
  static WordFile chart() {
    return FILE.part("grafico");
  }

  /** The inputs of a calculator or of charts. */
  static List<Input> inputs(WordFile words) {
    return words.part("inputs").parts().entrySet().stream()
        .map(entry -> input(entry.getKey(), entry.getValue()))
        .toList();
  }

  private static Input input(String name, WordFile words) {
    Map<?, ?> content = words.content();
    return new Input(
        name,
        words.text("label"),
        InputKind.valueOf(words.text("is").toUpperCase(Locale.ROOT)),
        content.containsKey("words") ? Phrase.list(words.entries("words")) : List.of(),
        !content.containsKey("optional"),
        (@Nullable String) content.get("follows"),
        (@Nullable String) content.get("unless"),
        content.containsKey("named"));
  }
}
