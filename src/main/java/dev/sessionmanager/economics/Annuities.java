package dev.sessionmanager.economics;

import java.util.Map;

/** What equal payments are worth today and at their end. */
final class Annuities {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "valor_presente_anualidad", Annuities::present,
          "valor_futuro_anualidad", Annuities::future);

  private Annuities() {}

  /** (1 − (1 + i)^−n) / i: what n payments of 1 are worth one period before the first. */
  static double presentFactor(double rate, double count) {
    return rate == 0 ? count : -Math.expm1(-count * Math.log1p(rate)) / rate;
  }

  private static Calculation present(Arguments given) {
    Rate.Terms terms = terms(given);
    double due = due(given, terms);
    double value = given.number("cuota") * presentFactor(terms.rate(), terms.count()) * due;
    return Calculation.of(
        "VP = C · (1 − (1 + i)^−n) / i" + (due == 1 ? "" : " · (1 + i)"),
        "Es lo que valen hoy " + reading(given, terms),
        "Valor presente: " + given.money(value));
  }

  private static Calculation future(Arguments given) {
    Rate.Terms terms = terms(given);
    double due = due(given, terms);
    double value =
        given.number("cuota")
            * presentFactor(terms.rate(), terms.count())
            * Math.pow(1 + terms.rate(), terms.count())
            * due;
    return Calculation.of(
        "VF = C · ((1 + i)^n − 1) / i" + (due == 1 ? "" : " · (1 + i)"),
        "Es lo que se junta con " + reading(given, terms),
        "Valor futuro: " + given.money(value));
  }

  private static Rate.Terms terms(Arguments given) {
    Amount time = given.time("tiempo");
    if (time.value() <= 0) {
      throw new Refusal("hace falta al menos una cuota.");
    }
    Double frequency = given.frequency("frecuencia");
    Double own = time.period() == null ? null : Double.valueOf(time.period().perYear);
    return given.rate("tasa").over(time, frequency != null ? frequency : own, frequency == null);
  }

  private static double due(Arguments given, Rate.Terms terms) {
    return given.has("anticipada") ? 1 + terms.rate() : 1;
  }

  private static String reading(Arguments given, Rate.Terms terms) {
    return "%s cuotas al %s de cada %s, a %s.%s"
        .formatted(
            Numbers.plain(terms.count()),
            given.has("anticipada") ? "comienzo" : "final",
            terms.period() == null ? "período" : terms.period().noun(1),
            terms.rates(),
            terms.note());
  }
}
