package dev.sessionmanager.economics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Finds the numbers of a sentence with their signs and units ({@link Numeral}, {@link UnitAfter},
 * {@link UnitBefore}). Commas that fit no way of writing one number separate several:
 * -1000,400,500. "tres años" is a number too. What is part of a word (P1, 2P, 3D), a fraction, a
 * date or a time of day is none. One pass: a text of n characters costs about n.
 */
final class Amounts {

  private static final Map<String, Double> NUMBERS = Lexicon.values("numbers", Double::valueOf);

  private final Chars text;
  private final List<Amount> found = new ArrayList<>();

  private Amounts(String text) {
    this.text = new Chars(text);
  }

  /** The numbers of a text, in their order. */
  static List<Amount> find(String text) {
    Amounts amounts = new Amounts(text);
    int at = 0;
    while (at < text.length()) {
      if (amounts.text.isDigit(at)) {
        at = amounts.number(at);
      } else if (amounts.text.isLetter(at)) {
        at = amounts.word(at);
      } else {
        at++;
      }
    }
    return amounts.found;
  }

  /** Steps over a word and the digits joined to it (P1); adds a number where the word is one. */
  private int word(int start) {
    int end = text.wordEnd(start);
    Double number = NUMBERS.get(text.word(start));
    if (number != null) {
      UnitAfter suffix = new UnitAfter(text, end);
      if (suffix.kind == Amount.Kind.TIME) { // else "un" is no number
        found.add(new Amount(number, Amount.Kind.TIME, suffix.period, false, start, suffix.end));
        return suffix.end;
      }
    }
    while (text.isDigit(end) || text.at(end) == '_') {
      end++;
    }
    return end;
  }

  /** Reads the number at {@code start}; returns where to go on. */
  private int number(int start) {
    int end = start;
    while (text.isDigit(end) || (text.isOneOf(end, ".,") && text.isDigit(end + 1))) {
      end++;
    }
    if (isJoined(start, end)) {
      return end;
    }
    String run = text.text().substring(start, end);
    boolean pointFirst = text.at(start - 1) == '.' && !text.isDigit(start - 2);
    Double value = Numeral.parse(pointFirst && Numeral.isDigits(run) ? "0." + run : run);
    if (value == null) {
      return run.indexOf('.') < 0 ? each(run, start) : end;
    }
    int exponent = exponentEnd(end);
    if (exponent > end) {
      return add(Double.parseDouble(value + text.text().substring(end, exponent)), start, exponent);
    }
    return add(value, start, end);
  }

  private int each(String run, int start) {
    int at = start;
    int next = start;
    for (String piece : run.split(",", -1)) {
      next = add(Double.parseDouble(piece), at, at + piece.length());
      at += piece.length() + 1;
    }
    return next;
  }

  /** Adds a number with its sign and unit; returns where its unit ends. */
  private int add(double number, int start, int end) {
    UnitAfter suffix = new UnitAfter(text, end);
    if (text.isLetter(end) && suffix.end == end) {
      return text.wordEnd(end); // 2P, 3D
    }
    int sign = minusBefore(start);
    int first = sign < 0 ? start : sign;
    UnitBefore prefix = new UnitBefore(text, found.isEmpty() ? 0 : found.getLast().end(), first);
    boolean percent =
        suffix.kind == Amount.Kind.PERCENT || (suffix.kind == Amount.Kind.PLAIN && prefix.acronym);
    Amount.Kind kind = percent ? Amount.Kind.PERCENT : suffix.kind;
    boolean time = kind == Amount.Kind.TIME;
    Period period = suffix.period == null && !time ? prefix.period : suffix.period;
    boolean effective = percent && (suffix.effective || (prefix.effective && !suffix.nominal));
    double value = (sign < 0 ? number : -number) * suffix.factor;
    found.add(new Amount(value, kind, period, effective, first, suffix.end));
    return suffix.end;
  }

  /** Whether the digits belong to a date or a time of day: 12/05, 10:30. */
  private boolean isJoined(int start, int end) {
    return (text.isOneOf(start - 1, "/:") && text.isDigit(start - 2))
        || (text.isOneOf(end, "/:") && text.isDigit(end + 1));
  }

  /** Where the minus of the number at {@code start} stands; -1 when it has none. */
  private int minusBefore(int start) {
    int at = start - 1;
    while (text.isSpace(at) || text.at(at) == '$') {
      at--;
    }
    if (!text.isOneOf(at, "-−–")) {
      return -1;
    }
    int before = at - 1;
    if (!text.isSpace(before)) {
      boolean range = Character.isLetterOrDigit(text.at(before)) || text.isOneOf(before, "%)");
      return range ? -1 : at;
    }
    while (text.isSpace(before)) {
      before--;
    }
    boolean attached = !text.isSpace(at + 1);
    boolean subtracts = text.isDigit(before) || text.isOneOf(before, "%)");
    return attached || !subtracts ? at : -1;
  }

  /** Behind "e308" or "e-3" at {@code at}; {@code at} itself when there is no exponent. */
  private int exponentEnd(int at) {
    if (!text.isOneOf(at, "eE")) {
      return at;
    }
    int first = at + (text.isOneOf(at + 1, "+-") ? 2 : 1);
    int end = first;
    while (text.isDigit(end)) {
      end++;
    }
    return end > first && end - first < 6 && !text.isLetter(end) ? end : at;
  }
}
