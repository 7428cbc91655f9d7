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
    return at < size() && is(word, get(at), at) ? at + 1 : -1;
  }

  @Override
  public boolean isFiller(int at) {
    return at < size() && get(at).isFiller();
  }

  private static boolean is(String word, Token token, int at) {
    return switch (word.charAt(0)) {
      case '^' -> at == 0 && Slips.same(token.word(), word.substring(1));
      case '=' ->
          token.capitals() && Folding.ENYE_FOLDED.of(word.substring(1)).equals(token.word());
      default -> Slips.same(token.word(), word);
    };
  }
}
