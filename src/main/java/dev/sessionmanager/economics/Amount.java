package dev.sessionmanager.economics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A number with what was written beside it.
 *
 * @param value a percentage is kept as it was written: 5 for 5 %; of a length of time in several
 *     units ("3 años y 6 meses") the whole in the smallest of them
 * @param period of a percentage: the time it is for; of a time or payments: their unit; of a plain
 *     number: how often it comes ("1.000 por mes"); null when not said
 * @param effective whether a percentage was called effective (TEA, TEM)
 * @param start where the number begins in its text, with its sign
 * @param end where the last word of its unit ends
 * @param said a period before a plain number, which is the number's only if it is a rate ("tasa
 *     mensual 2"); of a percentage, where the word for its period stands; null for none
 * @param parts of a length of time in several units; else empty
 */
record Amount(
    double value,
    Kind kind,
    @Nullable Period period,
    boolean effective,
    int start,
    int end,
    @Nullable Said said,
    List<Amount> parts) {

  enum Kind {
    PLAIN,
    PERCENT,
    /** A length of time; without a unit a number of periods. */
    TIME,
    /** A number of payments or instalments. */
    PAYMENTS,
    /** A number of something that no calculation is about: kilos, hours. */
    MEASURE,
    /** Something that stands for a number but could not be read: a fraction, "el doble". */
    UNREAD
  }

  /**
   * A word of time before a number.
   *
   * @param at where it begins in the text
   */
  record Said(Period period, int at) {}

  Amount {
    parts = List.copyOf(parts);
  }

  Amount(double value, Kind kind, @Nullable Period period, boolean effective, int start, int end) {
    this(value, kind, period, effective, start, end, null, List.of());
  }

  static Amount plain(double value) {
    return new Amount(value, Kind.PLAIN, null, false, 0, 0);
  }

  static Amount unread(int start, int end) {
    return new Amount(Double.NaN, Kind.UNREAD, null, false, start, end);
  }

  /** A length of time of several parts, the longest unit first. */
  static Amount together(List<Amount> parts) {
    Amount last = parts.getLast();
    Period smallest = last.period;
    double value = 0;
    for (Amount part : parts) {
      value +=
          smallest == null || part.period == null
              ? part.value
              : part.value * (smallest.perYear / part.period.perYear);
    }
    return new Amount(
        value, Kind.TIME, smallest, false, parts.getFirst().start, last.end, null, parts);
  }

  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  /** A length of time or a number of payments. */
  boolean isTerm() {
    return kind == Kind.TIME || kind == Kind.PAYMENTS;
  }

  Amount negated() {
    return new Amount(-value, kind, period, effective, start, end, said, parts);
  }

  /** The same number, larger or smaller. */
  Amount times(double factor) {
    return new Amount(value * factor, kind, period, effective, start, end, said, parts);
  }

  /** The same number of another kind; as a time it has no unit yet. */
  Amount as(Kind other) {
    Period own = period != null ? period : said != null ? said.period : null;
    return new Amount(
        value, other, other == Kind.TIME ? null : own, effective, start, end, said, parts);
  }

  /** This number in the unit of another one, where it says none and both are of one kind. */
  Amount inUnitOf(Amount other) {
    return kind == other.kind && !isPlain() && period == null && !effective
        ? new Amount(value, kind, other.period, other.effective, start, end, said, parts)
        : this;
  }

  /** The number with its unit, as an answer repeats it. */
  String shown() {
    if (!parts.isEmpty()) {
      List<String> shown = parts.stream().map(Amount::shown).toList();
      return String.join(", ", shown.subList(0, shown.size() - 1)) + " y " + shown.getLast();
    }
    return switch (kind) {
      case PLAIN, MEASURE, UNREAD ->
          Numbers.plain(value) + (period == null ? "" : " por " + period.noun(1));
      case PERCENT ->
          Numbers.plain(value)
              + " %"
              + (effective ? " efectiva" : "")
              + (period == null ? "" : " " + period.adjective);
      case TIME ->
          Numbers.plain(value)
              + " "
              + (period != null ? period.noun(value) : value == 1 ? "período" : "períodos");
      case PAYMENTS ->
          Numbers.plain(value)
              + (value == 1 ? " cuota" : " cuotas")
              + (period == null ? "" : ", una por " + period.noun(1));
    };
  }
}
