package dev.sessionmanager.economics;

import java.util.List;
import java.util.Map;

/** Rules of finance with one formula: how long money takes to double, what is paid for ever. */
final class Finance {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "regla_del_72", Finance::doubling,
          "perpetuidad", Finance::perpetuity,
          "capm", Finance::requiredReturn,
          "cambio_de_moneda", Finance::exchange,
          "cambio_a_moneda_extranjera", Finance::exchangeBack);

  private Finance() {}

  private static Calculation doubling(Arguments given) {
    double rule = given.has("regla") ? given.number("regla") : 72;
    if (rule < 69 || rule > 72) {
      throw new Refusal("la regla es la del 72 (o la del 70 o la del 69).");
    }
    Rate rate = given.rate("tasa");
    double fraction = rate.fraction();
    if (fraction <= 0) {
      throw new Refusal("la tasa tiene que ser mayor que 0 % para que el capital se duplique.");
    }
    Period period = rate.period() == null ? Period.YEAR : rate.period();
    String periods = period.noun(2);
    return Calculation.of(
        "n ≈ %s / tasa;  exacto: n = ln 2 / ln(1 + i)".formatted(Numbers.plain(rule)),
        "Es el tiempo en que un capital se duplica a interés compuesto; la regla sirve para tasas"
            + " de hasta un 20 %."
            + (rate.period() == null ? " La tasa se tomó como anual." : ""),
        "Se duplica en unos %s %s"
            .formatted(Numbers.plain(round(rule / (fraction * 100))), periods),
        "Exacto: %s %s".formatted(Numbers.money(Math.log(2) / Math.log1p(fraction)), periods));
  }

  private static double round(double value) {
    return Math.rint(value * 100) / 100;
  }

  private static Calculation perpetuity(Arguments given) {
    double payment = given.number("cuota");
    Rate rate = given.rate("tasa");
    Period each = given.time("cuota").period();
    double times = each != null ? each.perYear : rate.perYear();
    double periodic = rate.each(times);
    double growth = given.has("crecimiento") ? given.fraction("crecimiento") : 0;
    if (periodic <= growth) {
      throw new Refusal("la tasa tiene que ser mayor que el crecimiento (y que 0 %).");
    }
    return Calculation.of(
        growth == 0 ? "VP = C / i" : "VP = C / (i − g)",
        "Es lo que vale hoy cobrar esa suma para siempre, la primera dentro de un período.",
        "Valor presente: " + given.money(payment / (periodic - growth)));
  }

  private static Calculation requiredReturn(Arguments given) {
    double free = given.fraction("libre_de_riesgo");
    double beta = given.number("beta");
    double market = given.has("prima") ? free + given.fraction("prima") : given.fraction("mercado");
    double required = free + beta * (market - free);
    return Calculation.of(
        "Ke = Rf + β · (Rm − Rf)",
        "Es lo que hay que exigirle a un activo por su riesgo de mercado; la prima del mercado es %s."
            .formatted(Numbers.percent(market - free)),
        "Rendimiento exigido: " + Numbers.percent(required));
  }

  private static Calculation exchange(Arguments given) {
    double rate = given.positive("cotizacion", "la cotización");
    return new Calculation(
        "pesos = moneda extranjera · cotización",
        List.of("Son: $ " + Numbers.money(given.number("monto") * rate)),
        "A la cotización que diste; con comisiones o impuestos cambia.",
        "");
  }

  private static Calculation exchangeBack(Arguments given) {
    double rate = given.positive("cotizacion", "la cotización");
    return new Calculation(
        "moneda extranjera = pesos / cotización",
        List.of("Alcanza para: " + Numbers.money(given.number("monto") / rate) + " de esa moneda"),
        "A la cotización que diste; con comisiones o impuestos cambia.",
        "");
  }
}
