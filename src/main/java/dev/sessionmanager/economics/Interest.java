package dev.sessionmanager.economics;

import java.util.Map;

/** Interest on one sum, and rates into one another. */
final class Interest {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "interes_simple", Interest::simple,
          "interes_compuesto", Interest::compound,
          "valor_presente", Interest::presentValue,
          "tna_a_tea", Interest::effective,
          "tea_a_tna", Interest::nominal,
          "plazo_fijo", Interest::fixedTerm);

  private Interest() {}

  private static Calculation simple(Arguments given) {
    Rate.Terms terms = terms(given);
    double interest = given.number("capital") * terms.rate() * terms.count();
    return Calculation.of(
        "I = C · i · t;  M = C + I",
        "Con %s sobre el capital inicial durante %s: el interés no gana interés.%s"
            .formatted(terms.rates(), terms.periods(), terms.note()),
        "Interés: " + given.money(interest),
        "Monto final: " + given.money(given.number("capital") + interest));
  }

  private static Calculation compound(Arguments given) {
    Rate.Terms terms = terms(given);
    double capital = given.number("capital");
    double amount = capital * Math.pow(1 + terms.rate(), terms.count());
    return Calculation.of(
        "M = C · (1 + i)^n;  I = M − C",
        "Se capitaliza %s durante %s: cada período gana interés también sobre los intereses anteriores.%s"
            .formatted(terms.rates(), terms.periods(), terms.note()),
        "Monto final: " + given.money(amount),
        "Interés ganado: " + given.money(amount - capital));
  }

  private static Calculation presentValue(Arguments given) {
    Rate.Terms terms = terms(given);
    double value = given.number("monto") / Math.pow(1 + terms.rate(), terms.count());
    return Calculation.of(
        "VP = VF / (1 + i)^n",
        "Es lo que habría que invertir hoy a %s para tener esa suma en %s.%s"
            .formatted(terms.rates(), terms.periods(), terms.note()),
        "Valor presente: " + given.money(value));
  }

  private static Rate.Terms terms(Arguments given) {
    return given
        .rate("tasa")
        .over(given.time("tiempo"), given.frequency("capitalizaciones"), false);
  }

  private static Calculation effective(Arguments given) {
    Rate rate = given.rate("tna");
    double own = rate.perYear();
    Double asked = given.frequency("capitalizaciones");
    double m = asked != null ? asked : own > 1 ? own : 12;
    double periodic =
        rate.effective() && own > 1 && asked == null ? rate.fraction() : rate.fraction() * own / m;
    return Calculation.of(
        "TEA = (1 + TNA/m)^m − 1, con m = " + Numbers.plain(m),
        "Es lo que rinde en un año una tasa de %s por período si los intereses se reinvierten.%s"
            .formatted(Numbers.percent(periodic), monthly(asked == null && own == 1)),
        "TEA: " + Numbers.percent(Math.pow(1 + periodic, m) - 1),
        "Tasa por período: " + Numbers.percent(periodic));
  }

  private static Calculation nominal(Arguments given) {
    Double asked = given.frequency("capitalizaciones");
    double m = asked == null ? 12 : asked;
    Rate rate = given.rate("tea");
    double periodic = Math.pow(1 + rate.fraction(), rate.perYear() / m) - 1;
    return Calculation.of(
        "TNA = m · ((1 + TEA)^(1/m) − 1), con m = " + Numbers.plain(m),
        "Es la tasa que se anuncia: dividida por los períodos del año y reinvertida da la TEA."
            + monthly(asked == null),
        "TNA: " + Numbers.percent(periodic * m),
        "Tasa por período: " + Numbers.percent(periodic));
  }

  private static String monthly(boolean assumed) {
    return assumed ? " Se supuso capitalización mensual." : "";
  }

  private static Calculation fixedTerm(Arguments given) {
    double days = given.has("dias") ? days(given.time("dias")) : 30;
    Rate rate = given.rate("tna");
    double times = rate.perYear() * days / 365;
    double gain =
        rate.effective() ? Math.pow(1 + rate.fraction(), times) - 1 : rate.fraction() * times;
    double interest = given.number("capital") * gain;
    return Calculation.of(
        rate.effective() ? "I = C · ((1 + TEA)^(d / 365) − 1)" : "I = C · TNA · d / 365",
        "En %s días, sin renovarlo; hay que compararlo con la inflación del mismo plazo.%s"
            .formatted(Numbers.plain(days), given.has("dias") ? "" : " Se supusieron 30 días."),
        "Interés: " + given.money(interest),
        "Se cobra: " + given.money(given.number("capital") + interest));
  }

  /** Banks count a month as 30 days. */
  private static double days(Amount time) {
    if (!time.parts().isEmpty()) {
      return time.parts().stream().mapToDouble(Interest::days).sum();
    }
    Period period = time.period();
    if (period == null || period == Period.DAY) {
      return time.value();
    }
    return period == Period.MONTH ? time.value() * 30 : time.value() * 365 / period.perYear;
  }
}
