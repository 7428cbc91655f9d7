package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final String SPACES = Unit.SPACE + "*+";
  private static final String VARIABLE = "[pqx](?![\\p{L}\\p{Nd}])";

  /** A digit, a sign or a single letter, not in the middle of a word or a number. */
  private static final Pattern START =
      Pattern.compile("(?<![\\p{L}\\p{Nd}.])(?:(?<![0-9],)[0-9]|[-−–+]|" + VARIABLE + ")");

  private static final Pattern TERM =
      Pattern.compile(
          SPACES
              + "(?<sign>[-−–+]?+)"
              + SPACES
              + "(?<number>(?:[0-9]|[.,](?=[0-9]))*+)(?:"
              + SPACES
              + "(?:[*·×]"
              + SPACES
              + ")?+(?<variable>"
              + VARIABLE
              + ")(?<power>\\^[123]|[¹²³])?+)?+");

  /** Behind what is no right side: "Q" of "demanda: Q = …". */
  private static final Pattern EQUALS = Pattern.compile(SPACES + "=");

  /** The equations of a text that contain a letter; a mere "P = 10" is none. */
  static List<Equation> find(String text) {
    String folded = Folding.ENYE_FOLDED.of(text);
    List<Equation> found = new ArrayList<>();
    Matcher start = START.matcher(folded);
    int at = 0;
    while (start.find(at)) {
      Equation equation = read(folded, start.start());
      at = equation == null ? start.end() : equation.end;
      Optional.ofNullable(equation).ifPresent(found::add);
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

  /** The equation whose right side begins at {@code start}; null when none does. */
  private static @Nullable Equation read(String text, int start) {
    Matcher term = TERM.matcher(text);
    double[] sum = new double[Polynomial.MAX_DEGREE + 1];
    char variable = 0;
    int terms = 0;
    int end = start;
    while (term.region(end, text.length()).lookingAt()) {
      String sign = term.group("sign");
      String number = term.group("number");
      String letter = term.group("variable");
      boolean own = letter != null && (variable == 0 || letter.charAt(0) == variable);
      Double value = number.isEmpty() ? Double.valueOf(1) : Numeral.parse(number);
      boolean whole = own || (!number.isEmpty() && !isLetter(text, term.end("number")));
      if (value == null || !whole || (terms > 0 && sign.isEmpty())) {
        break;
      }
      variable = own ? letter.charAt(0) : variable;
      end = own ? term.end() : term.end("number");
      sum[own ? power(term.group("power")) : 0] += "+".contains(sign) ? value : -value;
      terms++;
    }
    int before = back(text, start, Unit.SPACES);
    boolean assigned = before > 0 && "=:".indexOf(text.charAt(before - 1)) >= 0;
    boolean left = EQUALS.matcher(text).region(end, text.length()).lookingAt();
    return variable == 0 || left || (terms < 2 && !assigned)
        ? null
        : new Equation(
            label(text, before),
            new Polynomial(List.of(sum[0], sum[1], sum[2], sum[3])),
            variable,
            start,
            end);
  }

  private static int power(@Nullable String written) {
    return written == null ? 1 : "1¹2²3³".indexOf(written.charAt(written.length() - 1)) / 2 + 1;
  }

  /** The last word before a place, with what may follow a name: "Q_d", "demanda (Qd)". */
  private static String label(String text, int before) {
    int end = back(text, before, " =:()\t");
    int first = end;
    while (isLetter(text, first - 1) || (first > 0 && text.charAt(first - 1) == '_')) {
      first--;
    }
    String label = text.substring(first, end).replace("_", "");
    if (label.equals("es") || label.equals("de")) {
      return label(text, first);
    }
    boolean letter = label.equals("q") || label.equals("p") || label.equals("x");
    String name = letter ? label(text, first) : "";
    return DEMAND.contains(name) || SUPPLY.contains(name) ? name : label;
  }

  private static boolean isLetter(String text, int at) {
    return at >= 0 && at < text.length() && Character.isLetter(text.charAt(at));
  }

  /** Where the characters begin that stand in a row before a place. */
  private static int back(String text, int end, String characters) {
    int start = end;
    while (start > 0 && characters.indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start;
  }
}
