package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.MONEY;
import static dev.sessionmanager.economics.InputKind.NUMBER;

import java.util.List;

/** A country's figures. */
final class Macro {

  private static final Input NOMINAL =
      Input.of(MONEY, "pib_nominal", "el PIB nominal", "pib nominal", "nominal", "pbi nominal");

  static final List<Calculator> ALL =
      List.of(deflator(), realProduct(), realExchangeRate(), unemployment());

  private Macro() {}

  private static Calculator deflator() {
    return new Calculator(
        "deflactor_pib",
        "Deflactor del PIB",
        "Calcula el deflactor del PIB a partir del PIB nominal y el real.",
        Phrase.list("deflactor", "deflactor pib", "deflactor pbi", "gdp deflator"),
        List.of(
            NOMINAL, Input.of(MONEY, "pib_real", "el PIB real", "pib real", "real", "pbi real")),
        "deflactor del PIB con PIB nominal 500 y PIB real 400",
        given -> {
          double deflator =
              given.number("pib_nominal") / given.positive("pib_real", "el PIB real") * 100;
          return Calculation.of(
              "deflactor = PIB nominal / PIB real · 100",
              "Los precios de lo que el país produce están en ese nivel, con el año base en 100.",
              "Deflactor: " + Numbers.money(deflator));
        });
  }

  private static Calculator realProduct() {
    return new Calculator(
        "pib_real",
        "PIB real",
        "Calcula el PIB real a partir del PIB nominal y el deflactor.",
        Phrase.list("pib real", "pbi real", "producto real", "producto bruto real", "real gdp"),
        List.of(NOMINAL, Input.of(NUMBER, "deflactor", "el deflactor", "deflactor")),
        "PIB real con PIB nominal 500 y deflactor 125",
        given -> {
          double real =
              given.number("pib_nominal") / given.positive("deflactor", "el deflactor") * 100;
          return Calculation.of(
              "PIB real = PIB nominal / deflactor · 100",
              "Es la producción a precios del año base: sin el efecto de la inflación.",
              "PIB real: " + given.money(real));
        });
  }

  private static Calculator realExchangeRate() {
    return new Calculator(
        "tipo_de_cambio_real",
        "Tipo de cambio real",
        "Calcula el tipo de cambio real con el nominal y los precios de afuera y de adentro.",
        Phrase.list("tipo cambio real", "cambio real", "tcr", "real exchange rate"),
        List.of(
            Input.of(
                NUMBER,
                "nominal",
                "el tipo de cambio nominal",
                "nominal",
                "tipo cambio nominal",
                "tipo cambio",
                "dolar",
                "e"),
            Input.of(
                NUMBER,
                "precios_externos",
                "los precios externos",
                "precios externos",
                "externos",
                "externo",
                "ipc externo",
                "extranjero",
                "extranjeros",
                "exterior",
                "afuera"),
            Input.of(
                NUMBER,
                "precios_internos",
                "los precios internos",
                "precios internos",
                "internos",
                "interno",
                "ipc interno",
                "ipc local",
                "locales",
                "domesticos",
                "nacional")),
        "tipo de cambio real con nominal 100, precios externos 120 y precios internos 150",
        Macro::realExchangeRate);
  }

  private static Calculation realExchangeRate(Arguments given) {
    double real =
        given.number("nominal")
            * given.number("precios_externos")
            / given.positive("precios_internos", "los precios internos");
    return Calculation.of(
        "TCR = E · P* / P",
        "Si sube, los bienes del país se abaratan frente a los de afuera y exportar rinde"
            + " más.",
        "Tipo de cambio real: " + Numbers.money(real));
  }

  private static Calculator unemployment() {
    return new Calculator(
        "tasa_desempleo",
        "Tasa de desempleo",
        "Calcula la tasa de desempleo con los desocupados y la población activa (o los ocupados).",
        Phrase.list(
            "%tasa desempleo",
            "%desempleo", "%tasa desocupacion", "%desocupacion", "unemployment rate"),
        List.of(
            Input.of(
                NUMBER,
                "desocupados",
                "los desocupados",
                "desocupados",
                "desempleados",
                "desocupadas",
                "personas sin trabajo"),
            Input.of(
                    NUMBER,
                    "activos",
                    "la población activa (PEA)",
                    "activa",
                    "activos",
                    "pea",
                    "poblacion activa",
                    "poblacion economicamente activa",
                    "fuerza laboral",
                    "fuerza trabajo")
                .unless("ocupados"),
            Input.of(NUMBER, "ocupados", "los ocupados", "ocupados", "empleados", "ocupadas")
                .optional()),
        "tasa de desempleo con 2 millones de desocupados y 20 millones de población activa",
        Macro::unemployment);
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
