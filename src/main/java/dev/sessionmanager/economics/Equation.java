package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A curve as it is written: "Qd = 100 - 2P", "demanda: 100 - 0,5·P", "CT = 100 + 10q + 2q^2". Its
 * right side is a sum of numbers and multiples of one letter, up to the third power; brackets and
 * products are not read.
 *
 * @param label the word before it, folded; empty when there is none
 * @param variable the letter, in lower case
 */
record Equation(String label, Polynomial curve, char variable, int start, int end) {

  private static final Set<String> DEMAND = Lexicon.FILE.words("demand-names");
  private static final Set<String> SUPPLY = Lexicon.FILE.words("supply-names");

  /** The equations of a text that contain a letter; a mere "P = 10" is none. */
  static List<Equation> find(String text) {
    Chars chars = new Chars(text);
    List<Equation> found = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      Equation equation = startsTerm(chars, at) ? new Reader(chars, at).read() : null;
      if (equation != null) {
        found.add(equation);
        at = equation.end;
      } else if (chars.isDigit(at)) {
        while (chars.isDigit(at)) {
          at++;
        }
      } else {
        at++;
      }
    }
    return found;
  }

  boolean isDemand() {
    return DEMAND.contains(label) || (!SUPPLY.contains(label) && curve.coefficient(1) < 0);
  }

  boolean isSupply() {
    return SUPPLY.contains(label) || (!DEMAND.contains(label) && curve.coefficient(1) > 0);
  }

  /** Q as a line in P; a curve given as P in Q is turned around. Empty for what is no line. */
  Optional<Polynomial> quantity() {
    if (!curve.isLine()) {
      return Optional.empty();
    }
    if (variable != 'q') {
      return Optional.of(curve);
    }
    double slope = curve.coefficient(1);
    return slope == 0
        ? Optional.empty()
        : Optional.of(Polynomial.line(-curve.coefficient(0) / slope, 1 / slope));
  }

  /** A digit, a sign or a single letter, not in the middle of a word or a number. */
  private static boolean startsTerm(Chars text, int at) {
    char before = text.at(at - 1);
    boolean inside = before == ',' && text.isDigit(at) && text.isDigit(at - 2);
    if (Character.isLetterOrDigit(before) || before == '.' || inside) {
      return false;
    }
    return text.isDigit(at) || text.isOneOf(at, "-−–+") || isVariable(text, at);
  }

  private static boolean isVariable(Chars text, int at) {
    return text.isOneOf(at, "pPqQxX")
        && !Character.isLetterOrDigit(text.at(at + 1))
        && !Character.isLetter(text.at(at - 1));
  }

  /** Reads one right side. */
  private static final class Reader {
    private final Chars text;
    private final int start;
    private final double[] sum = new double[Polynomial.MAX_DEGREE + 1];
    private int at;
    private int terms;
    private char variable;

    Reader(Chars text, int start) {
      this.text = text;
      this.start = start;
      this.at = start;
    }

    @Nullable Equation read() {
      int end = start;
      while (term()) {
        end = at;
      }
      int equals = start - 1;
      while (text.isSpace(equals)) {
        equals--;
      }
      boolean assigned = text.isOneOf(equals, "=:");
      boolean left = text.at(text.skipSpaces(end)) == '='; // "Q" of "demanda: Q = …"
      if (variable == 0 || left || (terms < 2 && !assigned)) {
        return null;
      }
      return new Equation(label(equals), curve(), variable, start, end);
    }

    private Polynomial curve() {
      return new Polynomial(List.of(sum[0], sum[1], sum[2], sum[3]));
    }

    /** The last word before, with what may follow a name: "Q_d", "demanda (Qd)". */
    private String label(int equals) {
      int end = equals + 1;
      while (end > 0 && text.isOneOf(end - 1, " =:()\t")) {
        end--;
      }
      int first = end;
      while (first > 0 && (text.isLetter(first - 1) || text.at(first - 1) == '_')) {
        first--;
      }
      String label = Folding.ENYE_FOLDED.of(text.text().substring(first, end)).replace("_", "");
      if (label.equals("es") || label.equals("de")) {
        return label(first - 1);
      }
      boolean letter = label.equals("q") || label.equals("p") || label.equals("x");
      String before = letter && first > 0 ? label(first - 1) : "";
      return DEMAND.contains(before) || SUPPLY.contains(before) ? before : label;
    }

    /** One term with its sign; false where none is. */
    private boolean term() {
      int from = text.skipSpaces(at);
      double sign = 1;
      if (text.isOneOf(from, "+-−–")) {
        sign = text.at(from) == '+' ? 1 : -1;
        from = text.skipSpaces(from + 1);
      } else if (terms > 0) {
        return false;
      }
      int digits = from;
      while (text.isDigit(digits) || (text.isOneOf(digits, ".,") && text.isDigit(digits + 1))) {
        digits++;
      }
      Double value = digits == from ? Double.valueOf(1) : numeral(from, digits);
      int behind = text.skipSpaces(digits);
      behind = text.isOneOf(behind, "*·×") ? text.skipSpaces(behind + 1) : behind;
      boolean letter = isVariable(text, behind) && (variable == 0 || lower(behind) == variable);
      if (value == null || (digits == from && !letter)) {
        return false;
      }
      int degree = 0;
      at = digits;
      if (letter) {
        variable = lower(behind);
        at = behind + 1;
        degree = power();
      } else if (text.isLetter(digits)) {
        return false;
      }
      sum[degree] += sign * value;
      terms++;
      return true;
    }

    private @Nullable Double numeral(int from, int to) {
      return Numeral.parse(text.text().substring(from, to));
    }

    private char lower(int index) {
      return Character.toLowerCase(text.at(index));
    }

    /** ², ^2, ³, ^3; steps over it. */
    private int power() {
      int sign = text.at(at) == '^' ? at + 1 : at;
      int power = sign > at ? "123".indexOf(text.at(sign)) + 1 : "¹²³".indexOf(text.at(at)) + 1;
      at = power > 0 ? sign + 1 : at;
      return Math.max(1, power);
    }
  }
}
