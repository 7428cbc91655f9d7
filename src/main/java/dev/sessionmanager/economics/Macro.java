package dev.sessionmanager.economics;

import java.util.Map;

/** A country's figures. */
final class Macro {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "multiplicador", Macro::multiplier,
          "deflactor_pib", Macro::deflator,
          "pib_por_gasto", Macro::product,
          "pib_real", Macro::realProduct,
          "tipo_de_cambio_real", Macro::realExchangeRate,
          "tasa_desempleo", Macro::unemployment);

  private Macro() {}

  private static Calculation product(Arguments given) {
    double exports = given.has("exportaciones") ? given.number("exportaciones") : 0;
    double imports = given.has("importaciones") ? given.number("importaciones") : 0;
    double net = given.has("exportaciones_netas") ? given.number("exportaciones_netas") : 0;
    double abroad = exports - imports + net;
    double product =
        given.number("consumo") + given.number("inversion") + given.number("gasto") + abroad;
    return Calculation.of(
        "PIB = C + I + G + (X − M)",
        "Se suma lo que gastan los hogares, las empresas, el Estado y, neto, el resto del mundo.",
        "PIB: " + given.money(product),
        "Exportaciones netas: " + given.money(abroad));
  }

  private static Calculation multiplier(Arguments given) {
    double share = given.number("propension");
    if (share < 0 || share >= 1) {
      throw new Refusal("la propensión marginal a consumir tiene que estar entre 0 y 1.");
    }
    double multiplier = 1 / (1 - share);
    String formula = "k = 1 / (1 − c)";
    String reading =
        "Es el valor simple, sin impuestos ni importaciones, que lo achican: el gasto de uno es el"
            + " ingreso de otro, que gasta una parte.";
    String first = "Multiplicador: " + Numbers.plain(Math.rint(multiplier * 1e6) / 1e6);
    return given.has("gasto")
        ? Calculation.of(
            formula,
            reading,
            first,
            "Aumento del producto: " + given.money(multiplier * given.number("gasto")))
        : Calculation.of(formula, reading, first);
  }

  private static Calculation deflator(Arguments given) {
    double deflator = given.number("pib_nominal") / given.positive("pib_real", "el PIB real") * 100;
    return Calculation.of(
        "deflactor = PIB nominal / PIB real · 100",
        "Los precios de lo que el país produce están en ese nivel, con el año base en 100.",
        "Deflactor: " + Numbers.money(deflator));
  }

  private static Calculation realProduct(Arguments given) {
    double real = given.number("pib_nominal") / given.positive("deflactor", "el deflactor") * 100;
    return Calculation.of(
        "PIB real = PIB nominal / deflactor · 100",
        "Es la producción a precios del año base: sin el efecto de la inflación.",
        "PIB real: " + given.money(real));
  }

  private static Calculation realExchangeRate(Arguments given) {
    double real =
        given.number("nominal")
            * given.number("precios_externos")
            / given.positive("precios_internos", "los precios internos");
    return Calculation.of(
        "TCR = E · P* / P",
        "Si sube, los bienes del país se abaratan frente a los de afuera y exportar rinde más.",
        "Tipo de cambio real: " + Numbers.money(real));
  }

  private static Calculation unemployment(Arguments given) {
    double without = given.number("desocupados");
    double active =
        given.has("activos")
            ? given.positive("activos", "la población activa")
            : without + given.number("ocupados");
    if (without < 0 || active <= 0 || without > active) {
      throw new Refusal("los desocupados tienen que estar entre 0 y la población activa.");
    }
    return Calculation.of(
        "u = desocupados / población activa · 100",
        "De cada 100 personas que trabajan o buscan trabajo, son las que no lo encuentran.",
        "Tasa de desempleo: " + Numbers.percent(without / active));
  }
}
