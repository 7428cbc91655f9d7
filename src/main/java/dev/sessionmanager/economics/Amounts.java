package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the numbers of a sentence with their signs and units ({@link Numeral}, {@link Unit}).
 * Commas that fit no way of writing one number separate several: -1000,400,500. "tres años" is a
 * number too. What is part of a word (P1, 2P, 3D), a fraction, a date or a time of day is none. One
 * pass: a text of n characters costs about n.
 */
final class Amounts {

  private static final Map<String, Double> NUMBERS = Lexicon.values("numbers", Double::valueOf);

  private static final String DIGITS = "[0-9]++(?:[.,][0-9]++)*+";

  /** A minus that neither joins a range (10-12) nor subtracts (100 - 2). */
  private static final String MINUS =
      "(?<minus>(?<![\\p{L}\\p{Nd}%)])(?!(?<=[0-9%)]"
          + Unit.SPACE
          + "{1,99})."
          + Unit.SPACE
          + ")[-−–](?:\\$|"
          + Unit.SPACE
          + ")*+)?";

  /** A word with the digits joined to it, a date or a time of day, or a number. */
  private static final Pattern NEXT =
      Pattern.compile(
          String.join(
              "|",
              "(?<word>\\p{L}++)[0-9_]*+",
              "(?<=[0-9][/:])" + DIGITS,
              DIGITS + "(?=[/:][0-9])",
              MINUS
                  + "(?<point>(?<=(?<![0-9])\\.))?(?<digits>"
                  + DIGITS
                  + ")(?![/:][0-9])(?<exponent>e[+-]?+[0-9]{1,5}+(?![0-9\\p{L}]))?+"));

  private final String text;
  private final Matcher next;
  private final List<Amount> found = new ArrayList<>();

  private Amounts(String text) {
    this.text = Folding.ENYE_FOLDED.of(text);
    this.next = NEXT.matcher(this.text);
  }

  /** The numbers of a text, in their order. */
  static List<Amount> find(String text) {
    Amounts amounts = new Amounts(text);
    int at = 0;
    while (amounts.next.find(at)) {
      at = amounts.read();
    }
    return amounts.found;
  }

  /** Adds what was found next, if it is a number; returns where to go on. */
  private int read() {
    if (next.group("word") != null) {
      return word(next.start(), next.end("word"));
    }
    String digits = next.group("digits");
    if (digits == null) {
      return next.end();
    }
    int start = next.start("digits");
    int end = next.end("digits");
    boolean fraction = next.group("point") != null && Numeral.isDigits(digits);
    String plain = Numeral.plain(fraction ? "0." + digits : digits);
    if (plain != null) {
      String exponent = next.group("exponent");
      return add(exponent == null ? plain : plain + exponent, start, next.end());
    }
    int on = end;
    if (digits.indexOf('.') < 0) {
      int at = start;
      for (String piece : digits.split(",", -1)) {
        on = add(piece, at, at + piece.length());
        at += piece.length() + 1;
      }
    }
    return on;
  }

  /** Adds a word that is a number, where a time follows: else "un" is none. */
  private int word(int start, int end) {
    Double number = NUMBERS.get(text.substring(start, end));
    Unit behind = number == null ? null : Unit.behind(text, end);
    if (number == null || behind == null || behind.kind != Amount.Kind.TIME) {
      return next.end();
    }
    found.add(new Amount(number, Amount.Kind.TIME, behind.period, false, start, behind.end));
    return behind.end;
  }

  /** Adds a number with its sign and unit; returns where its unit ends. */
  private int add(String digits, int start, int end) {
    Unit behind = Unit.behind(text, end);
    if (behind.end == end && end < text.length() && Character.isLetter(text.charAt(end))) {
      return next.find(end) ? next.end() : end; // 2P, 3D
    }
    boolean negative = next.group("minus") != null && start == next.start("digits");
    double number = Double.parseDouble(digits) * behind.factor;
    int first = negative ? next.start() : start;
    Unit before = Unit.before(text, found.isEmpty() ? 0 : found.getLast().end(), first);
    boolean percent =
        behind.kind == Amount.Kind.PERCENT || (behind.kind == Amount.Kind.PLAIN && before.acronym);
    Amount.Kind kind = percent ? Amount.Kind.PERCENT : behind.kind;
    boolean time = kind == Amount.Kind.TIME;
    Period period = behind.period == null && !time ? before.period : behind.period;
    boolean effective = percent && (behind.effective || (before.effective && !behind.nominal));
    found.add(new Amount(negative ? -number : number, kind, period, effective, first, behind.end));
    return behind.end;
  }
}
