package dev.sessionmanager.economics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;

/** Loans with equal instalments (French system), or with equal parts of the loan (German). */
final class Loans {

  static final Map<String, Formula> FORMULAS =
      Map.of(
          "cuota_prestamo", Loans::instalment,
          "amortizacion_francesa", Loans::table,
          "amortizacion_alemana", Loans::german);

  /** A hundred years of months. */
  static final int MAX_INSTALMENTS = 1_200;

  /** Rows of the table shown in full; the rest is summed up in one, before the last. */
  static final int MAX_ROWS = 24;

  private Loans() {}

  private static Calculation instalment(Arguments given) {
    Rate.Terms terms = terms(given, true);
    double loan = given.positive("prestamo", "el préstamo");
    double payment = loan / Annuities.presentFactor(terms.rate(), terms.count());
    return Calculation.of(
        "cuota = P · i / (1 − (1 + i)^−n)",
        "%s cuotas iguales, a %s; al principio se paga sobre todo interés.%s"
            .formatted(Numbers.plain(terms.count()), terms.rates(), terms.note()),
        "Cuota: " + given.money(payment),
        "Total a pagar: " + given.money(payment * terms.count()),
        "Interés total: " + given.money(payment * terms.count() - loan));
  }

  private static Calculation table(Arguments given) {
    Rate.Terms terms = terms(given, false);
    double loan = given.positive("prestamo", "el préstamo");
    int count = terms.whole("cuotas");
    double payment = loan / Annuities.presentFactor(terms.rate(), count);
    Schedule schedule = new Schedule(given, loan, terms.rate(), payment, 0, count);
    return Calculation.of(
            "cuota = P · i / (1 − (1 + i)^−n);  interés = saldo · i;  amortización = cuota −"
                + " interés",
            "A %s: la cuota no cambia, el interés baja y la amortización sube; la última cuota salda los redondeos.%s"
                .formatted(terms.rates(), terms.note()),
            "Cuota: " + given.money(payment),
            "Interés total: " + given.money(schedule.interest.doubleValue()))
        .withTable(schedule.markdown());
  }

  private static Calculation german(Arguments given) {
    Rate.Terms terms = terms(given, true);
    double loan = given.positive("prestamo", "el préstamo");
    int count = terms.whole("cuotas");
    double part = loan / count;
    Schedule schedule = new Schedule(given, loan, terms.rate(), 0, part, count);
    return Calculation.of(
            "amortización = P / n;  interés = saldo · i;  cuota = amortización + interés",
            "A %s: se devuelve siempre la misma parte del capital, así que el interés y la cuota bajan.%s"
                .formatted(terms.rates(), terms.note()),
            "Primera cuota: " + given.money(part + loan * terms.rate()),
            "Última cuota: " + given.money(part + part * terms.rate()),
            "Amortización de cada cuota: " + given.money(part),
            "Interés total: " + given.money(schedule.interest.doubleValue()))
        .withTable(schedule.markdown());
  }

  /**
   * A bank's loan in years is paid by months. A table in years has a row a year, as in textbooks.
   */
  private static Rate.Terms terms(Arguments given, boolean monthly) {
    Amount time = months(given.time("plazo"));
    Rate rate = given.rate("tasa");
    Double said = given.frequency("frecuencia");
    Period unit = time.period();
    boolean payments = time.kind() == Amount.Kind.PAYMENTS;
    if (payments && said != null && unit != null && said != unit.perYear) {
      throw new Refusal("las cuotas no pueden ser de dos frecuencias a la vez.");
    }
    boolean years = unit == Period.YEAR && !payments;
    boolean broken = years && time.value() != Math.rint(time.value());
    Double times = said;
    if (times == null && unit != null && unit != Period.DAY && !(years && (monthly || broken))) {
      times = unit.perYear;
    }
    if (times == null && rate.period() != null && rate.period() != Period.YEAR) {
      times = rate.period().perYear;
    }
    if (times == null && (unit != null || rate.period() == Period.YEAR)) {
      times = 12.0;
    }
    Rate.Terms terms = rate.paid(times).over(time, times, true);
    if (terms.count() < 1 || terms.count() > MAX_INSTALMENTS) {
      throw new Refusal(
          "la cantidad de cuotas tiene que estar entre 1 y "
              + Numbers.plain(MAX_INSTALMENTS)
              + ".");
    }
    terms.whole("cuotas");
    return terms;
  }

  /** A bank's 90 days are three months. */
  private static Amount months(Amount time) {
    return time.period() == Period.DAY && time.value() % 30 == 0 && time.parts().isEmpty()
        ? new Amount(time.value() / 30, time.kind(), Period.MONTH, false, 0, 0)
        : time;
  }

  /** Row by row in whole cents; the last instalment is what is still owed. */
  private static final class Schedule {
    private final Arguments given;
    private final int count;
    private final StringBuilder rows =
        new StringBuilder(
            "| N.º | Cuota | Interés | Amortización | Saldo |\n|---:|---:|---:|---:|---:|\n");
    BigDecimal interest = BigDecimal.ZERO;
    private BigDecimal hiddenPaid = BigDecimal.ZERO;
    private BigDecimal hiddenInterest = BigDecimal.ZERO;

    /**
     * @param payment of each instalment, where they are equal
     * @param part of the loan in each instalment, where that is equal; else 0
     */
    Schedule(Arguments given, double loan, double rate, double payment, double part, int count) {
      this.given = given;
      this.count = count;
      BigDecimal instalment = cents(BigDecimal.valueOf(payment));
      BigDecimal equal = cents(BigDecimal.valueOf(part));
      BigDecimal balance = cents(BigDecimal.valueOf(loan));
      for (int row = 1; row <= count; row++) {
        BigDecimal due = cents(balance.multiply(BigDecimal.valueOf(rate)));
        boolean last = row == count;
        BigDecimal usual = equal.signum() > 0 ? equal : instalment.subtract(due);
        BigDecimal paid = last ? balance : usual.min(balance);
        balance = balance.subtract(paid);
        interest = interest.add(due);
        row(row, due, paid, balance);
      }
    }

    private void row(int row, BigDecimal due, BigDecimal paid, BigDecimal balance) {
      boolean shown = count <= MAX_ROWS || row < MAX_ROWS - 1 || row == count;
      if (shown) {
        line(String.valueOf(row), due, paid, balance);
        return;
      }
      hiddenPaid = hiddenPaid.add(paid);
      hiddenInterest = hiddenInterest.add(due);
      if (row == count - 1) {
        line((MAX_ROWS - 1) + "–" + row, hiddenInterest, hiddenPaid, balance);
      }
    }

    private void line(String name, BigDecimal due, BigDecimal paid, BigDecimal balance) {
      rows.append("| ").append(name);
      for (BigDecimal cell : List.of(paid.add(due), due, paid, balance)) {
        rows.append(" | ").append(Numbers.money(cell.doubleValue()));
      }
      rows.append(" |\n");
    }

    String markdown() {
      return rows
          + (count > MAX_ROWS
              ? "\nLa fila anterior a la última resume las cuotas del medio (sumas).\n"
              : "\nImportes en " + given.currency + ".\n");
    }

    private static BigDecimal cents(BigDecimal value) {
      return value.setScale(2, RoundingMode.HALF_UP);
    }
  }
}
