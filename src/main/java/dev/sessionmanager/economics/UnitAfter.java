package dev.sessionmanager.economics;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What is written behind a number: "millones", "% nominal anual", "meses", "cuotas". */
final class UnitAfter {

  private static final Map<String, Double> FACTORS = Lexicon.values("factors", Double::valueOf);
  private static final Set<String> COUNTED = Lexicon.FILE.words("counted");
  private static final Set<String> PERCENT = Lexicon.FILE.words("percent");

  /** Between a percentage and its period. */
  private static final Set<String> LINKS = Lexicon.FILE.words("links");

  private final Chars text;

  double factor = 1;
  Amount.Kind kind = Amount.Kind.PLAIN;
  @Nullable Period period;
  boolean effective;
  boolean nominal;

  /** Behind the last word that belongs to the number. */
  int end;

  /**
   * @param end behind the last digit
   */
  UnitAfter(Chars text, int end) {
    this.text = text;
    this.end = end;
    read();
  }

  private void read() {
    int start = text.skipSpaces(end);
    for (Double by = factorAt(start); by != null; by = factorAt(start)) {
      factor *= by;
      end = text.wordEnd(start);
      start = text.skipSpaces(end);
    }
    if (text.at(start) == '%') {
      kind = Amount.Kind.PERCENT;
      end = start + 1;
    } else if (text.isLetter(start)) {
      readUnit(start);
    }
    if (kind == Amount.Kind.PERCENT || (kind == Amount.Kind.TIME && period == null)) {
      readPeriod();
    }
  }

  private @Nullable Double factorAt(int start) {
    return text.isLetter(start) ? FACTORS.get(text.word(start)) : null;
  }

  private void readUnit(int start) {
    String word = text.word(start);
    int stop = text.wordEnd(start);
    int next = text.skipSpaces(stop);
    Period unit = Period.of(word);
    if (word.equals("por") && text.word(next).equals("ciento")) {
      kind = Amount.Kind.PERCENT;
      end = text.wordEnd(next);
    } else if (PERCENT.contains(word)) {
      kind = Amount.Kind.PERCENT;
      end = stop;
    } else if (COUNTED.contains(word)) {
      kind = Amount.Kind.TIME;
      end = stop;
    } else if (unit != null && !Period.isAdjective(word)) {
      kind = Amount.Kind.TIME;
      period = unit;
      end = stop;
    }
  }

  /** "nominal anual", "por mes", "TEA"; stops at the first word that is something else. */
  private void readPeriod() {
    int at = end;
    for (int words = 0; words < 4; words++) {
      int start = text.skipSpaces(at);
      if (!text.isLetter(start)) {
        return;
      }
      String word = text.word(start);
      at = text.wordEnd(start);
      period = RateNames.period(word);
      effective |= RateNames.isEffective(word);
      nominal |= RateNames.isNominal(word);
      if (period != null) {
        end = at;
        return;
      } else if (effective || nominal) {
        end = at;
      } else if (!LINKS.contains(word)) {
        return;
      }
    }
  }
}
