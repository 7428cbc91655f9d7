package dev.sessionmanager.economics;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which calculator a sentence is for: of all whose name it says, one whose numbers are complete and
 * that leaves nothing over before the others; then the one that is named longest, asked for ("cuál
 * es la …"), named first, not merely given ("deflactor 125"), and which uses more of its numbers,
 * standing beside the right words.
 */
record CalculatorMatch(Calculator calculator, SlotFilling filling, Leftovers left, double score) {

  /** Between a name and its number. */
  private static final Set<String> EQUALS = Lexicon.FILE.words("equals");

  private static final List<Phrase> ASKING = Phrase.list(Lexicon.FILE.entries("asking"));

  /**
   * The calculator a sentence is for. Empty when the sentence asks for a meaning or a chart, or
   * gives too little.
   */
  static Optional<CalculatorMatch> of(Sentence sentence, List<Calculator> calculators) {
    if (sentence.asksForChart()) {
      return Optional.empty();
    }
    return calculators.stream()
        .flatMap(calculator -> Stream.ofNullable(of(sentence, calculator)))
        .max(Comparator.comparingDouble(CalculatorMatch::score))
        .filter(choice -> choice.isMeant(sentence));
  }

  /** The inputs that a calculation still needs. */
  List<Input> missing() {
    return filling.given.missing(calculator.inputs());
  }

  private static @Nullable CalculatorMatch of(Sentence sentence, Calculator calculator) {
    TokenRow tokens = sentence.tokens();
    double named =
        calculator.phrases().stream()
            .mapToDouble(phrase -> named(phrase, tokens))
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    if (named == Double.NEGATIVE_INFINITY) {
      return null;
    }
    SlotFilling filling = new SlotFilling(calculator.inputs(), sentence);
    Leftovers left = Leftovers.of(calculator.phrases(), calculator.inputs(), filling, sentence);
    boolean complete = filling.given.missing(calculator.inputs()).isEmpty();
    return new CalculatorMatch(
        calculator,
        filling,
        left,
        named
            + 2 * filling.strength
            + 3 * filling.used
            + (complete ? 500 : 0)
            + (complete && left.isEmpty() ? 500 : 0));
  }

  private static double named(Phrase phrase, TokenRow tokens) {
    Phrase.Match match = phrase.in(tokens);
    if (match == null || (phrase.percentage() && isKnown(match.end(), tokens))) {
      return Double.NEGATIVE_INFINITY;
    }
    double score = phrase.letters() - 0.2 * match.start();
    if (isAsked(match.start(), tokens)) {
      score += 15;
    }
    int end = match.end();
    if (phrase.parts().size() > 1 || !isGiven(end, tokens)) {
      return score;
    }
    boolean said = EQUALS.contains(tokens.get(end).word()); // "si el VAN es 500": known already
    return said ? Double.NEGATIVE_INFINITY : score - 20;
  }

  private static boolean isAsked(int start, TokenRow tokens) {
    for (int from = Math.max(0, start - 4); from < start; from++) {
      for (Phrase asking : ASKING) {
        int end = asking.endAt(tokens, from);
        boolean fillersOnly =
            end > 0
                && end <= start
                && tokens.all().subList(end, start).stream().allMatch(Token::isFiller);
        if (fillersOnly) {
          return true;
        }
      }
    }
    return false;
  }

  /** "deflactor 125", "el PIB real es 400", "la cuota es de 1.000". */
  private static boolean isGiven(int end, TokenRow tokens) {
    int at = end;
    if (at < tokens.size() && EQUALS.contains(tokens.get(at).word())) {
      at++;
      if (at < tokens.size() && tokens.get(at).word().equals("de")) {
        at++;
      }
    }
    return at < tokens.size() && tokens.get(at).word().equals(Token.NUMBER);
  }

  /** Whether a percentage follows, with nothing but fillers before it. */
  private static boolean isKnown(int end, TokenRow tokens) {
    int at = end;
    while (at < tokens.size()
        && at < end + 3
        && tokens.get(at).isFiller()
        && !tokens.get(at).word().equals("con")) { // "tasa real con 8 % nominal" is to be found
      at++;
    }
    Amount amount = at < tokens.size() ? tokens.get(at).amount() : null;
    boolean yearly = amount != null && (amount.period() == null || amount.period() == Period.YEAR);
    return amount != null
        && yearly
        && amount.kind() == Amount.Kind.PERCENT; // not "TEA de 5 % mensual"
  }

  private boolean isMeant(Sentence sentence) {
    boolean numbers = sentence.carriesNumbers();
    List<Input> missing = missing();
    String first = calculator.inputs().getFirst().name();
    if (missing.isEmpty()) {
      return filling.used > 0 && (numbers || sentence.ordersToCalculate());
    }
    if (sentence.asksForMeaning()) {
      return false;
    }
    return sentence.ordersToCalculate()
        || (numbers && sentence.asksHowMuch() && filling.given.has(first))
        || (numbers && filling.used >= 2 && missing.size() == 1);
  }
}
