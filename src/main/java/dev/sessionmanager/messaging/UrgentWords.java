package dev.sessionmanager.messaging;

import dev.sessionmanager.text.Folding;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a message says that it cannot wait. Any thread; takes linear time. */
final class UrgentWords {

  /** Characters of a message that are looked at: an urgent message is short. */
  private static final int LOOKED_AT = 1000;

  private final Pattern words;

  UrgentWords(MessagingSettings settings) {
    String any =
        settings.urgentWords().stream()
            .map(Folding::plain)
            .filter(word -> !word.isBlank())
            .map(word -> Pattern.quote(word.strip()))
            .collect(Collectors.joining("|"));
    // Without any word: what never matches.
    this.words =
        Pattern.compile(
            any.isEmpty() ? "(?!)" : "(?<![\\p{L}\\p{N}])(?:" + any + ")(?![\\p{L}\\p{N}])");
  }

  /** Accents and case don't matter; a word counts as a whole. */
  boolean in(String text) {
    return words
        .matcher(Folding.plain(text.substring(0, Math.min(text.length(), LOOKED_AT))))
        .find();
  }
}
