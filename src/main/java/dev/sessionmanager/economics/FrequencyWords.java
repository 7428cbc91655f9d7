package dev.sessionmanager.economics;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How often something happens, as a sentence says it: "capitalización mensual", "cuotas cada 3
 * meses", "12 veces por año", "dos veces al mes", "m = 12". Pure functions.
 */
final class FrequencyWords {

  private static final List<Phrase> TIMES = Phrase.list(Lexicon.FILE.entries("times"));

  /** Words between "capitaliza" and "mensualmente", at most. */
  private static final int BETWEEN = 3;

  /**
   * A frequency.
   *
   * @param number the place of the number that it was read from; -1 for none
   * @param word the place of the word of time that it was read from; -1 for none
   */
  record Found(double perYear, int number, int word) {}

  private FrequencyWords() {}

  /** The frequency that belongs to an input by its words; null where none is said. */
  static @Nullable Found find(Input input, TokenRow tokens) {
    for (int i = 0; i < tokens.size(); i++) {
      int start = i;
      Amount amount = tokens.get(i).amount();
      Found found =
          amount != null && amount.isPlain()
              ? times(amount, i, tokens)
              : beside(
                  start,
                  input.cues().stream().mapToInt(cue -> cue.endAt(tokens, start)).max().orElse(-1),
                  tokens);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /** What stands behind one of the input's words; in English before it: "monthly payment". */
  private static @Nullable Found beside(int start, int end, TokenRow tokens) {
    Found behind = at(end, tokens);
    if (behind != null || end <= start || start == 0) {
      return behind;
    }
    String before = tokens.get(start - 1).word();
    Period period = before.endsWith("ly") ? Period.of(before) : null;
    return period == null ? null : new Found(period.perYear, -1, start - 1);
  }

  /** What stands at {@code start}, behind one of the input's words. */
  private static @Nullable Found at(int start, TokenRow tokens) {
    for (int at = start; at >= 0 && at < Math.min(start + BETWEEN, tokens.size()); at++) {
      Token token = tokens.get(at);
      Amount amount = token.amount();
      Period unit = amount == null ? null : amount.period();
      Period period = Period.of(token.word());
      if (amount != null && unit != null && at > 0 && Period.isEvery(tokens.get(at - 1).word())) {
        return new Found(unit.perYear / amount.value(), at, -1);
      } else if (period != null) {
        return new Found(period.perYear, -1, at);
      } else if (!token.isFiller() && !Period.isEvery(token.word())) {
        return null;
      }
    }
    return null;
  }

  /** "12 veces", "2 veces al mes", "m = 12". */
  private static @Nullable Found times(Amount amount, int place, TokenRow tokens) {
    int end =
        place + 1 < tokens.size()
            ? TIMES.stream().mapToInt(word -> word.endAt(tokens, place + 1)).max().orElse(-1)
            : -1;
    if (end > place) {
      int at = end;
      while (at < tokens.size() && at < end + 2 && isLink(tokens.get(at))) {
        at++;
      }
      Period each = at < tokens.size() ? Period.of(tokens.get(at).word()) : null;
      return each == null
          ? new Found(amount.value(), place, -1)
          : new Found(amount.value() * each.perYear, place, at);
    }
    boolean named =
        place > 1
            && tokens.get(place - 1).word().equals("=")
            && tokens.get(place - 2).word().equals("m");
    return named ? new Found(amount.value(), place, -1) : null;
  }

  private static boolean isLink(Token token) {
    return token.isFiller() || Period.isEvery(token.word());
  }
}
