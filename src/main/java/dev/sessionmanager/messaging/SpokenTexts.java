package dev.sessionmanager.messaging;

import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one person said at one time, made comparable. Machines repeat a sentence, perhaps with
 * another time or number in it; people repeat short words: a sentence may be said so many times,
 * one that differs in its digits twice as often, and a few letters four times as often, before it
 * counts as a machine's. Any thread.
 *
 * @param exact the different texts, without case, accents and punctuation
 */
record SpokenTexts(Set<String> exact) {

  /** Characters of a text that are compared. */
  static final int COMPARED = 500;

  /** Letters of what people say again and again, like "sí, por favor" and "muchas gracias". */
  private static final int SHORT = 16;

  private static final Pattern NUMBERS = Pattern.compile("\\p{N}[\\p{N} ]*");
  private static final Pattern BESIDE_LETTERS = Pattern.compile("[^\\p{L}]+");

  static SpokenTexts of(Stream<String> texts) {
    return new SpokenTexts(
        texts
            .map(text -> text.substring(0, Math.min(text.length(), COMPARED)))
            .map(SpokenTexts::comparable)
            .collect(Collectors.toSet()));
  }

  /** Of emoji alone nothing would be left. */
  private static String comparable(String text) {
    String bare = WholeMessages.bare(text);
    return bare.isEmpty() ? text.strip() : bare;
  }

  /**
   * Whether this has been said too often.
   *
   * @param max how often a sentence may be said
   */
  boolean repeats(List<SpokenTexts> before, int max) {
    if (isShort()) {
      return times(before, text -> text) >= 4 * max;
    }
    return times(before, text -> text) >= max
        || times(before, SpokenTexts::withoutNumbers) >= 2 * max;
  }

  /** A burst of "talle 3", "talle 5" is as short as one of them: what differs is no letter. */
  private boolean isShort() {
    return formed(SpokenTexts::withoutNumbers).stream().mapToInt(SpokenTexts::letters).sum()
        < SHORT;
  }

  private static int letters(String text) {
    return BESIDE_LETTERS.matcher(text).replaceAll("").length();
  }

  private int times(List<SpokenTexts> before, UnaryOperator<String> form) {
    Set<String> said = formed(form);
    return (int) before.stream().filter(other -> other.formed(form).equals(said)).count();
  }

  private Set<String> formed(UnaryOperator<String> form) {
    return exact.stream().map(form).collect(Collectors.toSet());
  }

  private static String withoutNumbers(String text) {
    return NUMBERS.matcher(text).replaceAll("# ");
  }

  /** Without the texts, so that it can stand in a log line. */
  @Override
  public String toString() {
    return "SpokenTexts[" + exact.size() + ']';
  }
}
