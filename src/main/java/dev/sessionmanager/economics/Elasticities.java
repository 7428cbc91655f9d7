package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.CHANGE;
import static dev.sessionmanager.economics.InputKind.CURVE;
import static dev.sessionmanager.economics.InputKind.MONEY;
import static dev.sessionmanager.economics.InputKind.NUMBER;

import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;

/** How strongly a quantity answers: to its price, to income, to another good's price. */
final class Elasticities {

  private static final String[] QUANTITY = {
    "cantidad", "demanda", "ventas", "consumo", "unidades", "cantidad demandada", "q1"
  };

  static final List<Calculator> ALL =
      Stream.of(
              both(
                  "precio",
                  "Elasticidad precio",
                  "el precio",
                  List.of("precio", "p1"),
                  Phrase.list(
                      "elasticidad",
                      "elasticidad precio",
                      "elasticidad precio demanda",
                      "elasticidad demanda",
                      "elasticidad arco",
                      "elasticidad punto medio",
                      "elasticidad oferta",
                      "elasticidad precio oferta",
                      "price elasticity"),
                  Elasticities::readPrice),
              both(
                  "ingreso",
                  "Elasticidad ingreso",
                  "el ingreso",
                  List.of("ingreso", "ingresos", "renta", "salario", "sueldo", "y1"),
                  Phrase.list(
                      "elasticidad ingreso",
                      "elasticidad demanda ingreso",
                      "elasticidad renta",
                      "income elasticity"),
                  Elasticities::readIncome),
              both(
                  "cruzada",
                  "Elasticidad cruzada",
                  "el precio del otro bien",
                  List.of("precio", "precio bien", "precio otro bien", "py1"),
                  Phrase.list(
                      "elasticidad cruzada", "elasticidad precio cruzada",
                      "elasticidad cruzada demanda", "cross elasticity"),
                  Elasticities::readCross),
              List.of(atPoint()))
          .flatMap(List::stream)
          .toList();

  private Elasticities() {}

  /** From two values of each, and from two percentages. */
  private static List<Calculator> both(
      String kind,
      String title,
      String label,
      List<String> cues,
      List<Phrase> phrases,
      DoubleFunction<String> reading) {
    String[] words = cues.toArray(String[]::new);
    Calculator arc =
        new Calculator(
            "elasticidad_" + kind,
            title,
            "Calcula la " + title.toLowerCase(Locale.ROOT) + " entre dos situaciones.",
            phrases,
            List.of(
                Input.of(MONEY, "v1", label + " inicial", words),
                Input.of(MONEY, "v2", label + " final", "p2", "y2", "py2").following("v1"),
                Input.of(NUMBER, "q1", "la cantidad inicial", QUANTITY),
                Input.of(NUMBER, "q2", "la cantidad final", "q2").following("q1")),
            "elasticidad " + kind + " si " + label + " pasa de 10 a 12 y la cantidad de 100 a 80",
            given -> arc(given, reading));
    Calculator percentages =
        new Calculator(
            "elasticidad_" + kind + "_por_variaciones",
            title,
            "Calcula la elasticidad " + kind + " a partir de dos variaciones en por ciento.",
            phrases,
            List.of(
                Input.of(CHANGE, "variacion", "la variación del " + bare(label) + " (%)", words),
                Input.of(
                    CHANGE, "variacion_cantidad", "la variación de la cantidad (%)", QUANTITY)),
            "elasticidad " + kind + " si " + label + " sube 10 % y la cantidad baja 20 %",
            given -> {
              double by = nonZero(given.fraction("variacion"), label + " no cambia");
              double elasticity = given.fraction("variacion_cantidad") / by;
              return Calculation.of(
                  "E = %ΔQ / %ΔV", reading.apply(elasticity), "Elasticidad: " + shown(elasticity));
            });
    return List.of(arc, percentages);
  }

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
            : shown((q2 - q1) / q1 / ((v2 - v1) / v1));
    return Calculation.of(
        "E = [(Q2 − Q1) / ((Q1 + Q2)/2)] / [(V2 − V1) / ((V1 + V2)/2)]",
        reading.apply(arc),
        "Elasticidad (arco, punto medio): " + shown(arc),
        "Desde el punto inicial: " + point);
  }

  private static Calculator atPoint() {
    return new Calculator(
        "elasticidad_punto",
        "Elasticidad precio en un punto",
        "Calcula la elasticidad precio en un punto de una curva de demanda (u oferta) lineal.",
        Phrase.list(
            "elasticidad",
            "elasticidad punto",
            "elasticidad precio",
            "elasticidad demanda",
            "elasticidad precio demanda",
            "point elasticity"),
        List.of(
            Input.of(CURVE, Curves.CURVE, "la curva (Q = a + bP)"),
            Input.of(MONEY, "precio", "el precio", "precio", "p", "en")),
        "elasticidad en el punto P = 20 de Qd = 100 - 2P",
        given -> {
          Polynomial curve = given.curve(Curves.CURVE);
          double price = given.number("precio");
          double quantity = nonZero(curve.at(price), "con ese precio la cantidad es cero");
          double elasticity = curve.coefficient(1) * price / quantity;
          return Calculation.of(
              "E = b · P / Q",
              readPrice(elasticity),
              "Elasticidad: " + shown(elasticity),
              "Cantidad en ese punto: " + Numbers.plain(quantity));
        });
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
    return "Es " + kind + "." + change("el precio", e);
  }

  private static String readIncome(double e) {
    String kind =
        e < 0
            ? "un bien inferior: con más ingreso se compra menos"
            : e > 1
                ? "un bien normal de lujo: se compra más que en proporción al ingreso"
                : "un bien normal y necesario: se compra menos que en proporción al ingreso";
    return "Es " + kind + "." + change("el ingreso", e);
  }

  private static String readCross(double e) {
    String kind =
        e > 0
            ? "sustitutos: si uno se encarece se compra más del otro"
            : e < 0
                ? "complementarios: si uno se encarece se compra menos del otro"
                : "independientes: uno no depende del precio del otro";
    return "Los bienes son " + kind + "." + change("ese precio", e);
  }

  private static String change(String what, double e) {
    return " Si "
        + what
        + " sube 1 %, la cantidad "
        + (e < 0 ? "baja " : "sube ")
        + shown(Math.abs(e))
        + " %.";
  }

  private static String shown(double elasticity) {
    return Numbers.money(elasticity);
  }

  private static String bare(String label) {
    return label.replaceFirst("^el ", "");
  }

  private static double nonZero(double value, String why) {
    if (value == 0) {
      throw new Refusal("no se puede calcular: " + why + ".");
    }
    return value;
  }
}
