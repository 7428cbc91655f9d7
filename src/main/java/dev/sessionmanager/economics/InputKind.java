package dev.sessionmanager.economics;

/** What sort of thing an input is, and which numbers of a sentence it may be. */
enum InputKind {
  MONEY,
  NUMBER,
  /** Money, or a percentage of a whole. */
  SHARE,
  /** A percentage that is not for a time, such as a tax. */
  PERCENT,
  /** A percentage with its direction: "baja 20 %". */
  CHANGE,
  /** A percentage for a time: "5 % anual". */
  RATE,
  TIME,
  /** How often a year: "mensual", 12. */
  FREQUENCY,
  FLAG,
  FLOWS,
  CURVE;

  boolean isNumber() {
    return this == MONEY || this == NUMBER || this == SHARE;
  }

  /** Whether a number with such a unit may be one of these. */
  boolean accepts(Amount amount) {
    return switch (this) {
      case MONEY, NUMBER -> amount.isPlain();
      case SHARE, PERCENT, CHANGE, RATE -> amount.kind() != Amount.Kind.TIME;
      case TIME -> amount.kind() != Amount.Kind.PERCENT;
      case FREQUENCY, FLAG, FLOWS, CURVE -> false;
    };
  }

  boolean isPercentage() {
    return this == PERCENT || this == CHANGE || this == RATE;
  }

  /** A number as an input of this kind takes it: a bare one gets this kind's unit. */
  Amount take(Amount amount) {
    Amount.Kind wanted =
        this == TIME ? Amount.Kind.TIME : isPercentage() ? Amount.Kind.PERCENT : Amount.Kind.PLAIN;
    return amount.isPlain() && wanted != Amount.Kind.PLAIN ? amount.as(wanted) : amount;
  }
}
