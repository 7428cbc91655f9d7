package dev.sessionmanager.economics;

/** What sort of thing an input is, and which numbers of a sentence it may be. */
enum InputKind {
  /** A sum that is paid once. */
  MONEY("number", ""),
  /** A sum that may come again and again: "500 por mes". */
  PAYMENT("number", ""),
  NUMBER("number", ""),
  /** Money, or a percentage of a whole. */
  SHARE("number", ""),
  /** A percentage that is not for a time, such as a tax. */
  PERCENT("number", " En por ciento: 5 es 5 %."),
  /** A percentage with its direction: "baja 20 %". */
  CHANGE("number", " En por ciento: 5 es 5 %."),
  /** A percentage for a time: "5 % anual". */
  RATE("string", " En por ciento y con su período: «5 % anual», «3 % mensual», «TNA 60 %»."),
  TIME("string", " Con su unidad: «3 años», «18 meses», «3 años y 6 meses»."),
  /** A time or a number of payments. */
  TERM("string", " Con su unidad: «3 años», «18 meses», «12 cuotas»."),
  /** How often a year: "mensual", 12. */
  FREQUENCY("string", " «mensual», «trimestral»… o cuántas veces por año."),
  FLAG("boolean", ""),
  FLOWS("array", ""),
  CURVE("string", " Como ecuación: «Qd = 100 - 2P».");

  /** Its type in JSON Schema. */
  final String type;

  /** How a model writes it: a sentence after a space, or nothing. */
  final String about;

  InputKind(String type, String about) {
    this.type = type;
    this.about = about;
  }

  boolean isNumber() {
    return this == MONEY || this == PAYMENT || this == NUMBER || this == SHARE;
  }

  boolean isTerm() {
    return this == TIME || this == TERM;
  }

  /** Whether a number with such a unit may be one of these. */
  boolean accepts(Amount amount) {
    boolean once = amount.isPlain() && amount.period() == null;
    boolean percent = amount.kind() == Amount.Kind.PERCENT;
    boolean ofAWhole = percent && (amount.period() == null || amount.period() == Period.YEAR);
    return switch (this) {
      case MONEY -> once;
      case PAYMENT -> amount.isPlain();
      case NUMBER -> amount.isPlain() || amount.kind() == Amount.Kind.MEASURE;
      case SHARE -> once || ofAWhole;
      case PERCENT -> ofAWhole || (once && Math.abs(amount.value()) <= 100); // no price
      case CHANGE -> ofAWhole; // "sube 2" is no percentage
      case RATE -> amount.isPlain() || percent;
      case TIME -> once || amount.kind() == Amount.Kind.TIME;
      case TERM -> once || amount.isTerm();
      case FREQUENCY, FLAG, FLOWS, CURVE -> false;
    };
  }

  boolean isPercentage() {
    return this == PERCENT || this == CHANGE || this == RATE;
  }

  /** A number as an input of this kind takes it: a bare one gets this kind's unit. */
  Amount take(Amount amount) {
    if (!amount.isPlain()) {
      return amount;
    }
    return isTerm()
        ? amount.as(Amount.Kind.TIME)
        : isPercentage() ? amount.as(Amount.Kind.PERCENT) : amount;
  }
}
