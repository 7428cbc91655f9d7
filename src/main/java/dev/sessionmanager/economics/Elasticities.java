package dev.sessionmanager.economics;

import java.util.Map;
import java.util.function.DoubleFunction;

/** How strongly a quantity answers: to its price, to income, to another good's price. */
final class Elasticities {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "elasticidad_precio", given -> arc(given, Elasticities::readPrice),
          "elasticidad_precio_por_variaciones",
              given -> byChanges(given, "el precio", Elasticities::readPrice),
          "elasticidad_ingreso", given -> arc(given, Elasticities::readIncome),
          "elasticidad_ingreso_por_variaciones",
              given -> byChanges(given, "el ingreso", Elasticities::readIncome),
          "elasticidad_cruzada", given -> arc(given, Elasticities::readCross),
          "elasticidad_cruzada_por_variaciones",
              given -> byChanges(given, "el precio del otro bien", Elasticities::readCross),
          "elasticidad_punto", Elasticities::atPoint);

  private Elasticities() {}

  /** From two values of each. */
  private static Calculation arc(Arguments given, DoubleFunction<String> reading) {
    double v1 = given.number("v1");
    double v2 = given.number("v2");
    double q1 = given.number("q1");
    double q2 = given.number("q2");
    nonZero(v2 - v1, "el precio o el ingreso no cambia");
    nonZero(v1 + v2, "el promedio del precio o del ingreso es cero");
    nonZero(q1 + q2, "la cantidad promedio es cero");
    double arc = (q2 - q1) / ((q1 + q2) / 2) / ((v2 - v1) / ((v1 + v2) / 2));
    String point =
        q1 == 0 || v1 == 0
            ? "no existe (se divide por cero)"
            : Numbers.money((q2 - q1) / q1 / ((v2 - v1) / v1));
    return Calculation.of(
        "E = [(Q2 − Q1) / ((Q1 + Q2)/2)] / [(V2 − V1) / ((V1 + V2)/2)]",
        reading.apply(arc),
        "Elasticidad (arco, punto medio): " + Numbers.money(arc),
        "Desde el punto inicial: " + point);
  }

  /** From two changes in per cent. */
  private static Calculation byChanges(
      Arguments given, String what, DoubleFunction<String> reading) {
    double by = nonZero(given.fraction("variacion"), what + " no cambia");
    double elasticity = given.fraction("variacion_cantidad") / by;
    return Calculation.of(
        "E = %ΔQ / %ΔV", reading.apply(elasticity), "Elasticidad: " + Numbers.money(elasticity));
  }

  private static Calculation atPoint(Arguments given) {
    Polynomial curve = given.curve(Curves.CURVE);
    double price = given.number("precio");
    double quantity = nonZero(curve.at(price), "con ese precio la cantidad es cero");
    double elasticity = curve.coefficient(1) * price / quantity;
    return Calculation.of(
        "E = b · P / Q",
        readPrice(elasticity),
        "Elasticidad: " + Numbers.money(elasticity),
        "Cantidad en ese punto: " + Numbers.plain(quantity));
  }

  private static String readPrice(double e) {
    double size = Math.abs(e);
    String kind =
        size == 0
            ? "perfectamente inelástica: la cantidad no cambia"
            : Math.abs(size - 1) < 1e-9
                ? "unitaria: el gasto total no cambia con el precio"
                : size > 1
                    ? "elástica: la cantidad cambia más que el precio, en proporción"
                    : "inelástica: la cantidad cambia menos que el precio, en proporción";
    return "Es " + kind + change("el precio", e);
  }

  private static String readIncome(double e) {
    String kind =
        e < 0
            ? "un bien inferior: con más ingreso se compra menos"
            : e > 1
                ? "un bien normal de lujo: se compra más que en proporción al ingreso"
                : "un bien normal y necesario: se compra menos que en proporción al ingreso";
    return "Es " + kind + change("el ingreso", e);
  }

  private static String readCross(double e) {
    String kind =
        e > 0
            ? "sustitutos: si uno se encarece se compra más del otro"
            : e < 0
                ? "complementarios: si uno se encarece se compra menos del otro"
                : "independientes: uno no depende del precio del otro";
    return "Los bienes son " + kind + change("ese precio", e);
  }

  private static String change(String what, double e) {
    return ". Si %s sube 1 %%, la cantidad %s %s %%."
        .formatted(what, e < 0 ? "baja" : "sube", Numbers.money(Math.abs(e)));
  }

  private static double nonZero(double value, String why) {
    if (value == 0) {
      throw new Refusal("no se puede calcular: " + why + ".");
    }
    return value;
  }
}
