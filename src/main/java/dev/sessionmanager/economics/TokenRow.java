package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.PatternText;
import java.util.List;
import java.util.stream.Stream;

/**
 * The words, numbers and marks of a sentence. In patterns, {@code ^van} is the sentence's first
 * word and {@code =VAN} is written in capitals; small slips are forgiven.
 */
record TokenRow(List<Token> all) implements PatternText {

  Token get(int at) {
    return all.get(at);
  }

  Stream<Token> stream() {
    return all.stream();
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public int after(String word, int at) {
    boolean fits =
        at < size() && is(word, get(at), at) && !(word.equals("#each") && isBehindRate(at));
    return fits ? at + 1 : -1;
  }

  @Override
  public boolean isFiller(int at) {
    return at < size() && get(at).isFiller();
  }

  /** "tasa 5 anual" is a rate, "5.000 anuales" are payments. */
  private boolean isBehindRate(int at) {
    int before = at - 1;
    while (before >= 0 && get(before).isFiller() && !get(before).word().equals("al")) {
      before--;
    }
    return before >= 0 && Lexicon.RATES.contains(get(before).word());
  }

  /**
   * "#" is any number; "#each" one that comes so and so often, "#payments" a number of payments,
   * "#percent" a percentage.
   */
  private static boolean isNumber(String word, Token token) {
    Amount amount = token.amount();
    return switch (word) {
      case "#each" -> amount != null && amount.isPlain() && amount.period() != null;
      case "#payments" -> amount != null && amount.kind() == Amount.Kind.PAYMENTS;
      case "#percent" -> amount != null && amount.kind() == Amount.Kind.PERCENT;
      default -> token.word().equals(word);
    };
  }

  private static boolean is(String word, Token token, int at) {
    return switch (word.charAt(0)) {
      case '^' -> at == 0 && Slips.same(token.word(), word.substring(1));
      case '=' ->
          token.capitals() && Folding.ENYE_FOLDED.of(word.substring(1)).equals(token.word());
      case '#' -> isNumber(word, token);
      default -> Slips.same(token.word(), word);
    };
  }
}
