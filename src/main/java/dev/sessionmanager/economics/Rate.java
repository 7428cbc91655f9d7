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
