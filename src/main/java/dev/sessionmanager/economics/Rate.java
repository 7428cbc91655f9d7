package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/**
 * A rate as it was given, before it is brought to the periods of a calculation.
 *
 * @param fraction 0.05 for 5 %
 * @param period the time it is for; null when not said
 * @param effective compound already (TEA, TEM); a nominal one is divided proportionally
 */
record Rate(double fraction, @Nullable Period period, boolean effective) {

  /**
   * A rate and a time brought to the same periods.
   *
   * @param rate a period's, as a fraction
   * @param count how many periods
   * @param period the period; null when neither rate nor time says it: then both are as given
   * @param assumed whether the rate was taken for an annual one because it did not say
   */
  record Terms(double rate, double count, @Nullable Period period, boolean assumed) {

    String periods() {
      return Numbers.plain(count)
          + " "
          + (period != null ? period.noun(count) : count == 1 ? "período" : "períodos");
    }

    String rates() {
      return Numbers.percent(rate) + (period == null ? " por período" : " " + period.adjective);
    }

    /**
     * How many payments that are.
     *
     * @param what they are: "cuotas"
     * @throws Refusal where the time does not end with one
     */
    int whole(String what) {
      double nearest = Math.rint(count);
      if (Math.abs(count - nearest) > 1e-6 || nearest > Integer.MAX_VALUE) {
        throw new Refusal(
            "el plazo no da un número entero de %s (serían %s): decí cuántas o cada cuánto son."
                .formatted(what, Numbers.plain(count)));
      }
      return (int) nearest;
    }

    /** A sentence on how the rate was read; empty when there is nothing to say. */
    String note() {
      return assumed ? " La tasa se tomó como anual." : "";
    }
  }

  /** How many of its periods make a year: 1 when it says none. */
  double perYear() {
    return period == null ? 1 : period.perYear;
  }

  /**
   * This rate where its interest is paid that many times a year: a monthly one, for payments a
   * year, gains interest on interest meanwhile.
   */
  Rate paid(@Nullable Double times) {
    return times != null && perYear() > times ? new Rate(fraction, period, true) : this;
  }

  /** Its part for one of {@code times} periods a year; unchanged where it says no period. */
  double each(double times) {
    return period == null ? fraction : paid(times).perPeriod(period, times);
  }

  /**
   * Brings this rate and {@code time} to periods of which {@code perYear} make a year; null leaves
   * the rate's own. A time without a unit counts such periods if {@code counted}, else the rate's
   * own.
   */
  Terms over(Amount time, @Nullable Double perYear, boolean counted) {
    boolean timeless = time.period() == null && perYear == null;
    boolean assumed = period == null && !timeless;
    Period own = assumed ? Period.YEAR : period;
    if (own == null) {
      return new Terms(fraction, time.value(), null, false);
    }
    double times = perYear == null ? own.perYear : perYear;
    double rate = perPeriod(own, times);
    double unit = time.period() != null ? time.period().perYear : counted ? times : own.perYear;
    return new Terms(rate, time.value() * times / unit, Period.perYear(times), assumed);
  }

  private double perPeriod(Period own, double times) {
    return effective
        ? Math.pow(1 + fraction, own.perYear / times) - 1
        : fraction * own.perYear / times;
  }
}
