package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/**
 * A number with what was written beside it.
 *
 * @param value a percentage is kept as it was written: 5 for 5 %
 * @param period of a percentage: the time it is for; of a time: its unit; null when not said
 * @param effective whether a percentage was called effective (TEA, TEM)
 * @param start where the number begins in its text, with its sign
 * @param end where the last word of its unit ends
 */
record Amount(
    double value, Kind kind, @Nullable Period period, boolean effective, int start, int end) {

  enum Kind {
    PLAIN,
    PERCENT,
    /** A length of time, or a count of instalments: then without a unit. */
    TIME
  }

  static Amount plain(double value) {
    return new Amount(value, Kind.PLAIN, null, false, 0, 0);
  }

  boolean isPlain() {
    return kind == Kind.PLAIN;
  }

  Amount negated() {
    return new Amount(-value, kind, period, effective, start, end);
  }

  /** The same number of another kind; as a time it has no unit yet. */
  Amount as(Kind other) {
    return new Amount(value, other, other == Kind.TIME ? null : period, effective, start, end);
  }

  /** The number with its unit, as an answer repeats it. */
  String shown() {
    return switch (kind) {
      case PLAIN -> Numbers.plain(value);
      case PERCENT ->
          Numbers.plain(value)
              + " %"
              + (effective ? " efectiva" : "")
              + (period == null ? "" : " " + period.adjective);
      case TIME ->
          Numbers.plain(value)
              + " "
              + (period != null ? period.noun(value) : value == 1 ? "período" : "períodos");
    };
  }
}
