package dev.sessionmanager.economics;

import dev.sessionmanager.text.WordPattern;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A name as it may stand in a sentence, with fillers between its words and small slips in them.
 * Parts on both sides of a "&" may stand anywhere; {@code <number>} is any number, {@code <each>}
 * one that comes so and so often ("1.000 por mes"), {@code <payments>} a number of payments, {@code
 * <percent>} a percentage. Of words with "|" between them one is enough.
 *
 * @param percentage written with a "%" first: it names a percentage, and where one stands right
 *     behind it ("una TNA del 60 %") it is known already and not asked for
 * @param letters of all its words; of several with "|" between them, those of the shortest
 */
record Phrase(List<WordPattern> parts, boolean percentage, int letters) {

  private static final Map<String, List<String>> LISTS =
      Map.of(
          "number", List.of(Token.NUMBER),
          "each", List.of("#each"),
          "payments", List.of("#payments"),
          "percent", List.of("#percent"));

  private static final Pattern SPACES = Pattern.compile(" (?:& )?+");
  private static final Pattern BAR = Pattern.compile("\\|");

  /** Where its first part begins and ends, in tokens. */
  record Match(int start, int end) {}

  static Phrase of(String words) {
    boolean percentage = words.startsWith("%");
    List<WordPattern> parts =
        Arrays.stream(words.substring(percentage ? 1 : 0).split(" & ", -1))
            .map(part -> WordPattern.of(part, LISTS, UnaryOperator.identity()))
            .toList();
    int letters =
        words.indexOf('|') < 0
            ? parts.stream().flatMap(WordPattern::words).mapToInt(String::length).sum()
            : SPACES.splitAsStream(words).mapToInt(Phrase::shortest).sum();
    return new Phrase(parts, percentage, letters);
  }

  private static int shortest(String alternatives) {
    return BAR.splitAsStream(alternatives).mapToInt(String::length).min().orElse(0);
  }

  static List<Phrase> list(List<String> phrases) {
    return phrases.stream().map(Phrase::of).toList();
  }

  /** Its words. */
  Stream<String> words() {
    return parts.stream().flatMap(WordPattern::words);
  }

  /** The first place where it stands; null when it does not. */
  @Nullable Match in(TokenRow tokens) {
    int start = parts.getFirst().find(tokens);
    return start >= 0 && parts.stream().skip(1).allMatch(part -> part.find(tokens) >= 0)
        ? new Match(start, endAt(tokens, start))
        : null;
  }

  /** Behind its first part, if that stands at {@code start}; -1 otherwise. */
  int endAt(TokenRow tokens, int start) {
    return parts.getFirst().match(tokens, start);
  }
}
