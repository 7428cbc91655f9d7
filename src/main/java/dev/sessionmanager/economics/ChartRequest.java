package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a chart is drawn from. As with the calculators, nothing is drawn over the head of a number
 * that was not understood.
 *
 * @param years one for each value; empty where the values are merely in order
 */
record ChartRequest(
    ChartKind kind,
    @Nullable Polynomial demand,
    @Nullable Polynomial supply,
    @Nullable Polynomial cost,
    List<Double> values,
    List<Double> years) {

  /** Prices and quantities of single points, which are no curve's constant and slope. */
  private static final List<Phrase> POINTS = Phrase.list(Lexicon.FILE.entries("chart-points"));

  private static final List<Input> COSTS =
      CalculatorFile.inputs(CalculatorFile.chart()).stream()
          .filter(input -> input.kind() == InputKind.MONEY)
          .toList();

  /** Reads a sentence's numbers, one after the other taken by a curve or the series. */
  private static final class Reader {

    private final Sentence sentence;
    private final List<Amount> free = new ArrayList<>();
    private final List<String> dates = new ArrayList<>();
    private final List<Equation> equations;

    Reader(Sentence sentence) {
      this.sentence = sentence;
      this.equations = new ArrayList<>(sentence.equations());
      for (Token token : sentence.tokens().all()) {
        if (token.amount() != null) {
          free.add(token.amount());
        } else if (token.isDate()) {
          dates.add(sentence.text().substring(token.start(), token.end()));
        }
      }
    }

    @Nullable Polynomial curve(Curves.@Nullable Found found) {
      if (found == null) {
        return null;
      }
      equations.removeAll(found.equations());
      free.removeAll(found.letters());
      return found.curve();
    }

    /** "50 -5" of a sentence without equations: a constant and a slope. */
    @Nullable Polynomial bare(int count) {
      boolean plain = free.size() == count && free.stream().allMatch(Amount::isPlain);
      if (!plain || !sentence.equations().isEmpty() || sentence.says(POINTS)) {
        return null;
      }
      return Polynomial.line(free.removeFirst().value(), free.removeFirst().value());
    }

    /** A fixed cost, and a variable cost for each unit or as an equation. */
    @Nullable Polynomial costs() {
      Polynomial whole = curve(Curves.find(Curves.COST, sentence));
      SlotFilling filling = new SlotFilling(COSTS, sentence);
      Arguments given = filling.given;
      if (!given.has("costo_fijo") && !given.has("costo_variable")) {
        return whole;
      }
      free.clear();
      filling
          .free()
          .forEach(
              place -> free.add(Objects.requireNonNull(sentence.tokens().get(place).amount())));
      return of(given, whole);
    }

    void series(List<Double> values, List<Double> years) {
      for (Amount amount : List.copyOf(free)) {
        boolean year = Sentence.looksLikeYear(amount, sentence.text());
        if (year || amount.isPlain() || amount.kind() == Kind.PERCENT) {
          (year ? years : values).add(amount.value());
          free.remove(amount);
        }
      }
      dates.forEach(date -> years.add(Double.valueOf(date)));
      dates.clear();
      if (values.isEmpty()) { // "la serie 1990; 2000; 2010": the years are the values
        values.addAll(years);
        years.clear();
      }
      boolean range =
          years.size() == 2
              && values.size() > 2
              && years.get(1) - years.get(0) == values.size() - 1;
      if (range) {
        double first = years.getFirst();
        years.clear();
        for (int i = 0; i < values.size(); i++) {
          years.add(first + i);
        }
      }
      if (!years.isEmpty() && years.size() != values.size()) {
        throw new Refusal(
            "hay %d años y %d valores: no sé cuáles van juntos. Por ejemplo: «gráfico de la inflación: 2021 50,9; 2022 94,8; 2023 211,4»."
                .formatted(years.size(), values.size()));
      }
    }

    /** Refuses where something is left that no curve took. */
    void end() {
      List<String> left = new ArrayList<>();
      free.forEach(
          a -> left.add("«" + sentence.text().substring(a.start(), a.end()).strip() + "»"));
      dates.forEach(date -> left.add("«" + date + "»"));
      equations.forEach(
          e -> left.add("«" + sentence.text().substring(e.start(), e.end()).strip() + "»"));
      if (!left.isEmpty()) {
        throw new Refusal(
            "no sé qué lugar tiene en el gráfico: "
                + String.join(", ", left)
                + ". Las curvas van como ecuación («Qd = 100 - 2P», «CT = 100 + 10q»).");
      }
    }
  }

  /**
   * What a sentence gives for its chart.
   *
   * @throws Refusal when it has a number that has no place in the chart
   */
  static ChartRequest of(ChartKind kind, Sentence sentence) {
    Reader reader = new Reader(sentence);
    boolean demands = kind == ChartKind.DEMAND || kind == ChartKind.BOTH;
    boolean supplies = kind == ChartKind.SUPPLY || kind == ChartKind.BOTH;
    Polynomial demand = demands ? reader.curve(Curves.find(Curves.DEMAND, sentence)) : null;
    Polynomial supply = supplies ? reader.curve(Curves.find(Curves.SUPPLY, sentence)) : null;
    if (kind == ChartKind.SUPPLY && supply == null) {
      supply = reader.curve(Curves.byLetters(sentence, "a", "b"));
    }
    if (demands && demand == null) {
      demand = reader.bare(kind == ChartKind.BOTH ? 4 : 2);
    }
    if (supplies && supply == null) {
      supply = reader.bare(2);
    }
    Polynomial cost = kind == ChartKind.COSTS ? reader.costs() : null;
    List<Double> values = new ArrayList<>();
    List<Double> years = new ArrayList<>();
    if (kind == ChartKind.SERIES) {
      reader.series(values, years);
    }
    reader.end();
    return new ChartRequest(kind, demand, supply, cost, List.copyOf(values), List.copyOf(years));
  }

  /** What a model gives, by the names of the chart's inputs. */
  static ChartRequest of(ChartKind kind, Arguments given) {
    Polynomial cost = given.has(Curves.COST) ? given.curve(Curves.COST) : null;
    boolean parts = given.has("costo_fijo") || given.has("costo_variable");
    return new ChartRequest(
        kind,
        given.has(Curves.DEMAND) ? given.curve(Curves.DEMAND) : null,
        given.has(Curves.SUPPLY) ? given.curve(Curves.SUPPLY) : null,
        parts ? of(given, cost) : cost,
        given.has("valores") ? given.flows("valores") : List.of(),
        List.of());
  }

  /**
   * A fixed cost with a variable one.
   *
   * @param curve of the variable cost ("CV = 5q"), where it is given as an equation
   */
  private static Polynomial of(Arguments given, @Nullable Polynomial curve) {
    Map<String, String> labels =
        Map.of("costo_fijo", "el costo fijo", "costo_variable", "el costo variable por unidad");
    boolean variable = given.has("costo_variable");
    if (!given.has("costo_fijo") || variable == (curve != null)) {
      throw new Refusal(
          variable && curve != null
              ? "el costo variable está dos veces: como número y como ecuación."
              : "falta "
                  + labels.get(given.has("costo_fijo") ? "costo_variable" : "costo_fijo")
                  + ". Por ejemplo: «gráfico de costos con costo fijo 100 y costo variable 5».");
    }
    double fixed = given.number("costo_fijo");
    if (curve == null) {
      return Polynomial.line(fixed, given.number("costo_variable"));
    }
    if (curve.coefficient(0) != 0) {
      throw new Refusal("el costo fijo está dos veces: como número y en la ecuación.");
    }
    return new Polynomial(
        List.of(fixed, curve.coefficient(1), curve.coefficient(2), curve.coefficient(3)));
  }
}
