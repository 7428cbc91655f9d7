package dev.sessionmanager.economics;

import static dev.sessionmanager.economics.InputKind.FLAG;
import static dev.sessionmanager.economics.InputKind.FREQUENCY;
import static dev.sessionmanager.economics.InputKind.MONEY;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What equal payments are worth today and at their end. */
final class Annuities {

  private static final List<Input> INPUTS =
      List.of(
          Input.of(MONEY, "cuota", "la cuota", "cuota", "pago", "renta", "anualidad", "aporte"),
          Interest.RATE_INPUT,
          Interest.TERM,
          Input.of(
                  FREQUENCY,
                  "frecuencia",
                  "la frecuencia de las cuotas",
                  "#",
                  "cuota",
                  "cuotas",
                  "pago",
                  "pagos",
                  "renta",
                  "anualidad",
                  "aportes")
              .optional(),
          Input.of(
                  FLAG,
                  "anticipada",
                  "cuotas anticipadas",
                  "anticipada",
                  "anticipadas",
                  "anticipado",
                  "adelantada",
                  "adelantadas",
                  "al inicio",
                  "al comienzo",
                  "al principio",
                  "annuity due")
              .optional());

  static final List<Calculator> ALL = List.of(present(), future());

  private Annuities() {}

  /** (1 − (1 + i)^−n) / i: what n payments of 1 are worth one period before the first. */
  static double presentFactor(double rate, double count) {
    return rate == 0 ? count : -Math.expm1(-count * Math.log1p(rate)) / rate;
  }

  private static Calculator present() {
    return new Calculator(
        "valor_presente_anualidad",
        "Valor presente de una anualidad",
        "Calcula cuánto valen hoy cuotas iguales, vencidas o anticipadas.",
        Phrase.list(
            "valor presente anualidad",
            "valor actual anualidad",
            "valor presente renta",
            "valor actual renta",
            "valor presente cuotas",
            "valor actual cuotas",
            "present value annuity",
            "valor presente & # mes",
            "valor presente & # mensuales",
            "valor presente & # ano",
            "valor actual & # mes",
            "valor actual & # mensuales",
            "valor actual & # ano",
            "anualidad & valor presente",
            "anualidad & valor actual"),
        INPUTS,
        "valor presente de una anualidad de 1.000 al 5 % anual durante 10 años",
        given -> {
          Rate.Terms terms = terms(given);
          double due = due(given, terms);
          double value = given.number("cuota") * presentFactor(terms.rate(), terms.count()) * due;
          return Calculation.of(
              "VP = C · (1 − (1 + i)^−n) / i" + (due == 1 ? "" : " · (1 + i)"),
              "Es lo que valen hoy " + reading(given, terms),
              "Valor presente: " + given.money(value));
        });
  }

  private static Calculator future() {
    return new Calculator(
        "valor_futuro_anualidad",
        "Valor futuro de una anualidad",
        "Calcula cuánto se junta al final con cuotas iguales, vencidas o anticipadas.",
        Phrase.list(
            "valor futuro anualidad",
            "valor final anualidad",
            "monto anualidad",
            "valor futuro renta",
            "valor futuro cuotas",
            "valor futuro aportes",
            "future value annuity",
            "valor futuro & # mes",
            "valor futuro & # mensuales",
            "valor futuro & # ano",
            "valor futuro & # anuales",
            "interes compuesto & # mes",
            "interes compuesto & # mensuales",
            "anualidad & valor futuro",
            "anualidad & valor final"),
        INPUTS,
        "valor futuro de una anualidad de 1.000 al 5 % anual durante 10 años",
        given -> {
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
        });
  }

  private static Rate.Terms terms(Arguments given) {
    Amount time = given.time("tiempo");
    if (time.value() <= 0) {
      throw new Refusal("hace falta al menos una cuota.");
    }
    Double frequency = given.frequency("frecuencia");
    Double own = frequency != null ? frequency : perYear(time);
    return given.rate("tasa").over(time, own, frequency == null);
  }

  private static @Nullable Double perYear(Amount time) {
    return time.period() == null ? null : time.period().perYear;
  }

  private static double due(Arguments given, Rate.Terms terms) {
    return given.flag("anticipada") ? 1 + terms.rate() : 1;
  }

  private static String reading(Arguments given, Rate.Terms terms) {
    return Numbers.plain(terms.count())
        + " cuotas "
        + (given.flag("anticipada") ? "al comienzo" : "al final")
        + " de cada "
        + (terms.period() == null ? "período" : terms.period().noun(1))
        + ", a "
        + terms.rates()
        + "."
        + terms.note();
  }
}
