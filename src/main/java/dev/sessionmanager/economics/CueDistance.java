package dev.sessionmanager.economics;

import java.util.Objects;
import java.util.Set;

/** How near the numbers of a sentence are to the words that say what they are. */
final class CueDistance {

  /** What may stand between a number and the name behind it: "10 % de la inflación". */
  private static final Set<String> ARTICLES = Lexicon.FILE.words("articles");

  private final TokenRow tokens;

  CueDistance(TokenRow tokens) {
    this.tokens = tokens;
  }

  /** How far the input's best word is from the number; infinite when none is there. */
  double cost(Input input, int place) {
    Amount amount = Objects.requireNonNull(tokens.get(place).amount());
    double best = Double.POSITIVE_INFINITY;
    if (!input.kind().accepts(amount)) {
      return best;
    }
    for (Phrase cue : input.cues()) {
      double cost = Math.min(costBefore(cue, place), costBehind(cue, place));
      best = Math.min(best, cost - 0.01 * cue.letters());
    }
    return input.kind().isNumber() == amount.isPlain() ? best : best + 0.5;
  }

  private double costBefore(Phrase cue, int place) {
    double best = Double.POSITIVE_INFINITY;
    double between = 0;
    for (int start = place - 1; start >= 0 && tokens.get(start).amount() == null; start--) {
      if (between > 12) {
        break;
      }
      int end = cue.endAt(tokens, start);
      if (end > start && end <= place) {
        double cost = 0;
        for (int i = end; i < place; i++) {
          cost += weight(tokens.get(i));
        }
        best = Math.min(best, cost);
      }
      between += weight(tokens.get(start));
    }
    return best;
  }

  private double costBehind(Phrase cue, int place) {
    double cost = 0.6;
    for (int start = place + 1; start < Math.min(place + 5, tokens.size()); start++) {
      Token token = tokens.get(start);
      if (token.amount() != null) {
        break;
      }
      int end = token.isFiller() ? -1 : cue.endAt(tokens, start);
      if (end > start) {
        boolean next = end < tokens.size() && tokens.get(end).word().equals("=");
        return next ? Double.POSITIVE_INFINITY : cost;
      }
      if (token.isBreak() || (token.isFiller() && !ARTICLES.contains(token.word()))) {
        break;
      }
      cost += weight(token);
    }
    return Double.POSITIVE_INFINITY;
  }

  private static double weight(Token token) {
    if (token.isBreak()) {
      return 3;
    }
    return token.isFiller() && !token.word().equals("al") ? 0.05 : 1; // "deuda al 9 %": its rate
  }
}
