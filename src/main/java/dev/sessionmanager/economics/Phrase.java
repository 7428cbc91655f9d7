package dev.sessionmanager.economics;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name as it may stand in a sentence: words in order, with fillers between them and small typing
 * errors in them. "^van" must be the sentence's first word, "=VAN" must be in capitals; parts on
 * both sides of a "&" may stand anywhere.
 *
 * @param percentage written with a "%" first: it names a percentage, and where one stands right
 *     behind it ("una TNA del 60 %") it is known already and not asked for
 */
record Phrase(List<List<String>> parts, boolean percentage) {

  private static final int MAX_FILLERS = 4;

  /**
   * What was found: where the first part begins and ends (tokens), and how many letters matched.
   */
  record Match(int start, int end, int letters) {}

  static Phrase of(String words) {
    boolean percentage = words.startsWith("%");
    return new Phrase(
        Arrays.stream(words.substring(percentage ? 1 : 0).split(" & ", -1))
            .map(part -> List.of(part.split(" ", -1)))
            .toList(),
        percentage);
  }

  static List<Phrase> list(String... phrases) {
    return Arrays.stream(phrases).map(Phrase::of).toList();
  }

  /** The first place where it stands; null when it does not. */
  @Nullable Match in(List<Token> tokens) {
    Match first = null;
    int letters = 0;
    for (List<String> part : parts) {
      int start = 0;
      int end = -1;
      while (start < tokens.size() && (end = end(part, tokens, start)) < 0) {
        start++;
      }
      if (end < 0) {
        return null;
      }
      first = first == null ? new Match(start, end, 0) : first;
      letters += part.stream().mapToInt(String::length).sum();
    }
    return first == null ? null : new Match(first.start, first.end, letters);
  }

  /** Behind its first part, if that stands at {@code start}; -1 otherwise. */
  int endAt(List<Token> tokens, int start) {
    return end(parts.getFirst(), tokens, start);
  }

  int letters() {
    return parts.stream().flatMap(List::stream).mapToInt(String::length).sum();
  }

  private static int end(List<String> words, List<Token> tokens, int start) {
    int at = start;
    for (int i = 0; i < words.size(); i++) {
      int fillers = 0;
      while (i > 0
          && at < tokens.size()
          && fillers < MAX_FILLERS
          && tokens.get(at).isFiller()
          && !is(words.get(i), tokens.get(at), at)) {
        at++;
        fillers++;
      }
      if (at >= tokens.size() || !is(words.get(i), tokens.get(at), at)) {
        return -1;
      }
      at++;
    }
    return at;
  }

  private static boolean is(String word, Token token, int at) {
    return switch (word.charAt(0)) {
      case '^' -> at == 0 && Spanish.same(token.word(), word.substring(1));
      case '=' ->
          word.length() > 1
              ? token.capitals() && Spanish.fold(word.substring(1)).equals(token.word())
              : token.word().equals(word);
      default -> Spanish.same(token.word(), word);
    };
  }
}
