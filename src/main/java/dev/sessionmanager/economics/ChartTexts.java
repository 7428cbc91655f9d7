package dev.sessionmanager.economics;

import java.util.Collections;
import java.util.List;

/** What is said beside a chart. */
final class ChartTexts {

  private ChartTexts() {}

  static String demand(Polynomial demand) {
    return "**Demanda**: Qd = "
        + demand.shown("P")
        + ". Si el precio sube 1, la cantidad demandada baja "
        + Numbers.plain(-demand.coefficient(1))
        + "; con precio 0 se demandan "
        + Numbers.plain(demand.coefficient(0))
        + " y desde P = "
        + Numbers.plain(-demand.coefficient(0) / demand.coefficient(1))
        + " ya nada.";
  }

  static String supply(Polynomial supply) {
    double first = -supply.coefficient(0) / supply.coefficient(1);
    return "**Oferta**: Qs = "
        + supply.shown("P")
        + ". Si el precio sube 1, la cantidad ofrecida sube "
        + Numbers.plain(supply.coefficient(1))
        + (first > 0
            ? "; se empieza a ofrecer desde P = " + Numbers.plain(first) + "."
            : "; con precio 0 se ofrecen " + Numbers.plain(supply.coefficient(0)) + ".");
  }

  static String both(Markets.Equilibrium at) {
    return "**Oferta y demanda**: Qd = "
        + at.demand().shown("P")
        + " y Qs = "
        + at.supply().shown("P")
        + ". Se cruzan en el equilibrio: P* = "
        + Numbers.plain(at.price())
        + ", Q* = "
        + Numbers.plain(at.quantity())
        + ". Con un precio más alto sobra (excedente) y con uno más bajo falta (escasez).";
  }

  static String costs(Polynomial cost) {
    return "**Costos**: CT = "
        + cost.shown("q")
        + ", CMg = "
        + cost.derivative().shown("q")
        + ", CMe = CT / q. El costo fijo es "
        + Numbers.plain(cost.coefficient(0))
        + "; el costo marginal corta al medio en su mínimo.";
  }

  static String series(List<Double> values) {
    double first = values.getFirst();
    double last = values.getLast();
    String change =
        first == 0 ? "" : ", una variación de " + Numbers.percent((last - first) / Math.abs(first));
    return "**Serie**: "
        + values.size()
        + " valores, de "
        + Numbers.plain(first)
        + " a "
        + Numbers.plain(last)
        + change
        + "; el menor es "
        + Numbers.plain(Collections.min(values))
        + " y el mayor "
        + Numbers.plain(Collections.max(values))
        + ".";
  }
}
