package dev.sessionmanager.economics;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Which of a sentence's equations is the demand, the supply, the cost. */
final class Curves {

  static final String DEMAND = "demanda";
  static final String SUPPLY = "oferta";

  /** Of one curve only: demand or supply. */
  static final String CURVE = "curva";

  static final String COST = "costo";

  private static final Set<String> COST_NAMES = Lexicon.FILE.words("cost-names");

  private Curves() {}

  /**
   * A curve and what it was read from.
   *
   * @param letters the numbers of "a = 100, b = -2"; empty where an equation gives it
   */
  record Found(Polynomial curve, List<Equation> equations, List<Amount> letters) {}

  /**
   * The curve of a sentence that this name means; null when there is none. A line may also be given
   * by its letters: "a = 100, b = -2".
   */
  static @Nullable Found find(String name, Sentence sentence) {
    return switch (name) {
      case DEMAND ->
          line(sentence, Equation::isDemand).orElseGet(() -> byLetters(sentence, "a", "b"));
      case SUPPLY ->
          line(sentence, Equation::isSupply).orElseGet(() -> byLetters(sentence, "c", "d"));
      case CURVE -> line(sentence, equation -> true).orElse(null);
      default ->
          sentence.equations().stream()
              .filter(e -> COST_NAMES.contains(e.label()) || sentence.equations().size() == 1)
              .findFirst()
              .map(equation -> new Found(equation.curve(), List.of(equation), List.of()))
              .orElse(null);
    };
  }

  private static Optional<Found> line(Sentence sentence, Predicate<Equation> which) {
    return sentence.equations().stream()
        .filter(which)
        .findFirst()
        .flatMap(equation ->
            equation.quantity().map(line -> new Found(line, List.of(equation), List.of())));
  }

  static @Nullable Found byLetters(Sentence sentence, String a, String b) {
    Amount constant = sentence.named(a);
    Amount slope = sentence.named(b);
    return constant == null || slope == null
        ? null
        : new Found(
            Polynomial.line(constant.value(), slope.value()), List.of(), List.of(constant, slope));
  }
}
