package dev.sessionmanager.messaging;

import dev.sessionmanager.text.Folding;
import dev.sessionmanager.text.WordFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Messages that say one thing and nothing else, like STOP: case, accents, punctuation, emoji and a
 * word of courtesy around it don't matter. Any thread.
 */
final class WholeMessages {

  /** Characters of a message that are looked at: one that is longer says more than one thing. */
  private static final int LENGTH_MAX = 80;

  private static final Pattern BESIDE_WORDS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private final Set<String> known;
  private final Pattern courtesy;

  /** The messages of a list, and more; around them the words of "before" and "behind". */
  WholeMessages(WordFile words, String list, List<String> more) {
    this.known =
        Stream.concat(words.entries(list).stream(), more.stream())
            .map(WholeMessages::bare)
            .filter(message -> !message.isEmpty())
            .collect(Collectors.toCollection(HashSet::new));
    this.courtesy =
        Pattern.compile("^(?:%s) | (?:%s)$".formatted(any(words, "before"), any(words, "behind")));
  }

  private static String any(WordFile words, String list) {
    return words.entries(list).stream().map(WholeMessages::bare).collect(Collectors.joining("|"));
  }

  boolean has(String text) {
    if (text.length() > LENGTH_MAX) {
      return false;
    }
    String bare = bare(text);
    return known.contains(bare) || known.contains(courtesy.matcher(bare).replaceAll(""));
  }

  /** Letters and digits, folded, with one space between words. */
  static String bare(String text) {
    return BESIDE_WORDS.matcher(Folding.plain(text)).replaceAll(" ").strip();
  }
}
