package dev.sessionmanager.economics;

import dev.sessionmanager.tool.Asked;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a person means who asked for a calculation before: "¿y si la tasa fuera 20 %?", "¿y en 6
 * meses?", or a mere "3 años" where the time was missing. What the new sentence does not say is
 * taken from the calculation before it, which may be such a sentence itself.
 */
final class FollowUp {

  /** They may stand in a sentence that changes a calculation and says nothing else. */
  private static final Set<String> WORDS = Lexicon.FILE.words("follow-up");

  /** Words and numbers of such a sentence, at most. */
  private static final int LONGEST = 16;

  /** Sentences that it looks back, at most. */
  private static final int FURTHEST = 6;

  /** Words of a sentence that says nothing in between, at most. */
  private static final int ASIDE = 2;

  private FollowUp() {}

  /** The calculation that a question is for, by itself or by what was said before. */
  static Optional<CalculatorMatch> read(Asked asked, List<Calculator> all) {
    Sentence sentence = Sentence.of(asked);
    Optional<CalculatorMatch> own = CalculatorMatch.of(sentence, all);
    boolean whole = own.filter(match -> match.missing().isEmpty()).isPresent();
    if (whole || !mayFollow(sentence) || Arithmetic.isSum(asked.text())) {
      return own;
    }
    List<String> earlier = asked.earlier();
    return before(earlier.subList(Math.max(0, earlier.size() - FURTHEST), earlier.size()), all)
        .flatMap(match -> follow(sentence, match, all))
        .or(() -> own);
  }

  /** The calculation that the last of these sentences is for. */
  private static Optional<CalculatorMatch> before(List<String> earlier, List<Calculator> all) {
    if (earlier.isEmpty()) {
      return Optional.empty();
    }
    Sentence last = Sentence.of(new Asked(earlier.getLast()));
    Optional<CalculatorMatch> own = CalculatorMatch.of(last, all);
    boolean whole = own.filter(match -> match.missing().isEmpty()).isPresent();
    if (whole || !mayFollow(last)) {
      return own;
    }
    Optional<CalculatorMatch> before = before(earlier.subList(0, earlier.size() - 1), all);
    boolean aside = last.tokens().size() <= ASIDE && !last.carriesNumbers(); // "gracias"
    return aside ? before : before.flatMap(match -> follow(last, match, all)).or(() -> own);
  }

  private static boolean mayFollow(Sentence sentence) {
    return !sentence.asksForChart()
        && !sentence.asksForMeaning()
        && sentence.tokens().size() > 0
        && sentence.tokens().size() <= LONGEST;
  }

  /** The calculation before with what the sentence changes; empty where it changes nothing. */
  private static Optional<CalculatorMatch> follow(
      Sentence sentence, CalculatorMatch before, List<Calculator> all) {
    TokenRow tokens = sentence.tokens();
    return Stream.concat(
            all.stream().filter(other -> isNamed(other, tokens)), Stream.of(before.calculator()))
        .map(calculator -> changed(calculator, sentence, before))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static boolean isNamed(Calculator calculator, TokenRow tokens) {
    return calculator.phrases().stream().anyMatch(phrase -> phrase.in(tokens) != null);
  }

  private static Optional<CalculatorMatch> changed(
      Calculator calculator, Sentence sentence, CalculatorMatch before) {
    SlotFilling filling = new SlotFilling(calculator.inputs(), sentence, true);
    boolean other = !calculator.name().equals(before.calculator().name());
    if ((filling.given.isEmpty() && !other) || !speaksOnlyOf(calculator, sentence.tokens())) {
      return Optional.empty();
    }
    filling.given.fillFrom(before.filling().given, calculator.inputs());
    Leftovers left =
        Leftovers.of(calculator.phrases(), calculator.inputs(), filling, sentence)
            .and(before.left());
    CalculatorMatch match = new CalculatorMatch(calculator, filling, left, 0);
    boolean more = match.missing().size() < before.missing().size();
    return match.missing().isEmpty() || (more && !other) ? Optional.of(match) : Optional.empty();
  }

  /** Whether every word is one of the calculator's own, of time, or such as tie a sentence on. */
  private static boolean speaksOnlyOf(Calculator calculator, TokenRow tokens) {
    Set<String> own = new HashSet<>(Leftovers.words(calculator.phrases(), calculator.inputs()));
    return tokens.stream()
        .allMatch(token ->
            token.word().equals(Token.NUMBER)
                || token.isBreak()
                || token.isFiller()
                || WORDS.contains(token.word())
                || Period.of(token.word()) != null
                || Period.isEvery(token.word())
                || own.stream().anyMatch(word -> Slips.same(token.word(), word)));
  }
}
