package dev.sessionmanager.economics;

import java.util.Map;

/** What changes by the same again and again: a debt paid off, a value lost, a sum saved. */
final class Debts {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "cancelar_deuda", Debts::payOff,
          "depreciacion", Debts::depreciation,
          "tiempo_para_juntar", Debts::timeToSave);

  private Debts() {}

  /** Payments at the end of each period; the last one is what is left. */
  private static Calculation payOff(Arguments given) {
    double debt = given.positive("deuda", "la deuda");
    double payment = given.positive("pago", "el pago");
    Rate rate = given.rate("tasa");
    Period each = given.time("pago").period();
    if (rate.period() == null) {
      throw new Refusal("decí de qué plazo es la tasa: mensual, anual…");
    }
    Period period = each == null ? rate.period() : each;
    double periodic = rate.each(period.perYear);
    double interest = debt * periodic;
    if (payment <= interest) {
      return Calculation.of(
          "interés del primer período = deuda · i",
          payment < interest
              ? "El pago no cubre ni los intereses: la deuda crece en lugar de bajar."
              : "El pago cubre solo los intereses: la deuda queda igual.",
          "Así no se termina nunca",
          "Interés del primer período: " + given.money(interest),
          "Deuda después del primer pago: " + given.money(debt + interest - payment),
          "Para que baje hay que pagar más de " + given.money(interest) + " cada vez");
    }
    double exact =
        periodic == 0
            ? debt / payment
            : -Math.log(1 - debt * periodic / payment) / Math.log1p(periodic);
    double count = Math.max(1, Math.ceil(exact - 1e-9));
    if (count > Loans.MAX_INSTALMENTS) {
      throw new Refusal("con ese pago harían falta más de cien años.");
    }
    double owed = debt;
    double paid = 0;
    for (int i = 0; i < count; i++) {
      double due = owed * (1 + periodic);
      double now = Math.min(payment, due);
      owed = due - now;
      paid += now;
    }
    return Calculation.of(
        "n = −ln(1 − D · i / C) / ln(1 + i)",
        "A %s %s; el último pago es lo que queda."
            .formatted(Numbers.percent(periodic), period.adjective),
        "Se termina en: %s pagos, uno por %s".formatted(Numbers.plain(count), period.noun(1)),
        "Total a pagar: " + given.money(paid),
        "Interés total: " + given.money(paid - debt));
  }

  private static Calculation depreciation(Arguments given) {
    double value = given.positive("monto", "el valor de hoy");
    Rate rate = given.rate("tasa");
    if (rate.fraction() < 0 || rate.fraction() >= 1) {
      throw new Refusal("la pérdida tiene que estar entre 0 % y 100 %.");
    }
    Period period = rate.period() == null ? Period.YEAR : rate.period();
    Amount time = given.time("tiempo");
    double unit = time.period() == null ? period.perYear : time.period().perYear;
    double left = value * Math.pow(1 - rate.fraction(), time.value() * period.perYear / unit);
    return Calculation.of(
        "V · (1 − d)^n",
        "Cada período pierde ese porcentaje de lo que valía al empezarlo.",
        "Valor al final: " + given.money(left),
        "Pérdida: " + given.money(value - left));
  }

  private static Calculation timeToSave(Arguments given) {
    double goal = given.positive("meta", "la meta");
    double each = given.positive("aporte", "lo que se aparta");
    Period period = given.time("aporte").period();
    if (period == null) {
      throw new Refusal("decí cada cuánto apartás esa suma: por mes, por semana…");
    }
    double count = Math.ceil(goal / each - 1e-9);
    return Calculation.of(
        "n = meta / aporte",
        "Sin contar intereses ni inflación.",
        "Se junta en: %s %s".formatted(Numbers.plain(count), period.noun(count)),
        "Exacto: " + Numbers.money(goal / each));
  }
}
