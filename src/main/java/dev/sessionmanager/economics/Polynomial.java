package dev.sessionmanager.economics;

import java.util.List;

/**
 * c0 + c1·x + c2·x² + c3·x³: the curves of the economics tools.
 *
 * @param coefficients exactly four, the constant first
 */
record Polynomial(List<Double> coefficients) {

  /** Of the highest power: what cost functions of textbooks have. */
  static final int MAX_DEGREE = 3;

  Polynomial {
    coefficients = List.copyOf(coefficients);
  }

  static Polynomial line(double constant, double slope) {
    return new Polynomial(List.of(constant, slope, 0.0, 0.0));
  }

  double coefficient(int degree) {
    return coefficients.get(degree);
  }

  boolean isLine() {
    return coefficient(2) == 0 && coefficient(3) == 0;
  }

  double at(double x) {
    double value = 0;
    for (int degree = MAX_DEGREE; degree >= 0; degree--) {
      value = value * x + coefficient(degree);
    }
    return value;
  }

  Polynomial derivative() {
    return new Polynomial(List.of(coefficient(1), 2 * coefficient(2), 3 * coefficient(3), 0.0));
  }

  /** The polynomial as an answer shows it: "100 − 2·P". */
  String shown(String variable) {
    StringBuilder shown = new StringBuilder();
    for (int degree = 0; degree <= MAX_DEGREE; degree++) {
      double c = coefficient(degree);
      if (c == 0) {
        continue;
      }
      if (shown.isEmpty()) {
        shown.append(c < 0 ? "−" : "");
      } else {
        shown.append(c < 0 ? " − " : " + ");
      }
      if (degree == 0 || Math.abs(c) != 1) {
        shown.append(Numbers.plain(Math.abs(c))).append(degree > 0 ? "·" : "");
      }
      shown.append(List.of("", variable, variable + "²", variable + "³").get(degree));
    }
    return shown.isEmpty() ? "0" : shown.toString();
  }
}
