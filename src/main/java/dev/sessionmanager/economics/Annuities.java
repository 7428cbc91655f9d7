package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What equal payments are worth today and at their end. */
final class Annuities {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "valor_presente_anualidad", Annuities::present,
          "valor_futuro_anualidad", Annuities::future,
          "ahorro_por_mes", Annuities::saving);

  private static final String EITHER =
      " La tasa no dice de qué plazo es: arriba, del plazo de las cuotas.";

  private Annuities() {}

  /** (1 − (1 + i)^−n) / i: what n payments of 1 are worth one period before the first. */
  static double presentFactor(double rate, double count) {
    return rate == 0 ? count : -Math.expm1(-count * Math.log1p(rate)) / rate;
  }

  private static Calculation present(Arguments given) {
    return calculation(
        given,
        "VP = C · (1 − (1 + i)^−n) / i",
        "Es lo que valen hoy ",
        "Valor presente",
        terms -> presentFactor(terms.rate(), terms.count()));
  }

  private static Calculation future(Arguments given) {
    return calculation(
        given,
        "VF = C · ((1 + i)^n − 1) / i",
        "Es lo que se junta con ",
        "Valor futuro",
        terms ->
            presentFactor(terms.rate(), terms.count()) * Math.pow(1 + terms.rate(), terms.count()));
  }

  /** What to save each month, or as often as is said, to have a sum at the end. */
  private static Calculation saving(Arguments given) {
    double goal = given.positive("meta", "la meta");
    Amount time = given.time("tiempo");
    Double said = given.frequency("frecuencia");
    double times = said == null ? 12 : said;
    Rate rate = given.has("tasa") ? given.rate("tasa") : new Rate(0, Period.YEAR, true);
    Rate.Terms terms = rate.paid(times).over(time, times, true);
    int count = terms.whole("aportes");
    if (count < 1) {
      throw new Refusal("hace falta al menos un aporte.");
    }
    double each =
        goal / presentFactor(terms.rate(), count) / Math.pow(1 + terms.rate(), terms.count());
    List<String> results = new ArrayList<>(List.of("Hay que apartar: " + given.money(each)));
    if (given.has("tasa")) {
      results.add("Aportado en total: " + given.money(each * count));
    }
    return new Calculation(
        given.has("tasa") ? "C = VF · i / ((1 + i)^n − 1)" : "C = meta / n",
        results,
        "Al final de cada %s, %s veces.%s%s"
            .formatted(
                terms.period() == null ? "período" : terms.period().noun(1),
                Numbers.plain(count),
                said == null ? " Se supuso un aporte por mes." : "",
                given.has("tasa")
                    ? " Con %s de interés.%s".formatted(terms.rates(), terms.note())
                    : " Sin contar intereses."),
        "");
  }

  /**
   * The value of the payments. A rate that does not say its time, beside payments of less than a
   * year, may be of either: both values are given.
   */
  private static Calculation calculation(
      Arguments given,
      String formula,
      String reading,
      String name,
      ToDoubleFunction<Rate.Terms> factor) {
    Rate rate = given.rate("tasa");
    Rate.Terms yearly = terms(given, rate);
    Period each = yearly.period();
    boolean either = rate.period() == null && each != null && each != Period.YEAR;
    Rate.Terms terms =
        either ? terms(given, new Rate(rate.fraction(), each, rate.effective())) : yearly;
    double due = given.flag("anticipada") ? 1 + terms.rate() : 1;
    double value = given.number("cuota") * factor.applyAsDouble(terms) * due;
    List<String> results = new ArrayList<>(List.of(name + ": " + given.money(value)));
    if (either) {
      double other = given.flag("anticipada") ? 1 + yearly.rate() : 1;
      double less = given.number("cuota") * factor.applyAsDouble(yearly) * other;
      results.add("Si la tasa es anual: " + given.money(less));
    }
    return new Calculation(
        formula + (due == 1 ? "" : " · (1 + i)"),
        results,
        reading + reading(given, terms) + (either ? EITHER : ""),
        "");
  }

  private static Rate.Terms terms(Arguments given, Rate rate) {
    Amount time = given.time("tiempo");
    if (time.value() <= 0) {
      throw new Refusal("hace falta al menos una cuota.");
    }
    Double said = given.frequency("frecuencia");
    Double own = time.period() == null ? null : Double.valueOf(time.period().perYear);
    boolean payments = time.kind() == Amount.Kind.PAYMENTS;
    if (said == null && !time.parts().isEmpty()) {
      throw new Refusal("decí cada cuánto son las cuotas: por mes, por año…");
    }
    if (payments && said != null && own != null && !said.equals(own)) {
      throw new Refusal("las cuotas no pueden ser de dos frecuencias a la vez.");
    }
    Double times = said != null ? said : own;
    Rate.Terms terms = rate.paid(times).over(time, times, said == null || payments);
    terms.whole("cuotas");
    return terms;
  }

  private static String reading(Arguments given, Rate.Terms terms) {
    return "%s cuotas al %s de cada %s, a %s.%s"
        .formatted(
            Numbers.plain(terms.count()),
            given.flag("anticipada") ? "comienzo" : "final",
            terms.period() == null ? "período" : terms.period().noun(1),
            terms.rates(),
            terms.note());
  }
}
