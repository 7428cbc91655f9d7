package dev.sessionmanager.economics;

import java.util.Collections;
import java.util.List;

/** What is said beside a chart. */
final class ChartTexts {

  private ChartTexts() {}

  static String demand(Polynomial demand) {
    return "**Demanda**: Qd = %s. Si el precio sube 1, la cantidad demandada baja %s; con precio 0 se demandan %s y desde P = %s ya nada."
        .formatted(
            demand.shown("P"),
            Numbers.plain(-demand.coefficient(1)),
            Numbers.plain(demand.coefficient(0)),
            Numbers.plain(-demand.coefficient(0) / demand.coefficient(1)));
  }

  static String supply(Polynomial supply) {
    double first = -supply.coefficient(0) / supply.coefficient(1);
    return "**Oferta**: Qs = %s. Si el precio sube 1, la cantidad ofrecida sube %s; %s."
        .formatted(
            supply.shown("P"),
            Numbers.plain(supply.coefficient(1)),
            first > 0
                ? "se empieza a ofrecer desde P = " + Numbers.plain(first)
                : "con precio 0 se ofrecen " + Numbers.plain(supply.coefficient(0)));
  }

  static String both(Equilibrium at) {
    return "**Oferta y demanda**: Qd = %s y Qs = %s. Se cruzan en el equilibrio: P* = %s, Q* = %s. Con un precio más alto sobra (excedente) y con uno más bajo falta (escasez)."
        .formatted(
            at.demand().shown("P"),
            at.supply().shown("P"),
            Numbers.plain(at.price()),
            Numbers.plain(at.quantity()));
  }

  static String shifted(Shift shift, Equilibrium before, Equilibrium after) {
    return "**Oferta y demanda**: %s El precio de equilibrio %s de %s a %s y la cantidad %s de %s a %s."
        .formatted(
            shift.sentence,
            after.price() > before.price() ? "sube" : "baja",
            Numbers.plain(before.price()),
            Numbers.plain(after.price()),
            after.quantity() > before.quantity() ? "sube" : "baja",
            Numbers.plain(before.quantity()),
            Numbers.plain(after.quantity()));
  }

  static String costs(Polynomial cost) {
    return "**Costos**: CT = %s, CMg = %s, CMe = CT / q. El costo fijo es %s; el costo marginal corta al medio en su mínimo."
        .formatted(
            cost.shown("q"), cost.derivative().shown("q"), Numbers.plain(cost.coefficient(0)));
  }

  static String series(List<Double> values, List<Double> years) {
    double first = values.getFirst();
    double last = values.getLast();
    String change =
        first == 0 ? "" : ", una variación de " + Numbers.percent((last - first) / Math.abs(first));
    String time =
        years.isEmpty() ? "" : " (%.0f a %.0f)".formatted(years.getFirst(), years.getLast());
    return "**Serie**: %d valores%s, de %s a %s%s; el menor es %s y el mayor %s."
        .formatted(
            values.size(),
            time,
            Numbers.plain(first),
            Numbers.plain(last),
            change,
            Numbers.plain(Collections.min(values)),
            Numbers.plain(Collections.max(values)));
  }
}
