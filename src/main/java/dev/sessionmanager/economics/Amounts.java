package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Kind;
import dev.sessionmanager.economics.Amount.Said;
import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.Language;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the numbers of a sentence with their signs and units ({@link Numeral}, {@link NumberWords},
 * {@link Unit}). Commas that fit no way of writing one number separate several: -1000,400,500. A
 * number that is part of a name (P1) is none; what stands for a number but cannot be read, such as
 * a fraction, 3D or "el doble", is found as {@link Kind#UNREAD}. One pass: a text of n characters
 * costs about n.
 */
final class Amounts {

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

  /** A word with the digits joined to it, a fraction, a date or a time of day, or a number. */
  private static final Pattern NEXT =
      Pattern.compile(
          String.join(
              "|",
              "(?<word>\\p{L}++)(?<name>[0-9_]*+)",
              "(?<odd>" + DIGITS + "(?:[/:][0-9]++(?:[.,][0-9]++)*+)++|[¼-¾⅐-⅞])",
              MINUS
                  + "(?<point>(?<=(?<![0-9])\\.))?(?<digits>"
                  + DIGITS
                  + ")(?![/:][0-9])(?<exponent>e[+-]?+[0-9]{1,5}+(?![0-9\\p{L}]))?+"));

  /** A year before its value: "2019: 53,8" and "2019:53". */
  private static final Pattern YEAR = Pattern.compile("(?:19|20)[0-9]{2}(?=:)");

  /** Half of a unit: "medio año", "medio por ciento", "medio palo". */
  private static final Pattern HALF_A =
      Pattern.compile(
          "(?:"
              + String.join("|", Lexicon.FILE.entries("half-a")).replace(" ", Unit.SPACE + "++")
              + ")(?="
              + Unit.SPACE
              + ")");

  /** A unit and a half without a number: "año y medio", "palo y medio". */
  private static final Pattern BARE_AND_A_HALF =
      Pattern.compile(
          "\\p{L}++"
              + Unit.SPACE
              + "++(?:"
              + String.join("|", Lexicon.FILE.entries("and-a-half")).replace(" ", Unit.SPACE + "++")
              + ")(?!\\p{L})");

  private final String text;
  private final Matcher next;
  private final List<Amount> found = new ArrayList<>();
  private final boolean english;

  private Amounts(String text) {
    this.text = Folding.ENYE_FOLDED.of(text);
    this.next = NEXT.matcher(this.text);
    this.english = Language.of(text) == Language.ENGLISH;
  }

  /** The numbers of a text that could be read, in their order. */
  static List<Amount> find(String text) {
    return all(text).stream().filter(amount -> amount.kind() != Kind.UNREAD).toList();
  }

  /** The numbers of a text and what stands for one but could not be read, in their order. */
  static List<Amount> all(String text) {
    Amounts amounts = new Amounts(text);
    int at = 0;
    while (amounts.next.find(at)) {
      at = Math.max(at + 1, amounts.read());
    }
    return Together.join(amounts.found, amounts.text);
  }

  /** Adds what was found next, if it is a number; returns where to go on. */
  private int read() {
    if (next.group("word") != null) {
      return next.group("name").isEmpty() ? word(next.start(), next.end()) : next.end();
    }
    if (next.group("odd") != null) {
      Matcher year = YEAR.matcher(text).region(next.start(), next.end());
      if (year.lookingAt()) {
        return add(year.group(), year.start(), year.end());
      }
      found.add(Amount.unread(next.start(), next.end()));
      return next.end();
    }
    String digits = next.group("digits");
    int start = next.start("digits");
    int end = next.end("digits");
    boolean fraction = next.group("point") != null && Numeral.isDigits(digits);
    String plain = Numeral.plain(fraction ? "0." + digits : digits, english);
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
    } else {
      found.add(Amount.unread(start, end));
    }
    return on;
  }

  /** Adds a number in words, half a unit, or what cannot be read, if one begins here. */
  private int word(int start, int end) {
    NumberWords.Read spoken = NumberWords.at(text, start);
    if (spoken != null) {
      Unit behind = Unit.behind(text, spoken.end());
      boolean unit = isUnit(behind) || behind.half > 0; // "una cuota" is no count
      boolean spanish = text.charAt(start) == 'a' && !Unit.isEnglish(text, spoken.end());
      if (!spoken.article() || (unit && !spanish)) { // "a meses" is not "a month"
        return add(spoken.value() + behind.half * (spoken.unit() - 1), start, behind);
      }
      return end;
    }
    Matcher half = HALF_A.matcher(text).region(start, text.length());
    if (half.lookingAt()) {
      Unit behind = Unit.behind(text, half.end());
      if (isUnit(behind)) {
        return add(0.5, start, behind);
      }
    }
    Matcher bare = BARE_AND_A_HALF.matcher(text).region(start, text.length());
    if (bare.lookingAt()) {
      Unit behind = Unit.behind(text, start);
      if (behind.kind == Kind.TIME || behind.factor > 1) {
        return add(1, start, behind);
      }
    }
    if (NumberWords.isPart(text.substring(start, end))) {
      found.add(Amount.unread(start, end));
    }
    return end;
  }

  /** Whether an article or a half before it is a number: "un año", "uno por ciento", "un palo". */
  private static boolean isUnit(Unit behind) {
    return behind.kind == Kind.TIME || behind.kind == Kind.PERCENT || behind.factor > 1;
  }

  /** Adds a number with its sign and unit; returns where its unit ends. */
  private int add(String digits, int start, int end) {
    Unit behind = Unit.behind(text, end);
    if (behind.end == end && end < text.length() && Character.isLetter(text.charAt(end))) {
      int to = next.find(end) ? Math.max(end, next.end()) : end; // 2P, 3D
      found.add(Amount.unread(start, to));
      return to;
    }
    boolean negative = next.group("minus") != null && start == next.start("digits");
    double number = Double.parseDouble(digits);
    return add(negative ? -number : number, negative ? next.start() : start, behind);
  }

  private int add(double number, int start, Unit behind) {
    int floor = found.isEmpty() ? 0 : found.getLast().end();
    UnitBefore before = UnitBefore.of(text, floor, start);
    boolean percent = behind.kind == Kind.PERCENT || (behind.kind == Kind.PLAIN && before.acronym);
    Kind kind = percent ? Kind.PERCENT : behind.kind;
    double value = (number + Math.copySign(behind.half, number)) * behind.factor;
    boolean effective = percent && (behind.effective || (before.effective && !behind.nominal));
    Said said = percent || kind == Kind.PLAIN ? before.said : null;
    Said kept = behind.period == null ? said : null;
    Period period = percent && kept != null ? kept.period() : behind.period;
    found.add(new Amount(value, kind, period, effective, start, behind.end, kept, List.of()));
    return behind.end;
  }
}
