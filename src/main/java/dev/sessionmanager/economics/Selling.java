package dev.sessionmanager.economics;

import java.util.Map;

/** What a thing must be sold for, and what a dearer one earns. */
final class Selling {

  static final Map<String, Formula> FORMULAS =
      Map.of("precio_de_venta", Selling::price, "ingreso_segun_elasticidad", Selling::revenue);

  private Selling() {}

  /** People say one percentage for two things: of the cost, and of the price. */
  private static Calculation price(Arguments given) {
    double cost = given.positive("costo", "el costo");
    double profit = given.fraction("ganancia");
    if (profit < 0) {
      throw new Refusal("la ganancia no puede ser negativa.");
    }
    String onCost =
        "Precio de venta, si la ganancia es sobre el costo: " + given.money(cost * (1 + profit));
    String reading =
        "Un mismo porcentaje se dice de dos maneras: sobre el costo (recargo) o sobre"
            + " el precio de venta (margen).";
    return profit >= 1
        ? Calculation.of("V = C · (1 + g)", reading, onCost)
        : Calculation.of(
            "V = C · (1 + g);  con margen, V = C / (1 − g)",
            reading,
            onCost,
            "Precio de venta, si es margen sobre el precio: " + given.money(cost / (1 - profit)));
  }

  private static Calculation revenue(Arguments given) {
    double elasticity = Math.abs(given.number("elasticidad"));
    boolean falls = given.flag("baja");
    boolean rises = given.flag("sube");
    if (falls == rises) {
      throw new Refusal("decí si el precio sube o baja.");
    }
    String verdict =
        elasticity == 1
            ? "Ingreso total: casi no cambia"
            : (elasticity > 1) == rises ? "Ingreso total: baja" : "Ingreso total: sube";
    String quantity =
        given.has("variacion")
            ? "Variación de la cantidad, aproximada: %s"
                .formatted(
                    Numbers.percent(
                        -elasticity * Math.abs(given.fraction("variacion")) * (rises ? 1 : -1)))
            : "Por cada 1 %% de cambio del precio, la cantidad cambia %s %% al revés"
                .formatted(Numbers.plain(elasticity));
    String kind =
        elasticity == 1
            ? "unitaria: la cantidad cambia en la misma proporción que el precio."
            : elasticity > 1
                ? "elástica: la cantidad cambia más que el precio, en proporción."
                : "inelástica: la cantidad cambia menos que el precio, en proporción.";
    return Calculation.of(
        "IT = P · Q",
        "La demanda es " + kind + " Es el ingreso; la ganancia depende también de los costos.",
        verdict,
        quantity);
  }
}
