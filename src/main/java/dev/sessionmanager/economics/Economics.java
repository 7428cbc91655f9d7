package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Tool;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tools of the economics agent. Their texts are Spanish, as the agent is; see {@link English}.
 */
public final class Economics {

  /** Calculators from their formulas and the file of their words; read when first used. */
  private static final class Read {

    static final List<Calculator> CALCULATORS = CalculatorFile.calculators(formulas());

    static final List<Tool> TOOLS =
        Stream.of(
                Stream.of(new Charts(Painter::png), new Chained(), new Promotion()),
                CALCULATORS.stream().map(calculator -> new CalculatorTool(calculator, CALCULATORS)),
                Stream.of(new Purchase(), new Arithmetic()))
            .<Tool>flatMap(tools -> tools)
            .toList();
  }

  private Economics() {}

  /**
   * Charts, calculators, purchases and plain arithmetic; at most one of them answers a sentence.
   */
  public static List<Tool> all() {
    return Read.TOOLS;
  }

  static List<Calculator> calculators() {
    return Read.CALCULATORS;
  }

  private static Map<String, Formula> formulas() {
    Map<String, Formula> formulas = new HashMap<>();
    Stream.of(
            Interest.FORMULAS,
            Projects.FORMULAS,
            Annuities.FORMULAS,
            Loans.FORMULAS,
            Prices.FORMULAS,
            Elasticities.FORMULAS,
            Markets.FORMULAS,
            Macro.FORMULAS,
            Firms.FORMULAS,
            Shopping.FORMULAS,
            Finance.FORMULAS,
            Selling.FORMULAS,
            Debts.FORMULAS)
        .forEach(formulas::putAll);
    return formulas;
  }
}
