package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Tool;
import java.util.List;
import java.util.stream.Stream;

/** The tools of the economics agent. Their texts are Spanish, as the agent is. */
public final class Economics {

  static final List<Calculator> CALCULATORS =
      Stream.of(
              Interest.ALL,
              Projects.ALL,
              Annuities.ALL,
              Loans.ALL,
              Prices.ALL,
              Elasticities.ALL,
              Markets.ALL,
              Macro.ALL,
              Firms.ALL)
          .flatMap(List::stream)
          .toList();

  private Economics() {}

  /** Charts and calculators; at most one of them answers a sentence. */
  public static List<Tool> all() {
    return Stream.concat(
            Stream.of(new Charts(Painter::png)),
            CALCULATORS.stream().map(calculator -> new CalculatorTool(calculator, CALCULATORS)))
        .toList();
  }
}
