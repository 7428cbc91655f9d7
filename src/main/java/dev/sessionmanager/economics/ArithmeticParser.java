package dev.sessionmanager.economics;

import dev.sessionmanager.economics.ArithmeticWords.Symbol;
import java.util.List;

/**
 * Calculates a sum by a grammar of its own: signs, brackets, powers, roots, and per cent as people
 * mean it: "15 % de 3.400", "3.400 más 21 %". One thread, one sum.
 */
final class ArithmeticParser {

  /** Brackets and signs within one another; more is no sum that anybody writes. */
  private static final int MAX_DEPTH = 40;

  /** The text is no sum. */
  static final class NoSum extends RuntimeException {
    NoSum() {
      super(null, null, false, false);
    }
  }

  /**
   * A number.
   *
   * @param percent whether it is so many per cent, and not yet of something
   */
  record Value(double number, boolean percent) {
    double plain() {
      return percent ? number / 100 : number;
    }
  }

  private final List<Symbol> symbols;
  private int at;
  private int depth;
  private int operations;

  private ArithmeticParser(List<Symbol> symbols) {
    this.symbols = symbols;
  }

  /**
   * The value of a sum of at least one operation.
   *
   * @throws NoSum where the symbols are none
   * @throws Refusal where it has no value
   */
  static Value value(List<Symbol> symbols) {
    ArithmeticParser parser = new ArithmeticParser(symbols);
    Value value = parser.whole();
    if (parser.at < symbols.size() || parser.operations == 0) {
      throw new NoSum();
    }
    return value;
  }

  /** The questions for a share and the orders to raise or lower, else a sum. */
  private Value whole() {
    if (take("part-of")) {
      double part = sum().plain();
      expect("of");
      return share(part, sum().plain());
    }
    if (take("of-part")) {
      double all = sum().plain();
      accept("asks");
      return share(sum().plain(), all);
    }
    if (take("more")) {
      return changed(1);
    }
    if (take("less")) {
      return changed(-1);
    }
    Value first = sum();
    if (take("is-part-of")) {
      return share(first.plain(), sum().plain());
    }
    return discount(first);
  }

  /** "1.500 con 20 % de descuento", "20 % de descuento sobre 1.500". */
  private Value discount(Value first) {
    if (at == symbols.size()) {
      return first;
    }
    Value second = first.percent() ? first : sum();
    boolean more = take("more-behind");
    if (!second.percent() || (!more && !take("less-behind"))) {
      throw new NoSum();
    }
    double base;
    if (first.percent()) {
      expect("of");
      base = sum().plain();
    } else {
      base = first.plain();
    }
    operations++;
    return new Value(base * (1 + (more ? 1 : -1) * second.number() / 100), false);
  }

  /** "aumentale 21 % a 1.500", "aumentá 1.500 un 21 %". */
  private Value changed(int sign) {
    Value first = sum();
    while (take("of") || take("to")) {
      // "a", "en", "de"
    }
    Value second = sum();
    if (first.percent() == second.percent()) {
      throw new NoSum();
    }
    double percent = first.percent() ? first.number() : second.number();
    double base = first.percent() ? second.number() : first.number();
    operations++;
    return new Value(base * (1 + sign * percent / 100), false);
  }

  private Value share(double part, double all) {
    operations++;
    return new Value(divide(part, all) * 100, true);
  }

  private Value sum() {
    deeper();
    Value value = product();
    while (is("+") || is("-")) {
      int sign = take("+") ? 1 : -1;
      if (sign < 0) {
        expect("-");
      }
      Value next = product();
      operations++;
      if (next.percent() && !value.percent()) {
        value = new Value(value.number() * (1 + sign * next.number() / 100), false);
      } else if (next.percent()) {
        value = new Value(value.number() + sign * next.number(), true);
      } else {
        value = new Value(value.plain() + sign * next.plain(), false);
      }
    }
    depth--;
    return value;
  }

  private Value product() {
    Value value = power();
    while (true) {
      if (value.percent() && take("of")) {
        value = new Value(value.plain() * power().plain(), false);
      } else if (take("*")) {
        value = new Value(value.plain() * power().plain(), false);
      } else if (take("/")) {
        value = new Value(divide(value.plain(), power().plain()), false);
      } else {
        return value;
      }
      operations++;
    }
  }

  private Value power() {
    Value base = signed();
    while (true) {
      double exponent;
      if (take("^")) {
        exponent = signed().plain();
      } else if (take("squared")) {
        exponent = 2;
      } else if (take("cubed")) {
        exponent = 3;
      } else {
        return base;
      }
      operations++;
      double value = Math.pow(base.plain(), exponent);
      if (Double.isNaN(value)) {
        throw new Refusal("Esa potencia no tiene un valor real.");
      }
      base = new Value(value, false);
    }
  }

  private Value signed() {
    deeper();
    Value value;
    if (take("-")) {
      Value next = signed();
      value = new Value(-next.number(), next.percent());
    } else if (take("+")) {
      value = signed();
    } else if (take("root")) {
      value = root(signed().plain());
    } else if (take("cube-root")) {
      value = operated(Math.cbrt(signed().plain()));
    } else if (take("half")) {
      value = operated(signed().plain() / 2);
    } else if (take("double")) {
      value = operated(signed().plain() * 2);
    } else if (take("triple")) {
      value = operated(signed().plain() * 3);
    } else if (take("third")) {
      value = operated(signed().plain() / 3);
    } else if (take("quarter")) {
      value = operated(signed().plain() / 4);
    } else {
      value = atom();
    }
    depth--;
    return value;
  }

  private Value root(double number) {
    if (number < 0) {
      throw new Refusal("La raíz cuadrada de un número negativo no es un número real.");
    }
    return operated(Math.sqrt(number));
  }

  private Value operated(double value) {
    operations++;
    return new Value(value, false);
  }

  private Value atom() {
    double number;
    if (take("(")) {
      Value inner = sum();
      expect(")");
      return inner;
    }
    if (at >= symbols.size() || !symbols.get(at).is("number")) {
      throw new NoSum();
    }
    number = symbols.get(at++).value();
    return new Value(number, take("percent"));
  }

  private static double divide(double by, double divisor) {
    if (divisor == 0) {
      throw new Refusal("No se puede dividir por cero.");
    }
    return by / divisor;
  }

  private void deeper() {
    if (++depth > MAX_DEPTH) {
      throw new NoSum();
    }
  }

  private boolean is(String kind) {
    return at < symbols.size() && symbols.get(at).is(kind);
  }

  private boolean take(String kind) {
    boolean there = is(kind);
    at += there ? 1 : 0;
    return there;
  }

  private void accept(String kind) {
    at += is(kind) ? 1 : 0;
  }

  private void expect(String kind) {
    if (!take(kind)) {
      throw new NoSum();
    }
  }
}
